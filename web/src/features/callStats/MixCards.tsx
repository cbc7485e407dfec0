import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { Card } from '@/shared/Card';
import type { ChosenRange } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { callsHref } from '@/shared/links';
import { NoCalls } from '@/shared/NoCalls';
import { Loaded, Loading } from '@/shared/States';
import { Bars } from './Bars';
import styles from './OverviewPage.module.css';

const SHOWN = 12;

/** What the calls came to, and where they went. */
export function MixCards({ range }: { range: ChosenRange }) {
  const { t } = useTranslation('callStats');
  const common = useTranslation('common').t;
  const format = useFormat();
  const when = { start: range.start, end: range.end };
  const grades = useQuery(read('/api/stats/grades', { params: { query: { ...when, sort: '-calls', per_page: 100 } } }));
  const regions = useQuery(read('/api/stats/regions', { params: { query: { ...when, sort: '-calls', per_page: SHOWN } } }));
  return (
    <>
      <Card title={t('overview.grades')} extra={<Link to="/grades" search={range.preset ? { range: range.preset } : when}>{t('overview.allGrades')}</Link>}>
        <Loaded query={grades} waiting={<Loading rows={8} />}>
          {({ data }) => data.length ? (
            <Bars
              label={t('overview.grades')}
              bars={data.slice(0, SHOWN).map((row) => ({
                key: row.code ?? '', label: row.label, value: row.calls, side: format.rate(row.share), tone: row.category ?? 'none',
                hint: `${row.label} · ${common('metric.calls')} ${format.number(row.calls)} · ${t('overview.share')} ${format.rate(row.share)}`,
                href: callsHref({ ...when, grade: [row.code ?? 'none'] }),
              }))}
            />
          ) : <NoCalls />}
        </Loaded>
      </Card>
      <Card title={t('overview.regions')} note={<span className={styles['hint']}>{t('overview.regionsHint')}</span>}>
        <Loaded query={regions} waiting={<Loading rows={8} />}>
          {({ data }) => data.length ? (
            <Bars
              label={t('overview.regions')}
              bars={data.map((row) => ({
                key: row.province ?? '', label: row.province ?? t('noProvince'), value: row.calls, side: format.rate(row.contact_rate),
                ...(row.province ? {} : { tone: 'none' }),
                hint: `${row.province ?? t('noProvince')} · ${common('metric.calls')} ${format.number(row.calls)} · ${common('metric.contact_rate')} ${format.rate(row.contact_rate)}`,
                href: callsHref({ ...when, province: [row.province ?? ''] }),
              }))}
            />
          ) : <NoCalls />}
        </Loaded>
      </Card>
    </>
  );
}
