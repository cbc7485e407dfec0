import type { Like } from '../like';
import type { alerts as zh } from '../zh/alerts';

export const alerts: Like<typeof zh> = {
  title: 'Alerts', tab: { open: 'Open', history: 'All', rules: 'Rules' }, one: 'Alert #{{id}}', count: '{{count}} open', none: 'All is well: nothing is open', noHistory: 'There has been no alert yet',
  severity: { info: 'Info', warning: 'Warning', critical: 'Critical' }, state: { open: 'Open', resolved: 'Over' },
  column: { severity: 'Severity', title: 'Alert', summary: 'What happened', source: 'Source', opened: 'Since', lasted: 'Lasted', state: 'State', resolved: 'Over', seen: 'Last looked at', acknowledged: 'Acknowledged', note: 'Note' },
  filter: { severity: 'Severity', rule: 'Rule', source: 'Source', acknowledged: 'Acknowledged?', yes: 'Acknowledged', no: 'Not acknowledged' },
  ack: 'Acknowledge', ackMany: 'Acknowledge chosen ({{count}})', ackTitle: 'Acknowledge {{count}} alerts', note: 'Note (optional)', noteHint: 'Such as: the vendor knows, expected back at 15:00', ackText: 'It says that somebody is at it. The alert stays until it is over.', acked: '{{count}} acknowledged', ackedBy: 'Acknowledged by {{name}}, {{time}}', pick: 'Choose', pickAll: 'Choose all on this page', unseen: 'Not acknowledged',
  go: { sync: 'Open the sync calendar', day: 'Open the sync of that day', reconciliation: 'Open the reconciliation of that day', calls: 'Open the calls of that time', jobs: 'Open the jobs', schedules: 'Open the schedules' },
  repair: { act: 'Recount and repair', done: 'Counted anew from the calls and repaired; the alert is about to be over', failed: 'It was not repaired: see Jobs for the reason' },
  deliveries: 'Messages', noDeliveries: 'Told over no channel: none takes alerts of this kind.', toChannels: 'Set up channels',
  delivery: { held: 'Held: quiet hours', queued: 'Waiting to be sent', sent: 'Sent', failed: 'Failed', merged: 'Went out in a digest' },
  rule: { on: 'Switch on “{{title}}”', threshold: 'Threshold', severity: 'Severity', save: 'Save', saved: '“{{title}}” is saved and in force within a minute', usual: 'Usually {{value}}', by: 'Changed by {{name}}, {{time}}', offText: 'Switched off it is not looked at, and its open alerts end.', hint: 'Looked at every minute, and as soon as a sync ends.' },
};
