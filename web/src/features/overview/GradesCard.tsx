import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { read, type Schemas } from '@/api/client';
import { Card } from '@/shared/Card';
import type { ChosenRange } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { Freshness } from '@/shared/Freshness';
import { callsHref } from '@/shared/links';
import { NoCalls } from '@/shared/NoCalls';
import { Loaded, Loading } from '@/shared/States';
import styles from './Boards.module.css';

type Row = Schemas['GradeRow'];
const SHOWN = 12;

/** What the calls came to: a bar for each of the commonest grades, leading to its calls. */
export function GradesCard({ range }: { range: ChosenRange }) {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const query = useQuery(read('/api/stats/grades', { params: { query: { start: range.start, end: range.end, sort: '-calls', per_page: 100 } } }));
  const bar = (row: Row, most: number) => (
    <li key={row.code ?? 'none'}>
      <Link to={callsHref({ start: range.start, end: range.end, grade: [row.code ?? 'none'] })} className={styles['bar']}>
        <span className={styles['grade']} title={row.label}>{row.label}</span>
        <span className={styles['track']} aria-hidden="true">
          <i data-category={row.category ?? 'none'} style={{ width: `${Math.max((row.calls / most) * 100, 0.6)}%` }} />
        </span>
        <span className="num">{format.number(row.calls)}</span>
        <span className={styles['share']}>{format.rate(row.share)}</span>
      </Link>
    </li>
  );
  return (
    <Card title={t('grades.title')} extra={<><Freshness meta={query.data?.meta} compact /><Link to="/grades" search={range.preset ? { range: range.preset } : { start: range.start, end: range.end }}>{t('grades.all')}</Link></>}>
      <Loaded query={query} waiting={<Loading rows={8} />}>
        {({ data }) => data.length ? (
          <ul className={styles['bars']} aria-label={t('grades.label')}>
            {data.slice(0, SHOWN).map((row) => bar(row, data[0]?.calls || 1))}
          </ul>
        ) : <NoCalls />}
      </Loaded>
    </Card>
  );
}
