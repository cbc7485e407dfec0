import type { Schemas } from '@/api/client';
import type { Tone } from '@/shared/Pill';

export type Job = Schemas['JobShape'];
export type State = Job['state'];
export const STATES = ['queued', 'running', 'done', 'failed', 'cancelled', 'skipped'] as const;
export const TONES: Record<State, Tone> = { queued: 'grey', running: 'blue', done: 'green', failed: 'red', cancelled: 'amber', skipped: 'grey' };
export const LIVE: ReadonlySet<State> = new Set(['queued', 'running']);
export const secondsOf = (job: Job): number | null =>
  job.started_at ? (Date.parse(job.finished_at ?? job.heartbeat_at ?? job.started_at) - Date.parse(job.started_at)) / 1000 : null;

/** A cron expression of the usual kinds, taken apart for words; undefined where it is too particular. */
export type CronWords =
  | { kind: 'everyMinutes'; minutes: number; from: number | undefined; to: number | undefined }
  | { kind: 'hourly'; minute: string; from: number | undefined; to: number | undefined }
  | { kind: 'daily'; times: string[] }
  | { kind: 'weekly'; times: string[]; days: number[] };
const two = (value: string) => value.padStart(2, '0');
const isList = (value: string) => /^\d+(,\d+)*$/.test(value);

export function cronWords(cron: string): CronWords | undefined {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = cron.trim().split(/\s+/);
  if (day !== '*' || month !== '*') return undefined;
  const stepped = /^(?:\*|(\d+)-59)\/(\d+)$/.exec(minute);
  const step = minute === '*' ? 1 : Number(stepped?.[2]);
  const every = Number(stepped?.[1] ?? 0) < step ? step : undefined; // 4-59/10 is every ten minutes as well
  const between = /^(\d+)-(\d+)$/.exec(hour);
  if (every && weekday === '*' && (hour === '*' || between)) {
    return { kind: 'everyMinutes', minutes: every, from: between ? Number(between[1]) : undefined, to: between ? Number(between[2]) : undefined };
  }
  if ((hour === '*' || between) && /^\d+$/.test(minute) && weekday === '*') {
    return { kind: 'hourly', minute: two(minute), from: between ? Number(between[1]) : undefined, to: between ? Number(between[2]) : undefined };
  }
  if (!/^\d+$/.test(minute) || !isList(hour)) return undefined;
  const times = hour.split(',').map((one) => `${two(one)}:${two(minute)}`);
  if (weekday === '*') return { kind: 'daily', times };
  return isList(weekday) ? { kind: 'weekly', times, days: weekday.split(',').map((one) => (Number(one) + 6) % 7) } : undefined;
}
