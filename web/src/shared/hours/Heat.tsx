import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { useFormat } from '../format';
import { HeatGrid } from '../HeatGrid';
import { busyHours, heatOf, type HeatMetric, hoursOfAxis } from './heat';

interface Props {
  matrix: Schemas['HourMatrix'];
  /** How many of each weekday the range has, Monday first. */
  days: number[];
  metric: HeatMetric;
  onPick: (weekday: number, hour: number) => void;
}

/** When calls are made and taken: what an hour of such a weekday has on average; every cell tells its sums. */
export function Heat({ matrix, days, metric, onPick }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  // a hundred cells are filled by hand: each by the translator would take longer than the rest of the map
  const words = t('hours.detail', { calls: '{calls}', connected: '{connected}', orders: '{orders}', rate: '{rate}' });
  const detail = (weekday: number, hour: number) => {
    const at = (rows: number[][]) => rows[weekday]?.[hour] ?? 0;
    const [calls, connected, orders] = [at(matrix.calls), at(matrix.connected), at(matrix.orders)];
    const told = { calls: format.number(calls), connected: format.number(connected), orders: format.number(orders), rate: format.rate(calls ? connected / calls : null) };
    return words.replaceAll(/\{(\w+)\}/g, (_, name: keyof typeof told) => told[name]);
  };
  return (
    <HeatGrid
      label={t('hours.label', { metric: t(`metric.${metric}`) })} values={heatOf(matrix, days, metric)} hours={hoursOfAxis(busyHours(matrix))}
      show={(value) => (metric === 'contact_rate' ? format.rate(value) : format.number(value))} detail={detail} onPick={onPick}
    />
  );
}
