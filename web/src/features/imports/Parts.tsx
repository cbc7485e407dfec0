import { Button } from 'antd';
import { DownloadOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { csvOf, keepFile } from '@/shared/csv';
import { useFormat } from '@/shared/format';
import { MiniTable } from '@/shared/MiniTable';
import type { Tone } from '@/shared/Pill';
import styles from './Import.module.css';
import { type FieldName, FIELDS } from './mapping';

export type Import = Schemas['ImportShape'];
type Refusal = Schemas['RefusalShape'];
export const TONES: Record<Import['state'], Tone> = { queued: 'grey', running: 'blue', done: 'green', failed: 'red', cancelled: 'amber', skipped: 'grey' };
export const isOver = (one: Import): boolean => one.state !== 'queued' && one.state !== 'running';

/** A reason begins with its field as mapping files call it; readers of the page know it by its name. */
function useNamed(): (reason: string) => string {
  const { t } = useTranslation('imports');
  return (reason) => reason.replace(/^([a-z_]+)(?=[:：])/, (field) => (FIELDS.some((one) => one === field) ? t(`field.${field as FieldName}`) : field));
}

/** Rows that could not be read: where they stand, and why. */
export function RefusalTable({ rows }: { rows: readonly Refusal[] }) {
  const { t } = useTranslation('imports');
  const named = useNamed();
  const format = useFormat();
  return (
    <MiniTable
      label={t('refusals.title')} rows={rows} rowKey={(_, index) => String(index)}
      columns={[
        { key: 'line', title: t('refusals.line'), num: true, cell: (row) => format.number(row.line) },
        { key: 'reason', title: t('refusals.reason'), cell: (row) => <span className={styles['reason']}>{named(row.reason)}</span> },
        { key: 'id', title: t('refusals.id'), cell: (row) => <code className={styles['cell']}>{row.call_id}</code> },
      ]}
    />
  );
}

/** The same as a file, to be mended and sent again. */
export function RefusalFile({ rows }: { rows: readonly Refusal[] }) {
  const { t } = useTranslation('imports');
  const named = useNamed();
  const keep = () => keepFile(`${t('refusals.file')}.csv`, csvOf([[t('refusals.line'), t('refusals.id'), t('refusals.reason')], ...rows.map((row) => [row.line, row.call_id, named(row.reason)])]));
  return <Button size="small" icon={<DownloadOutlined />} onClick={keep}>{t('refusals.csv')}</Button>;
}
