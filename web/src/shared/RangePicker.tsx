import { CalendarOutlined, DownOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from './format';
import { type ChosenRange, daysBetween, PRESETS, type Preset, type RangeSearch, rangeOf } from './days';
import { DayRange } from './DayRange';
import { Pop } from './Pop';
import styles from './RangePicker.module.css';

interface Props {
  value: ChosenRange;
  onChange: (range: RangeSearch) => void;
  presets?: readonly Preset[];
  /** The longest range in days. */
  most?: number;
}

/** Presets, and any two days. */
export function RangePicker({ value, onChange, presets = PRESETS, most }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const format = useFormat();
  const span = value.start === value.end ? format.date(value.start) : `${format.date(value.start)} — ${format.date(value.end)}`;
  const choose = (range: RangeSearch) => {
    setOpen(false);
    onChange(range);
  };
  const content = (
    <div className={styles['box']}>
      <ul className={styles['presets']}>
        {presets.map((preset) => (
          <li key={preset}>
            <button type="button" aria-pressed={value.preset === preset} onClick={() => choose({ range: preset })}>
              {t(`range.${preset}`)}
              <small>{rangeOf(preset).start.slice(5)}</small>
            </button>
          </li>
        ))}
      </ul>
      <div className={styles['custom']}>
        <h3>{t('range.custom')}</h3>
        <DayRange value={value} onChange={choose} {...(most ? { most } : {})} />
      </div>
    </div>
  );
  return (
    <Pop open={open} onOpenChange={setOpen} label={t('range.label')} content={content}>
      <Button icon={<CalendarOutlined aria-hidden="true" />} aria-expanded={open}>
        <span className="hidden-visually">{t('range.label')}</span>
        {value.preset ? t(`range.${value.preset}`) : null}
        <span className={styles['span']}>{span}</span>
        {value.preset ? null : <span className={styles['days']}>{t('range.days', { count: daysBetween(value.start, value.end) })}</span>}
        <DownOutlined className={styles['chevron']} aria-hidden="true" />
      </Button>
    </Pop>
  );
}
