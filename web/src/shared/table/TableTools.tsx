import { DownloadOutlined, SettingOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { csvOf, keepFile } from '../csv';
import { Pop } from '../Pop';
import { usePrefs } from '../prefs';
import { useNarrow } from '../useNarrow';
import styles from './DataTable.module.css';
import { type Column, nameOf } from './types';

interface Props<T> {
  id: string;
  columns: Column<T>[];
  shown: Column<T>[];
  isHidden: (column: Column<T>) => boolean;
  rows: readonly T[] | undefined;
  csvName?: string;
}

/** Which columns are shown, and the rows in view as a file. */
export function TableTools<T>({ id, columns, shown, isHidden, rows, csvName }: Props<T>) {
  const { t } = useTranslation();
  const hideColumns = usePrefs((prefs) => prefs.hideColumns);
  const narrow = useNarrow();
  const [picking, setPicking] = useState(false);
  const chosen = columns.filter((column) => !column.always);
  const toggle = (column: Column<T>) => {
    const hidden = columns.filter((one) => (one.key === column.key ? !isHidden(one) : isHidden(one)));
    hideColumns(id, hidden.map((one) => one.key));
  };
  const download = () => {
    const told = shown.filter((column) => column.csv);
    const lines = (rows ?? []).map((row) => told.map((column) => column.csv?.(row)));
    keepFile(`${csvName ?? id}.csv`, csvOf([told.map(nameOf), ...lines]));
  };
  const picker = (
    <div className={styles['picker']}>
      {chosen.map((column) => (
        <label key={column.key}>
          <input type="checkbox" checked={!isHidden(column)} onChange={() => toggle(column)} />
          {nameOf(column)}
        </label>
      ))}
      <Button size="small" type="text" onClick={() => hideColumns(id, [])}>{t('table.showAll')}</Button>
    </div>
  );
  return (
    <div className={styles['tools']}>
      {csvName ? (
        <Button type="text" icon={<DownloadOutlined />} onClick={download} disabled={!rows?.length} aria-label={t('table.csv')} title={t('table.csv')} />
      ) : null}
      {narrow || !chosen.length ? null : (
        <Pop open={picking} onOpenChange={setPicking} label={t('table.columns')} content={picker}>
          <Button type="text" icon={<SettingOutlined />} aria-expanded={picking} aria-label={t('table.columns')} title={t('table.columns')} />
        </Pop>
      )}
    </div>
  );
}
