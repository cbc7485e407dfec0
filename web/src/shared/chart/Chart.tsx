import { BarChartOutlined, TableOutlined } from '@ant-design/icons';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Chart.module.css';
import { Plot } from './Plot';
import { type Scale, scaleOf } from './scale';

export interface Axis {
  format: (value: number) => string;
  /** Counts: no ticks between whole numbers. */
  whole?: boolean;
}

export interface Series {
  name: string;
  values: readonly (number | null)[];
  /** The value in words. */
  format: (value: number | null) => string;
  /** Which of the theme's six colours (`--series-0` …). */
  tone: number;
  /** A column where it is not a line. */
  line?: boolean;
  /** Measured on the right. */
  right?: boolean;
  dashed?: boolean;
  /** The line's ground is tinted. */
  area?: boolean;
  faint?: boolean;
}

interface Props {
  /** What the chart shows, in a few words. */
  label: string;
  /** What stands below each column. */
  names: readonly string[];
  series: readonly Series[];
  /** Columns stand on each other. */
  stacked?: boolean;
  left: Axis;
  right?: Axis;
  height?: number;
  /** A click anywhere in a column; on a part of it also its series. */
  onPick?: (index: number, series: string | undefined) => void;
  /** The same figures as a table, for those who cannot see a chart. */
  table: ReactNode;
}

const most = (series: readonly Series[]) => Math.max(0, ...series.flatMap((one) => one.values.map((value) => value ?? 0)));

function highest(series: readonly Series[], stacked: boolean): number {
  const columns = series.filter((one) => !one.line);
  const sums = columns[0]?.values.map((_, index) => columns.reduce((sum, one) => sum + (one.values[index] ?? 0), 0)) ?? [];
  return stacked ? Math.max(0, ...sums, most(series.filter((one) => one.line))) : most(series);
}

/** Columns and lines over the same names, as elements of the page: nothing has to be loaded or measured before they show. */
export function Chart({ label, names, series, stacked = false, left, right, height = 260, onPick, table }: Props) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const shown = series.filter((one) => !hidden.includes(one.name));
  const scale = scaleOf(highest(shown.filter((one) => !one.right), stacked), left.whole);
  const other = right ? scaleOf(most(shown.filter((one) => one.right)), right.whole, scale.ticks.length - 1) : undefined;
  const toggle = (name: string) => setHidden(hidden.includes(name) ? hidden.filter((one) => one !== name) : [...hidden, name]);
  const switchLabel = t(asTable ? 'asChart' : 'asTable');
  return (
    <figure className={styles['figure']} aria-label={label}>
      <button type="button" className={styles['switch']} onClick={() => setAsTable(!asTable)} aria-label={switchLabel} title={switchLabel}>
        {asTable ? <BarChartOutlined /> : <TableOutlined />}
      </button>
      {asTable ? (
        <div className={styles['table']} style={{ maxHeight: height }}>{table}</div>
      ) : (
        <div className={styles['stage']} style={{ height }}>
          <div className={styles['legend']}>
            {series.map((one) => (
              <button key={one.name} type="button" aria-pressed={!hidden.includes(one.name)} onClick={() => toggle(one.name)}>
                <i data-tone={one.tone} data-line={one.line} data-faint={one.faint} aria-hidden="true" />
                {one.name}
              </button>
            ))}
          </div>
          <Ticks axis={left} scale={scale} />
          <Board label={label} names={names} series={shown} stacked={stacked} scale={scale} other={other} {...(onPick ? { onPick } : {})} />
          {right && other ? <Ticks axis={right} scale={other} /> : null}
        </div>
      )}
    </figure>
  );
}

const Ticks = ({ axis, scale }: { axis: Axis; scale: Scale }) => (
  <div className={styles['ticks']} aria-hidden="true">{scale.ticks.map((tick) => <span key={tick}>{axis.format(tick)}</span>)}</div>
);

interface BoardProps {
  label: string;
  names: readonly string[];
  series: readonly Series[];
  stacked: boolean;
  scale: Scale;
  other: Scale | undefined;
  onPick?: (index: number, series: string | undefined) => void;
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, Home: -Infinity, End: Infinity };

/** The plot, what one points at or has gone to by the arrow keys, and the words of that column. */
function Board({ label, names, series, onPick, ...plot }: BoardProps) {
  const [at, setAt] = useState<number>();
  const last = names.length - 1;
  const find = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setAt(Math.min(Math.max(Math.floor(((event.clientX - left) / width) * names.length), 0), last));
  };
  const pick = (target: EventTarget) => {
    const part = target instanceof HTMLElement ? target.dataset['series'] : undefined;
    if (at !== undefined) onPick?.(at, part);
  };
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (event.key === 'Enter') pick(event.target);
    if (step === undefined) return;
    event.preventDefault();
    setAt((before) => Math.min(Math.max((before ?? (step > 0 ? -1 : names.length)) + step, 0), last));
  };
  const words = (index: number) => [names[index], ...series.map((one) => `${one.name} ${one.format(one.values[index] ?? null)}`)].join(' · ');
  const leave = () => setAt(undefined);
  return (
    <div
      className={styles['board']} data-pick={!!onPick} role="slider" tabIndex={0} aria-label={label} aria-valuemin={0} aria-valuemax={Math.max(last, 0)} aria-valuenow={at ?? 0}
      aria-valuetext={at === undefined ? '' : words(at)} onKeyDown={press} onBlur={leave} onPointerMove={find} onPointerDown={find} onPointerLeave={leave} onClick={(event) => pick(event.target)}
    >
      {at === undefined ? null : <div className={styles['band']} style={{ left: `${(at / names.length) * 100}%`, width: `${100 / names.length}%` }} />}
      <Plot names={names} series={series} {...plot} />
      {at === undefined ? null : (
        <dl className={styles['told']} style={at < names.length / 2 ? { left: `${((at + 1) / names.length) * 100}%` } : { right: `${(1 - at / names.length) * 100}%` }}>
          <dt>{names[at]}</dt>
          {series.map((one) => (
            <dd key={one.name}><i data-tone={one.tone} data-line={one.line} data-faint={one.faint} />{one.name}<b>{one.format(one.values[at] ?? null)}</b></dd>
          ))}
        </dl>
      )}
    </div>
  );
}
