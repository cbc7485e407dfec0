import type { Like } from '../like';
import type { jobs as zh } from '../zh/jobs';

export const jobs: Like<typeof zh> = {
  title: 'Jobs and schedules', tab: { jobs: 'Jobs', schedules: 'Schedules' }, one: 'Job #{{id}}', progress: '{{done}} of {{total}}', cancelling: 'Cancelling', steps: 'Steps', log: 'Log', noLog: 'Nothing logged yet',
  paused: 'Paused', unavailable: 'Source not set up', neverRun: 'Not run yet',
  state: { queued: 'Queued', running: 'Running', done: 'Done', failed: 'Failed', cancelled: 'Cancelled', skipped: 'Skipped' },
  column: { id: 'ID', title: 'Job', state: 'Status', kind: 'Type', created: 'Created', started: 'Started', finished: 'Finished', runAt: 'Earliest start', took: 'Duration', attempt: 'Attempts', by: 'Started by', error: 'Error', progress: 'Progress', trace: 'Trace ID', schedule: 'Schedule', when: 'Runs', next: 'Next run', last: 'Last job', edited: 'Last changed' },
  act: { cancel: 'Cancel job', resume: 'Resume', retry: 'Retry failed step', restart: 'Start over' },
  acted: { cancel: 'Cancellation requested', resume: 'Resumed', retry: 'Queued again, from the failed step', restart: 'Queued again, from the start' },
  cancelTitle: 'Cancel this job?', cancelText: 'Completed steps are kept; the rest will not run. You can resume it later.',
  cron: { everyMinute: 'Every minute', everyHour: 'Every hour, at minute {{minute}}', every: 'Every {{minutes}} minutes', everyBetween: 'Daily {{from}}:00–{{to}}:59, every {{minutes}} minutes', hourly: 'Daily {{from}}:00–{{to}}:59, hourly at minute {{minute}}', daily: 'Daily {{times}}', weekly: '{{days}} {{times}}', other: 'Custom', comma: ', ' },
  schedule: { run: 'Run now', pause: 'Pause', resume: 'Resume', fill: 'Backfill', edit: 'Edit timing', cron: 'Timing (minute hour day month weekday)', started: 'Started as job #{{id}}', resumed: '“{{title}}” resumed', pausedNow: '“{{title}}” paused; runs missed during the pause are not made up', edited: 'Saved; next run {{time}}' },
  fill: { from: 'From', to: 'To', start: 'Start backfill', everything: 'Include complete days (rerun all)', hint: '{{count}} days; only missing or incomplete ones run, one job per day.', hint_one: '1 day; runs only if missing or incomplete.', hintAll: '{{count}} days, one job per day, all rerun.', hintAll_one: '1 day, rerun in one job.', started: 'Backfill started: {{count}} days', started_one: 'Backfill started: 1 day', nothing: 'All selected days are complete; nothing to backfill' },
};
