import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import { type Schemas, send } from '@/api/client';
import type { Range } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { useCan } from '@/shared/me';
import { isOver, type Job, useJobs } from '@/shared/useJobs';
import { useWrite } from '@/shared/useWrite';

export type Track = 'both' | 'grade' | 'task';
export interface Order {
  /** A job each, and one each source. */
  spans: Range[];
  source: string | undefined;
  track: Track;
}
const NONE: number[] = [];
/** The jobs begun in this tab whose end has not been told yet: another page, or the tab read anew, does not lose them. */
const useBegun = create<{ ids: number[] }>()(persist(() => ({ ids: NONE }), { name: 'leadline.pull', storage: createJSONStorage(() => sessionStorage) }));
const forget = () => useBegun.setState({ ids: NONE });
const sum = (jobs: readonly Job[], name: 'records' | 'new' | 'updated') => jobs.reduce((total, job) => total + Number(job.result?.[name] ?? 0), 0);

/** Pulls in the background: starts the jobs, follows them, and says what came when the last one is over. */
export function usePull(onOver: () => void) {
  const { t } = useTranslation('sync');
  const format = useFormat();
  const queries = useQueryClient();
  const { notification } = App.useApp();
  const follows = useCan()('job:read');
  const ids = useBegun((begun) => begun.ids);
  const { jobs, gone } = useJobs(follows ? ids : NONE);
  const start = useWrite({
    mutationFn: async ({ spans, source, track }: Order) => {
      for (const { start: start_date, end: end_date } of spans) {
        const { data } = await send('post', '/api/calls/sync', { params: { query: { async: true } }, body: { start_date, end_date, track, ...(source ? { source } : {}) } });
        const begun = data as unknown as Schemas['JobsStarted']; // the answer of a 202
        useBegun.setState((before) => ({ ids: [...before.ids, ...begun.job_ids] }));
      }
    },
    onMutate: forget,
    onSuccess: () => {
      if (follows) return;
      forget();
      notification.info({ title: t('pull.begun'), placement: 'bottomRight' });
      onOver();
    },
    onSettled: () => queries.invalidateQueries(),
  });
  const over = jobs.length > 0 && jobs.length === ids.length && !start.isPending && jobs.every(isOver);
  useEffect(() => {
    if (gone) forget(); // somebody else is signed in, or the history was cleared
    if (gone || !over) return;
    forget();
    const failed = jobs.filter((job) => job.state !== 'done');
    const title = t('pull.done', { received: format.number(sum(jobs, 'records')), fresh: format.number(sum(jobs, 'new')), updated: format.number(sum(jobs, 'updated')) });
    if (failed.length) {
      const reasons = [...new Set(failed.map((job) => job.error?.message ?? t(`pull.${job.state === 'skipped' ? 'skipped' : 'cancelled'}`)))];
      notification.warning({ title: t('pull.notAll', { count: failed.length }), description: reasons.join(' '), placement: 'bottomRight', duration: 12 });
    } else notification.success({ title, placement: 'bottomRight' });
    onOver();
    void queries.invalidateQueries();
  }, [over, gone, jobs, t, format, queries, notification, onOver]);
  return { start: start.mutate, starting: start.isPending, error: start.error, jobs, running: follows && ids.length > 0 && !over };
}

export type Pull = ReturnType<typeof usePull>;
