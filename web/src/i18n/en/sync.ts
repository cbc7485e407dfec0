import type { Like } from '../like';
import type { sync as zh } from '../zh/sync';

export const sync: Like<typeof zh> = {
  title: 'Sync',
  none: 'No source to sync from yet.',
  toSources: 'Set up a data source', import: 'Import a file',
  track: { grade: 'Calls', task: 'Totals', both: 'Calls + totals' },
  trackHint: { grade: 'Individual call records, from which all figures are counted', task: "The dialer's own totals, used for checking" },
  calendar: {
    title: 'Data calendar of {{source}}', cell: '{{day}} · {{track}} · {{state}}', lastComplete: 'Last complete {{time}}', never: 'Never complete', allFine: 'All complete', soFar: 'Synced days complete', open: '{{count}} days to fill', open_one: '1 day to fill', fill: 'Fill missing days', pushOnly: 'Comes by file or push; cannot be pulled', legend: 'Legend',
  },
  day: {
    totals: 'The dialer counts {{calls}} calls in total', again: 'Sync this day again', calls: "View this day's calls", ours: 'Ours', vendor: 'Dialer', difference: 'Difference', noVendor: 'The dialer has not supplied totals for this day yet', rows: 'Dialer rows {{vendor}}, received {{received}}, refused {{refused}}, calls stored {{calls}}', reason: 'Reason', checked: 'Last checked {{time}}', compare: 'Comparison with the dialer', equal: 'Equal',
  },
  run: {
    title: 'Sync runs', one: 'Sync run {{id}}', started: 'Started', source: 'Source', track: 'Track', type: 'Type', days: 'Days', state: 'Status', received: 'Received', fresh: 'New', updated: 'Updated', refused: 'Refused', took: 'Duration', by: 'Started by', error: 'Error', progress: '{{done}} of {{total}} days', incomplete: '{{count}} incomplete', empty: 'No sync runs yet', finished: 'Finished', trace: 'Trace ID', again: 'Sync this range again',
  },
  state: { running: 'Running', done: 'Done', incomplete: 'Incomplete', failed: 'Failed', interrupted: 'Interrupted' },
  type: { t10: 'T-10 backfill', t3: 'T-3 backfill', today: 'Today', manual: 'Manual' },
  pull: {
    button: 'Sync', title: 'Sync from the dialer', source: 'Source', allSources: 'All sources that can be pulled', track: 'Content', start: 'Start sync', busy: 'Syncing…', from: 'From', to: 'To', days: '{{count}} days (366 at most)', days_one: '1 day (366 at most)', waits: 'You may close this dialog; the sync continues.',
    done: 'Synced: {{received}} received, {{fresh}} new, {{updated}} updated', progress: '{{day}} of {{total}} days', background: 'Continue in the background',
    only: 'Only the {{count}} days to fill: {{days}}', only_one: 'Only the 1 day to fill: {{days}}', begun: 'The sync has started in the background; see the sync runs below for progress.', notAll: '{{count}} sync jobs did not finish', notAll_one: '1 sync job did not finish', cancelled: 'The sync was cancelled.', skipped: 'The same sync is already running.', job: 'job #{{id}}', again: '{{reason}} It will be retried automatically at {{time}}.',
  },
};
