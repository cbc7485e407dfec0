import { ReloadOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import { ApiError, send } from '@/api/client';
import { useFormat } from './format';
import { type Known, known, type Meta, MOST_LISTED } from './known';
import styles from './Freshness.module.css';
import { useCan } from './me';
import { Pill, type Tone } from './Pill';
import { useWrite } from './useWrite';

/** A text as long as the one that is coming. */
const SOME_NOON = '2026-01-01T12:00:00+08:00';

const TONE: Record<Known, Tone> = { incomplete: 'amber', missing: 'amber', unverified: 'grey', partial: 'blue', complete: 'green', never: 'grey' };

/** How far to trust the figures beside it: complete or not, as of when, from where. */
export function Freshness({ meta, compact }: { meta: Meta | undefined; compact?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  // its room is kept until it is known: on a telephone it takes a line, and all below would move
  if (!meta) {
    return (
      <span className={styles['coming']} data-compact={!!compact} aria-hidden="true">
        <Pill dot>{t('freshness.complete')}<span> · {compact ? format.time(SOME_NOON) : t('freshness.at', { time: format.ago(SOME_NOON, Date.parse(SOME_NOON)) })}</span></Pill>
      </span>
    );
  }
  const open = meta.incomplete_days ?? [];
  const { state, count } = known(meta);
  const details = (
    <div className={styles['details']}>
      <p>{t(`freshness.${meta.source === 'live' ? 'live' : 'cache'}`)}{meta.updated_at ? ` · ${format.moment(meta.updated_at)}` : ''}</p>
      {state === 'never' ? null : <p>{t(`freshness.${state}Hint`)}</p>}
      {open.length ? (
        <ul>
          {open.map((one) => (
            <li key={one.stat_date}>{format.day(one.stat_date)} · {t(`dayState.${one.state}`)}</li>
          ))}
        </ul>
      ) : null}
      <Link to="/sync">{t('freshness.toSync')}</Link>
    </div>
  );
  return (
    <Popover content={details} trigger={['hover', 'click']} placement="bottomLeft">
      <button type="button" className={styles['tag']} data-compact={!!compact}>
        <Pill tone={TONE[state]} dot>
          {t(`freshness.${state}`, { count, days: count < MOST_LISTED ? String(count) : `≥ ${count}` })}
          {meta.updated_at ? <span> · {compact ? format.time(meta.updated_at) : t('freshness.at', { time: format.ago(meta.updated_at) })}</span> : null}
        </Pill>
      </button>
    </Popover>
  );
}

/** Where calls come by file and push only there is nothing to pull; that is no failure. */
function withoutDialer(error: unknown): undefined {
  if (!(error instanceof ApiError) || error.code !== 'no_source') throw error;
}

/** Pulls today from the dialer where the reader may, reads everything anew, and says what came of it. */
export function RefreshButton({ meta }: { meta?: Meta | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const pulls = useCan()('call:sync');
  const refresh = useWrite({
    mutationFn: async () => {
      const done = pulls ? await send('post', '/api/calls/sync', { body: { days: 1, track: 'both' } }).catch(withoutDialer) : undefined;
      await queries.invalidateQueries();
      return done?.data;
    },
    onSuccess: (done) => {
      if (!done) {
        void message.success(t('freshness.reloaded', { time: format.moment(meta?.updated_at) }));
        return;
      }
      const counts = {
        received: format.number(done.total_records), fresh: format.number(done.new_count), updated: format.number(done.updated_count),
      };
      if (done.complete) void message.success(t('freshness.pulled', counts));
      else void message.warning(t('freshness.pulledIncomplete', counts));
    },
    onError: async (error) => {
      await queries.invalidateQueries();
      const refused = error instanceof ApiError ? error : undefined;
      void message.error([refused?.message || t('states.failed'), refused?.traceId && t('states.trace', { id: refused.traceId })].filter(Boolean).join(' · '), 6);
    },
  });
  const label = t(refresh.isPending && pulls ? 'freshness.pulling' : pulls ? 'freshness.pull' : 'freshness.reload');
  return (
    <Button
      icon={<ReloadOutlined spin={refresh.isPending} />} onClick={() => refresh.mutate()} disabled={refresh.isPending}
      aria-label={label} title={label}
    />
  );
}
