import type { Like } from '../like';
import type { reconciliation as zh } from '../zh/reconciliation';

export const reconciliation: Like<typeof zh> = {
  title: 'Reconciliation',
  source: 'Source', date: 'Day', verdict: 'Verdict', ours: '{{metric}}', vendor: 'Dialer', vendorOf: 'Dialer: {{metric}}', difference: 'Diff.', differenceTip: "Ours minus the dialer's. The “deviation” on the Overview and Daily pages runs the other way: the dialer's minus ours.", differenceOf: '{{metric}} difference', vendorAt: 'Totals as of',
  equal: 'Equal', noVendor: 'The dialer has not supplied totals for this day yet', onlyDiffering: 'Differences only', onlyDifferingLines: 'Differences only', shown: '{{count}} of {{total}} days',
  allEqual: 'Every day of the range matches the dialer', none: 'Nothing to reconcile in this range',
  kind: { equal: 'Equal', differing: 'Differs', silent: 'No totals' },
  standing: { label: 'Days by reconciliation result', equal: 'matching', differing: 'differing', silent: 'without dialer totals' },
  day: {
    total: "The day's totals", ours: 'Ours', accounts: 'By account', tasks: 'By task', side: 'Compare by', asked: 'Dialer totals as of {{time}}', states: 'calls: {{grade}}, totals: {{task}}',
    linesEqual: 'Every line matches', noLines: 'The dialer supplied no breakdown', unattributed: "Part of the dialer's totals not covered by any line: {{calls}} calls, {{connected}} connected, {{orders}} orders",
  },
  pull: { again: 'Sync this day again', waiting: 'Queued…', running: 'Syncing…', done: '{{day}} synced again; differences recalculated', failed: 'The sync failed', cancelled: 'The sync was cancelled', skipped: 'This day is already being synced; not started again' },
};
