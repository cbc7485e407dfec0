import type { Like } from '../like';
import type { jobs as zh } from '../zh/jobs';

export const jobs: Like<typeof zh> = {
  title: 'Jobs', tab: { jobs: 'Jobs', schedules: 'Schedules' }, one: 'Job #{{id}}', progress: '{{done}} of {{total}}', cancelling: 'Cancelling', steps: 'Steps', log: 'Log', noLog: 'Nothing logged yet',
  paused: 'Paused', unavailable: 'Source not set up', neverRun: 'Never run',
  state: { queued: 'Waiting', running: 'Running', done: 'Done', failed: 'Failed', cancelled: 'Cancelled', skipped: 'Skipped' },
  column: { id: 'Id', title: 'Job', state: 'State', kind: 'Kind', created: 'Created', started: 'Started', finished: 'Finished', runAt: 'Not before', took: 'Took', attempt: 'Tries', by: 'By', error: 'Error', progress: 'Progress', trace: 'Trace id', schedule: 'Schedule', when: 'When', next: 'Next run', last: 'Last job', edited: 'Last edit' },
  act: { cancel: 'Cancel the job', resume: 'Resume', retry: 'Retry from the failure', restart: 'Start over' },
  acted: { cancel: 'Cancelling was asked for', resume: 'Resumed', retry: 'Queued again, from the step that failed', restart: 'Queued again, from the start' },
  cancelTitle: 'Cancel this job?', cancelText: 'Steps that are done stay; the others are not run. It can be resumed later.',
  cron: { everyMinute: 'Every minute', everyHour: 'Every hour, at minute {{minute}}', every: 'Every {{minutes}} minutes', everyBetween: 'Daily {{from}}–{{to}} h, every {{minutes}} minutes', hourly: 'Daily {{from}}–{{to}} h, at minute {{minute}}', daily: 'Daily {{times}}', weekly: '{{days}} {{times}}', other: 'Custom', comma: ', ' },
  schedule: { run: 'Run now', pause: 'Pause', resume: 'Resume', fill: 'Back-fill', edit: 'Edit when it runs', cron: 'When (minute hour day month weekday)', started: 'Started as job #{{id}}', resumed: '“{{title}}” resumed', pausedNow: '“{{title}}” paused; what falls into the pause is not caught up', edited: 'Saved; next run {{time}}' },
  fill: { from: 'From', to: 'To', start: 'Start', everything: 'Also complete days (run all again)', hint: '{{count}} days; only the missing or incomplete ones are run, a job each.', hintAll: '{{count}} days, a job each, all run again.', started: 'Back-fill started: {{count}} days', nothing: 'Every day of the range is complete' },
};
