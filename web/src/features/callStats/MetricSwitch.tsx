import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Choice } from '@/shared/Choice';
import type { Metric } from '@/shared/MetricTip';
import { useNarrow } from '@/shared/useNarrow';

interface Props<M extends Metric> {
  label: string;
  metrics: readonly M[];
  value: M;
  onChange: (metric: M) => void;
}

/** Which figure is drawn; a list where the window is narrow. */
export function MetricSwitch<M extends Metric>({ label, metrics, value, onChange }: Props<M>) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const options = metrics.map((metric) => ({ value: metric, label: t(`metric.${metric as Metric}`) }));
  if (narrow && metrics.length > 4) {
    return <Choice<M> options={options} value={value} onChange={onChange} label={label} />;
  }
  return <Segmented<M> size="small" options={options} value={value} onChange={onChange} aria-label={label} />;
}
