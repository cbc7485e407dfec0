import { memo } from 'react';
import type { Series } from './Chart';
import styles from './Chart.module.css';
import { middleOf, pathOf, type Scale } from './scale';

/** So many names stand below a wide chart; below a narrow one every other of them. */
const NAMES = 12;
/** More points than this are a line without dots. */
const DOTS = 40;

interface Props {
  names: readonly string[];
  series: readonly Series[];
  stacked: boolean;
  scale: Scale;
  /** Of what is measured on the right. */
  other: Scale | undefined;
}

/** The drawing itself: columns are boxes, lines one path each, all in hundredths of the width and height. */
export const Plot = memo(function Plot({ names, series, stacked, scale, other }: Props) {
  const columns = series.filter((one) => !one.line);
  const lines = series.filter((one) => one.line);
  const topOf = (one: Series) => (one.right ? other : scale)?.top ?? 1;
  const every = Math.ceil(names.length / NAMES);
  // a year has a day's name twice
  const marks = names.map((name, index) => ({ key: `${index} ${name}`, name, index }));
  return (
    <div className={styles['plot']} aria-hidden="true">
      <div className={styles['grid']}>{scale.ticks.map((tick) => <i key={tick} style={{ bottom: `${(tick / scale.top) * 100}%` }} />)}</div>
      <div className={styles['columns']} data-stacked={stacked}>
        {marks.map(({ key, index }) => (
          <div key={key}>
            {columns.map((one) => (
              <i key={one.name} data-series={one.name} data-tone={one.tone} data-faint={one.faint} style={{ height: `${((one.values[index] ?? 0) / topOf(one)) * 100}%` }} />
            ))}
          </div>
        ))}
      </div>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" className={styles['lines']}>
        {lines.map((one) => (
          <g key={one.name} data-tone={one.tone}>
            {one.area ? <path d={pathOf(one.values, topOf(one), true)} className={styles['area']} /> : null}
            <path d={pathOf(one.values, topOf(one))} className={styles['line']} data-dashed={one.dashed} vectorEffect="non-scaling-stroke" />
          </g>
        ))}
      </svg>
      {lines.filter((one) => !one.dashed && names.length < DOTS).flatMap((one) =>
        one.values.map((value, index) => (value === null ? null : (
          <i key={`${one.name} ${marks[index]?.key ?? ''}`} className={styles['dot']} data-tone={one.tone} style={{ left: `${middleOf(index, names.length)}%`, bottom: `${(value / topOf(one)) * 100}%` }} />
        ))))}
      <div className={styles['names']}>
        {marks.filter(({ index }) => index % every === 0).map(({ key, name, index }) => (
          <span key={key} data-odd={(index / every) % 2 === 1} style={{ left: `${middleOf(index, names.length)}%` }}>{name}</span>
        ))}
      </div>
    </div>
  );
});
