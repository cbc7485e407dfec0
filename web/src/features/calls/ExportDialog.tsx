import { App, Button, Checkbox, Modal, Segmented } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { address } from '@/api/client';
import { guarded } from '@/api/session';
import { keepFile } from '@/shared/csv';
import { useFormat } from '@/shared/format';
import { useCan } from '@/shared/me';
import styles from './Calls.module.css';

interface Props {
  filters: Record<string, unknown>;
  what: string;
  onClose: () => void;
}

interface Progress {
  bytes: number;
  rows: number;
  total: number;
}

const NEWLINE = 10;
const fileName = (header: string | null, format: string) => {
  const found = /filename\*=UTF-8''([^;]+)/.exec(header ?? '');
  return found?.[1] ? decodeURIComponent(found[1]) : `calls.${format}`;
};

/** Reads the file piece by piece, telling how far it is. Throws when it was cut off. */
async function download(url: string, signal: AbortSignal, tell: (progress: Progress) => void): Promise<{ name: string; blob: Blob }> {
  const response = await guarded(new Request(new URL(url, location.origin), { signal }));
  if (!response.ok) throw new Error(((await response.json()) as { error?: string }).error ?? String(response.status));
  const progress = { bytes: 0, rows: -1, total: Number(response.headers.get('x-total-count') ?? 0) };
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    parts.push(next.value as Uint8Array<ArrayBuffer>);
    progress.bytes += next.value.length;
    for (const byte of next.value) if (byte === NEWLINE) progress.rows += 1;
    tell({ ...progress });
  }
  const name = fileName(response.headers.get('content-disposition'), 'csv');
  return { name, blob: new Blob(parts, { type: response.headers.get('content-type') ?? '' }) };
}

/** The list as a file, as it is filtered and sorted. */
export function ExportDialog({ filters, what, onClose }: Props) {
  const { t } = useTranslation('calls');
  const format = useFormat();
  const common = useTranslation('common').t;
  const { message } = App.useApp();
  const mayUnmask = useCan()('phone:export');
  const [kind, setKind] = useState<'xlsx' | 'csv'>('xlsx');
  const [unmasked, setUnmasked] = useState(false);
  const [progress, setProgress] = useState<Progress>();
  const [problem, setProblem] = useState('');
  const stop = useRef<AbortController>(undefined);

  const start = async () => {
    stop.current = new AbortController();
    setProblem('');
    setProgress({ bytes: 0, rows: 0, total: 0 });
    try {
      const url = address('/api/calls/export', { ...filters, format: kind, ...(unmasked ? { unmasked: true } : {}) });
      const { name, blob } = await download(url, stop.current.signal, setProgress);
      keepFile(name, blob);
      void message.success(t('export.done', { name, bytes: format.bytes(blob.size) }));
      onClose();
    } catch (error) {
      setProgress(undefined);
      if (stop.current.signal.aborted) void message.info(t('export.stopped'));
      else setProblem(error instanceof TypeError ? t('export.cut') : (error as Error).message);
    }
  };
  const share = progress && kind === 'csv' && progress.total ? Math.min(progress.rows / progress.total, 1) : undefined;
  const close = () => {
    stop.current?.abort();
    onClose();
  };
  return (
    <Modal
      open title={t('export.title')} onCancel={close} maskClosable={!progress}
      footer={progress
        ? <Button onClick={() => stop.current?.abort()}>{t('export.stop')}</Button>
        : <><Button onClick={close}>{common('cancel')}</Button><Button type="primary" onClick={() => void start()}>{t('export.start')}</Button></>}
    >
      <p className="muted">{t('export.lead', { what })}</p>
      <p className="line-up" style={{ margin: '12px 0' }}>
        {t('export.format')}
        <Segmented value={kind} onChange={setKind} disabled={!!progress} options={[{ value: 'xlsx', label: 'Excel' }, { value: 'csv', label: 'CSV' }]} aria-label={t('export.format')} />
        {mayUnmask ? <Checkbox checked={unmasked} disabled={!!progress} onChange={(event) => setUnmasked(event.target.checked)}>{t('export.unmasked')}</Checkbox> : null}
      </p>
      {progress ? (
        <div role="status">
          <div className={styles['progress']}><i data-unknown={share === undefined} style={share === undefined ? undefined : { width: `${share * 100}%` }} /></div>
          <span className="muted">
            {progress.bytes ? t('export.bytes', { bytes: format.bytes(progress.bytes) }) : t('export.busy')}
            {share === undefined ? '' : ` · ${t('export.rows', { rows: format.number(Math.max(progress.rows, 0)), total: format.number(progress.total) })}`}
          </span>
        </div>
      ) : null}
      {problem ? <p className={styles['problem']} role="alert">{problem}</p> : null}
    </Modal>
  );
}
