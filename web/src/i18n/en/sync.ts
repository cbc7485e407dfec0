import type { Like } from '../like';
import type { sync as zh } from '../zh/sync';

export const sync: Like<typeof zh> = {
  title: 'Sync',
  none: 'There is no source to pull from yet.',
  toSources: 'Set up a data source', import: 'Import a file',
  track: { grade: 'Calls', task: 'Totals', both: 'Calls + totals' },
  trackHint: { grade: 'Every call record; the figures are made of them', task: "The dialer's own totals, to check against" },
  calendar: {
    title: 'Days of {{source}}', cell: '{{day}} · {{track}} · {{state}}', lastComplete: 'Last complete {{time}}', never: 'Never complete', allFine: 'All complete', open: '{{count}} days to fill', fill: 'Fill the open days', pushOnly: 'Takes pushes only; cannot be pulled from', legend: 'Legend',
  },
  day: {
    totals: 'The dialer counts {{calls}} calls in all', again: 'Pull this day again', calls: 'See its calls', ours: 'Ours', vendor: 'The dialer', difference: 'Difference', noVendor: 'The dialer has given no totals of this day yet', rows: 'The dialer counts {{vendor}} rows; {{received}} received, {{refused}} refused, {{calls}} calls stored', reason: 'Reason', checked: 'Last checked {{time}}', compare: "Against the dialer's totals", equal: 'equal',
  },
  run: {
    title: 'Runs', one: 'Run {{id}}', started: 'Started', source: 'Source', track: 'Track', type: 'Kind', days: 'Days', state: 'State', received: 'Received', fresh: 'New', updated: 'Updated', refused: 'Refused', took: 'Took', by: 'By', error: 'Error', progress: '{{done}} of {{total}} days', incomplete: '{{count}} of them incomplete', empty: 'No runs yet', finished: 'Finished', trace: 'Trace id', again: 'Pull this range again',
  },
  state: { running: 'Running', done: 'Done', incomplete: 'Incomplete', failed: 'Failed', interrupted: 'Interrupted' },
  type: { t10: 'T-10', t3: 'T-3', today: 'Today', manual: 'By hand' },
  pull: {
    button: 'Sync', title: 'Pull from the dialer', source: 'Source', allSources: 'Every source that can be pulled from', track: 'What', start: 'Start', busy: 'Syncing…', from: 'From', to: 'To', days: '{{count}} days, 366 at most', waits: 'You may close this; the sync goes on.',
    done: 'Synced: {{received}} received, {{fresh}} new, {{updated}} updated', progress: '{{day}} of {{total}} days', background: 'Go on in the background',
    only: 'Only the {{count}} days that lack something: {{days}}', begun: 'The sync has begun in the background; the runs below tell how far it is.', notAll: '{{count}} jobs of the sync did not get through', cancelled: 'The sync was cancelled.', skipped: 'The same sync is already running.', job: 'job #{{id}}', again: '{{reason}} It is tried again at {{time}}.',
  },
};
