import { App } from 'antd';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { address, type Query, send } from '@/api/client';
import { keepFile } from '@/shared/csv';
import { download } from '@/shared/download';
import { useFormat } from '@/shared/format';
import { useJob } from '@/shared/useJob';
import { useWrite } from '@/shared/useWrite';
import { type Progress, streamed } from './streamed';

export type Filters = Query<'/api/calls'>;
export interface Wish {
  filters: Filters;
  format: 'csv' | 'xlsx';
  unmasked: boolean;
}
const NOTHING: Progress = { bytes: 0, rows: 0, total: 0 };
export const fileOf = (job: number): string => `/api/calls/exports/${job}`;

/** A small file comes at once; a large one is written by a job, which is followed, and fetched when it is whole. */
export function useExport(onDone: () => void) {
  const { t } = useTranslation('calls');
  const format = useFormat();
  const { message } = App.useApp();
  const [progress, setProgress] = useState<Progress>();
  const [problem, setProblem] = useState('');
  const [job, setJob] = useState<number>();
  const stop = useRef<AbortController>(undefined);

  const now = async ({ filters, format: kind, unmasked }: Wish) => {
    const control = new AbortController();
    stop.current = control;
    setProblem('');
    setProgress(NOTHING);
    try {
      const url = address('/api/calls/export', { ...filters, format: kind, ...(unmasked ? { unmasked: true } : {}) });
      const { name, blob } = await streamed(url, control.signal, setProgress);
      keepFile(name, blob);
      void message.success(t('export.done', { name, bytes: format.bytes(blob.size) }));
      onDone();
    } catch (error) {
      if (control.signal.aborted) void message.info(t('export.stopped'));
      else setProblem(error instanceof TypeError ? t('export.cut') : (error as Error).message);
    } finally {
      setProgress(undefined);
    }
  };
  const later = useWrite({
    mutationFn: ({ filters, format: kind, unmasked }: Wish) => send('post', '/api/calls/exports', { params: { query: { ...filters, format: kind, unmasked } } }),
    onMutate: () => setProblem(''),
    onSuccess: ({ data }) => setJob(data.job_id),
    onError: (error) => setProblem(error.message),
  });
  const over = useCallback((state: string) => {
    const made = job;
    setJob(undefined);
    if (state !== 'done' || made === undefined) return;
    download(fileOf(made), {}, 'calls').then((name) => message.success(t('export.fetched', { name })), (error: Error) => message.error(error.message));
    onDone();
  }, [job, message, t, onDone]);
  const followed = useJob(job, over);
  const why = followed.job && !followed.running && followed.job.state !== 'done' ? followed.job.error?.message ?? t('export.stopped') : '';
  const cancel = () => {
    if (job === undefined) stop.current?.abort();
    else void send('post', '/api/jobs/{job_id}/cancel', { params: { path: { job_id: job } } }).catch((error: Error) => message.error(error.message));
  };
  return {
    now, later: later.mutate, cancel, progress, job: job === undefined ? undefined : followed.job, problem: problem || why,
    busy: progress !== undefined || later.isPending || job !== undefined, waiting: later.isPending || job !== undefined,
  };
}
