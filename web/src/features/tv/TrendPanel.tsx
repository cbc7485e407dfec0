import { useTranslation } from 'react-i18next';
import { useFormat } from '@/shared/format';
import { Columns } from './Columns';
import { useTrend } from './live';
import styles from './Tv.module.css';

/** Thirty days of calls, and below them of orders. */
export function TrendPanel() {
  const { t } = useTranslation('tv');
  const common = useTranslation('common').t;
  const format = useFormat();
  const trend = useTrend().data?.data;
  const names = trend?.dates.map((date) => format.dayShort(date)) ?? [];
  return (
    <>
      <p className={styles['lead']}>{t('trendLead')}</p>
      <div className={styles['two']}>
        <Columns label={common('metric.calls')} columns={names.map((name, index) => ({ name, all: trend?.total_calls[index] ?? 0, part: trend?.success_calls[index] ?? 0 }))} />
        <Columns label={common('metric.orders')} columns={names.map((name, index) => ({ name, all: trend?.orders[index] ?? 0, part: trend?.orders_9[index] ?? 0 }))} />
      </div>
    </>
  );
}
