import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, send } from '@/api/client';
import { daysBetween, today } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { Bar, daysOf } from './RunParts';
import styles from './Sync.module.css';

/** What somebody wants to pull; the dialog lets them change it. */
export interface PullWish {
  start: string;
  end: string;
  source?: string;
}

const MOST_DAYS = 366;
const TRACKS = ['both', 'grade', 'task'] as const;

interface Props {
  wish: PullWish;
  sources: string[];
  onClose: () => void;
}

/** Pull a range now; shows how far it is, and what came of it. It goes on when the dialog is closed. */
export function PullDialog({ wish, sources, onClose }: Props) {
  const { t } = useTranslation('sync');
  const common = useTranslation('common').t;
  const format = useFormat();
  const queries = useQueryClient();
  const { notification } = App.useApp();
  const [start, setStart] = useState(wish.start);
  const [end, setEnd] = useState(wish.end);
  const [source, setSource] = useState(wish.source ?? '');
  const [track, setTrack] = useState<(typeof TRACKS)[number]>('both');
  const days = start && end ? daysBetween(start, end) : 0;
  const pull = useMutation({
    mutationFn: () => send('post', '/api/calls/sync', { body: { start_date: start, end_date: end, track, ...(source ? { source } : {}) } }),
    onSuccess: (answer) => {
      const done = answer.data;
      const counts = { received: format.number(done.total_records), fresh: format.number(done.new_count), updated: format.number(done.updated_count), refused: format.number(done.refused_count) };
      const title = t('pull.done', counts);
      if (done.complete) notification.success({ title, placement: 'bottomRight' });
      else notification.warning({ title, description: t('pull.incomplete', { days: done.incomplete_days.map((day) => format.dayShort(day)).join('、') }), placement: 'bottomRight', duration: 12 });
      onClose();
    },
    onError: (error) => notification.error({ title: t('title'), description: error.message, placement: 'bottomRight', duration: 12 }),
    onSettled: () => queries.invalidateQueries(),
  });
  const runs = useQuery({ ...read('/api/sync/runs', { params: { query: { page: 1, per_page: 5 } } }), enabled: pull.isPending, refetchInterval: 1000 });
  const running = runs.data?.data.find((run) => run.state === 'running' && run.start_date === start && run.end_date === end);
  return (
    <Modal
      open title={t('pull.title')} onCancel={onClose} width={460}
      footer={pull.isPending
        ? <Button onClick={onClose}>{t('pull.background')}</Button>
        : <><Button onClick={onClose}>{common('cancel')}</Button><Button type="primary" disabled={days < 1 || days > MOST_DAYS} onClick={() => pull.mutate()}>{t('pull.start')}</Button></>}
    >
      {pull.isPending ? (
        <div role="status">
          <Bar wide done={running?.days_done ?? 0} total={running ? daysOf(running) : days} />
          <p>{running ? t('pull.progress', { day: running.days_done, total: daysOf(running), received: format.number(running.received_rows) }) : t('pull.busy')}</p>
          <p className="muted">{t('pull.waits')}</p>
        </div>
      ) : (
        <div className={styles['form']}>
          <div className={styles['days']}>
            <label>{t('pull.from')}<input type="date" value={start} max={end || today()} onChange={(event) => setStart(event.target.value)} /></label>
            <label>{t('pull.to')}<input type="date" value={end} min={start} max={today()} onChange={(event) => setEnd(event.target.value)} /></label>
          </div>
          <p className="muted">{t('pull.days', { count: days })}</p>
          <div className="line-up">{t('pull.track')} <Segmented value={track} onChange={setTrack} options={TRACKS.map((value) => ({ value, label: t(`track.${value}`) }))} aria-label={t('pull.track')} /></div>
          <div className="line-up">
            {t('pull.source')}
            <Select style={{ minWidth: 200 }} value={source} onChange={setSource} aria-label={t('pull.source')} options={[{ value: '', label: t('pull.allSources') }, ...sources.map((value) => ({ value, label: value }))]} />
          </div>
          {pull.isError ? <p className={styles['problem']} role="alert">{pull.error.message}</p> : null}
        </div>
      )}
    </Modal>
  );
}
