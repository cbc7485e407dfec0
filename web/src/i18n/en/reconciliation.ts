import type { Like } from '../like';
import type { reconciliation as zh } from '../zh/reconciliation';

export const reconciliation: Like<typeof zh> = {
  title: 'Reconciliation',
  source: 'Source', date: 'Day', verdict: 'Verdict', ours: '{{metric}}', vendor: 'Dialer', vendorOf: 'Dialer: {{metric}}', difference: 'Diff.', differenceTip: 'Ours minus the dialer\'s. The deviation of the overview and of day by day is the dialer\'s minus ours.', differenceOf: '{{metric}}: difference', vendorAt: 'Totals as of',
  equal: 'equal', noVendor: 'The dialer has given no totals of this day yet', onlyDiffering: 'Only differing days', onlyDifferingLines: 'Only differing', shown: '{{count}} of {{total}} days',
  allEqual: 'Every day of the range agrees with the dialer', none: 'Nothing to reconcile in this range',
  kind: { equal: 'Equal', differing: 'Differs', silent: 'No totals' },
  standing: { label: 'Outcome', equal: 'days agree', differing: 'days differ', silent: 'days without totals' },
  day: {
    total: "The day's totals", ours: 'Ours', accounts: 'By account', tasks: 'By task', side: 'By what', asked: 'Totals as of {{time}}', states: 'calls: {{grade}}, totals: {{task}}',
    linesEqual: 'Every line agrees', noLines: 'The dialer gave no lines', unattributed: "Of the dialer's total no line explains: {{calls}} calls, {{connected}} connected, {{orders}} orders",
  },
  pull: { again: 'Pull this day again', waiting: 'Waiting…', running: 'Pulling…', done: '{{day}} was pulled again and compared anew', failed: 'The pull failed', cancelled: 'The pull was cancelled', skipped: 'The day is being pulled already' },
};
