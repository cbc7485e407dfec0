import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { daysBetween, type Range, today } from './days';
import styles from './DayRange.module.css';

interface Props {
  value: Range;
  onChange: (range: Range) => void;
  most?: number;
}

/** Two days, by the browser's own calendar: it works on telephones and by keyboard, and costs nothing to load. */
export function DayRange({ value, onChange, most = 366 }: Props) {
  const { t } = useTranslation();
  const [start, setStart] = useState(value.start);
  const [end, setEnd] = useState(value.end);
  const days = start && end ? daysBetween(start, end) : 0;
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        onChange({ start, end });
      }}
    >
      <label>
        {t('range.from')}
        <input type="date" value={start} max={end || today()} required onChange={(event) => setStart(event.target.value)} />
      </label>
      <label>
        {t('range.to')}
        <input type="date" value={end} min={start} max={today()} required onChange={(event) => setEnd(event.target.value)} />
      </label>
      <Button htmlType="submit" type="primary" size="small" disabled={days < 1 || days > most}>
        {t('apply')}{days > 0 ? ` · ${t('range.days', { count: days })}` : ''}
      </Button>
    </form>
  );
}
