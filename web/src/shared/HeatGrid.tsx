import { useTranslation } from 'react-i18next';
import { useCells } from './cells';
import { useFormat } from './format';
import styles from './HeatGrid.module.css';

interface Props {
  label: string;
  /** 7 rows, Monday first, of 24 hours; null: nothing there. */
  values: (number | null)[][];
  hours: number[];
  show: (value: number | null) => string;
  detail: (weekday: number, hour: number) => string;
  onPick: (weekday: number, hour: number) => void;
}

/** Weekday × hour as a grid of buttons: one stop for the keyboard, the arrows go on from there; each is read aloud, and opened. */
export function HeatGrid({ label, values, hours, show, detail, onPick }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = values.map((row) => hours.map((hour) => row[hour] ?? null));
  const known = shown.flat().filter((value): value is number => value !== null);
  const [low, high] = known.length ? [Math.min(...known), Math.max(...known)] : [0, 0];
  const cells = useCells(shown.flatMap((row, weekday) => row.flatMap((value, index) => (value === null ? [] : [`${weekday} ${index}`]))));
  const heat = (value: number) => (high > low ? 0.07 + ((value - low) / (high - low)) * 0.85 : 0.3);
  return (
    <figure className={styles['figure']} aria-label={label}>
      <table className={styles['grid']}>
        <thead>
          <tr>
            <td />
            {hours.map((hour) => <th key={hour} scope="col">{hour}</th>)}
          </tr>
        </thead>
        <tbody {...cells.body}>
          {shown.map((row, weekday) => (
            <tr key={format.weekday(weekday)}>
              <th scope="row">{format.weekday(weekday)}</th>
              {row.map((value, index) => {
                const hour = hours[index] ?? 0;
                const text = `${format.weekday(weekday)} ${hour}:00–${hour + 1}:00 · ${value === null ? t('none') : detail(weekday, hour)}`;
                return (
                  <td key={hour}>
                    <button
                      type="button" {...cells.cell(`${weekday} ${index}`)} disabled={value === null} onClick={() => onPick(weekday, hour)} aria-label={text} data-tip={text}
                      style={value === null ? undefined : { background: `rgb(var(--heat) / ${heat(value).toFixed(3)})` }}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <figcaption className={styles['scale']}>
        <span>{show(known.length ? low : null)}</span>
        <i aria-hidden="true" />
        <span>{show(known.length ? high : null)}</span>
      </figcaption>
    </figure>
  );
}
