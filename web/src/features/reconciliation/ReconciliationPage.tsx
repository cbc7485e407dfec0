import { useQuery } from '@tanstack/react-query';
import { Checkbox, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { PageHead } from '@/shared/Card';
import { addDays, type ChosenRange, chosenRange, type Day, type RangeSearch } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { useMe } from '@/shared/me';
import { RangePicker } from '@/shared/RangePicker';
import { useToday } from '@/shared/useToday';
import { DayDrawer } from './DayDrawer';
import { DaysTable } from './DaysTable';
import { differs, type DayRow, isBlank } from './differences';
import styles from './Reconciliation.module.css';

export interface ReconciliationSearch extends RangeSearch {
  /** Only the days that differ. */
  differing?: boolean | undefined;
  source?: string | undefined;
  /** The day whose drawer is open, as `source:day`. */
  open?: string | undefined;
}

interface Props {
  search: ReconciliationSearch;
  onSearch: (change: ReconciliationSearch) => void;
}

const USUAL_DAYS = 35;
const rangeOfPage = (search: ReconciliationSearch, now: Day): ChosenRange =>
  search.range || search.start ? chosenRange(search, '30d') : { start: addDays(now, 1 - USUAL_DAYS), end: now, preset: undefined };

/** Our counts held against the dialer's own totals. */
export function ReconciliationPage({ search, onSearch }: Props) {
  const { t } = useTranslation('reconciliation');
  const format = useFormat();
  const range = rangeOfPage(search, useToday());
  const days = useQuery({
    ...read('/api/sync/reconciliation', { params: { query: { start: range.start, end: range.end } } }),
    refetchInterval: 60_000,
  });
  const scope = useMe()?.data_scope;
  const unseen = scope !== 'all' && !!days.data?.data.every(isBlank); // who may see nobody agrees with nobody
  const all = unseen ? [] : days.data?.data;
  const sources = [...new Set(all?.map((day) => day.source))];
  const mine = all?.filter((day) => !search.source || day.source === search.source);
  const rows = mine?.filter((day) => !search.differing || differs(day)).sort((a, b) => b.date.localeCompare(a.date) || a.source.localeCompare(b.source));
  const [source = '', day = ''] = search.open?.split(':') ?? [];
  return (
    <>
      <PageHead title={t('title')}>
        <RangePicker value={range} onChange={(chosen) => onSearch({ start: chosen.start, end: chosen.end, range: chosen.range })} />
      </PageHead>
      {mine?.length ? <Standing days={mine} /> : null}
      {days.isPending ? <div className={styles['coming']} aria-hidden="true"><Standing days={[]} /></div> : null}
      <DaysTable
        query={days} rows={rows} unseen={unseen} current={search.open} onOpen={(row) => onSearch({ open: `${row.source}:${row.date}` })} narrowed={!!search.differing && !!mine?.length}
        onAll={() => onSearch({ differing: undefined })}
        tools={
          <>
            <Checkbox checked={!!search.differing} onChange={(event) => onSearch({ differing: event.target.checked || undefined })}>{t('onlyDiffering')}</Checkbox>
            {sources.length > 1 ? (
              <Select
                size="small" allowClear placeholder={t('source')} value={search.source} aria-label={t('source')} className={styles['source'] ?? ''}
                onChange={(value?: string) => onSearch({ source: value })} options={sources.map((value) => ({ value, label: value }))}
              />
            ) : null}
            {rows ? <span className="muted">{t('shown', { count: rows.length, total: format.number(mine?.length) })}</span> : null}
          </>
        }
      />
      {day ? <DayDrawer key={search.open} day={day} source={source} onClose={() => onSearch({ open: undefined })} /> : null}
    </>
  );
}

/** How many days agree, in a line. */
function Standing({ days }: { days: readonly DayRow[] }) {
  const { t } = useTranslation('reconciliation');
  const format = useFormat();
  const figures = [
    { key: 'equal' as const, count: days.filter((day) => day.vendor && !differs(day)).length },
    { key: 'differing' as const, count: days.filter(differs).length },
    { key: 'silent' as const, count: days.filter((day) => !day.vendor).length },
  ];
  return (
    <ul className={styles['standing']} aria-label={t('standing.label')}>
      {figures.map(({ key, count }) => (
        <li key={key} data-kind={key} data-some={count > 0}><strong>{format.number(count)}</strong><span>{t(`standing.${key}`)}</span></li>
      ))}
    </ul>
  );
}
