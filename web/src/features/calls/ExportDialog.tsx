import { Button, Checkbox, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/shared/Dialog';
import { useFormat } from '@/shared/format';
import { useCan } from '@/shared/me';
import { Following } from '@/shared/ProgressBar';
import styles from './Calls.module.css';
import { RecentExports } from './RecentExports';
import type { Progress } from './streamed';
import { type Filters, useExport, type Wish } from './useExport';

interface Props {
  filters: Filters;
  what: string;
  /** About how many calls the file will hold; undefined: not known. */
  calls: number | undefined;
  onClose: () => void;
}

/** More calls than this are written by a job: the reader need not wait for it, nor keep the page open. */
const LARGE = 20_000;

/** The list as a file, as it is filtered and sorted. Loaded when it is asked for. */
export default function ExportDialog({ filters, what, calls, onClose }: Props) {
  const { t } = useTranslation('calls');
  const common = useTranslation('common').t;
  const can = useCan();
  const [kind, setKind] = useState<'xlsx' | 'csv'>('xlsx');
  const [unmasked, setUnmasked] = useState(false);
  const follows = can('job:read');
  const [later, setLater] = useState(follows && (calls ?? 0) > LARGE);
  const work = useExport(onClose);
  const start = () => {
    const wish: Wish = { filters, format: kind, unmasked };
    if (later) work.later(wish);
    else void work.now(wish);
  };
  const close = () => {
    if (!work.waiting) work.cancel();
    onClose();
  };
  const stoppable = work.waiting ? can('job:manage') && !!work.job : true;
  return (
    <Dialog
      title={t('export.title')} width={520} onClose={close}
      footer={work.busy ? (
        <>
          {stoppable ? <Button onClick={(event) => { if (event.detail < 2) work.cancel(); }}>{t('export.stop')}</Button> : null}
          {work.waiting ? <Button type="primary" onClick={close}>{t('export.background')}</Button> : null}
        </>
      ) : <><Button onClick={close}>{common('cancel')}</Button><Button type="primary" onClick={start}>{t('export.start')}</Button></>}
    >
      <p className="muted">{t('export.lead', { what })}</p>
      <p className="line-up" style={{ margin: '12px 0' }}>
        {t('export.format')}
        <Segmented value={kind} onChange={setKind} disabled={work.busy} options={[{ value: 'xlsx', label: 'Excel' }, { value: 'csv', label: 'CSV' }]} aria-label={t('export.format')} />
        {can('phone:export') ? <Checkbox checked={unmasked} disabled={work.busy} onChange={(event) => setUnmasked(event.target.checked)}>{t('export.unmasked')}</Checkbox> : null}
      </p>
      {follows ? (
        <p>
          <Checkbox checked={later} disabled={work.busy} onChange={(event) => setLater(event.target.checked)}>{t('export.later')}</Checkbox>
          {later ? <span className={styles['hint']}>{t('export.laterHint')}</span> : null}
        </p>
      ) : null}
      {work.progress ? <Streaming progress={work.progress} kind={kind} /> : null}
      {work.waiting ? <Following done={work.job?.progress.done ?? 0} total={calls} text={work.job?.progress.note ?? t('export.queued')} /> : null}
      {work.problem ? <p className={styles['problem']} role="alert">{work.problem}</p> : null}
      {follows && !work.busy ? <RecentExports /> : null}
    </Dialog>
  );
}

function Streaming({ progress, kind }: { progress: Progress; kind: 'xlsx' | 'csv' }) {
  const { t } = useTranslation('calls');
  const format = useFormat();
  const known = kind === 'csv' && progress.total > 0;
  const bytes = progress.bytes ? t('export.bytes', { bytes: format.bytes(progress.bytes) }) : t('export.busy');
  const rows = known ? ` · ${t('export.rows', { rows: format.number(Math.max(progress.rows, 0)), total: format.number(progress.total) })}` : '';
  return <Following done={progress.rows} total={known ? progress.total : undefined} text={bytes + rows} />;
}
