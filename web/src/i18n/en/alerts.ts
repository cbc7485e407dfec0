import type { Like } from '../like';
import type { alerts as zh } from '../zh/alerts';

export const alerts: Like<typeof zh> = {
  title: 'Alerts', tab: { open: 'Open', history: 'All', rules: 'Rules' }, one: 'Alert #{{id}}', count: '{{count}} open', none: 'All clear: no open alerts', noHistory: 'No alerts so far',
  severity: { info: 'Info', warning: 'Warning', critical: 'Critical' }, state: { open: 'Open', resolved: 'Resolved' },
  column: { severity: 'Severity', title: 'Alert', summary: 'What happened', source: 'Source', opened: 'Opened', lasted: 'Duration', state: 'Status', resolved: 'Resolved', seen: 'Last checked', acknowledged: 'Acknowledged', note: 'Note' },
  filter: { severity: 'Severity', rule: 'Rule', source: 'Source', acknowledged: 'Acknowledgement', yes: 'Acknowledged', no: 'Not acknowledged' },
  ack: 'Acknowledge', ackMany: 'Acknowledge selected ({{count}})', ackTitle: 'Acknowledge {{count}} alerts', ackTitle_one: 'Acknowledge 1 alert', note: 'Note (optional)', noteHint: 'e.g. vendor contacted, fix expected by 15:00', ackText: 'Acknowledging tells others that somebody is on it. The alert stays open until the problem is resolved.', acked: '{{count}} alerts acknowledged', acked_one: '1 alert acknowledged', ackedBy: 'Acknowledged by {{name}}, {{time}}', pick: 'Select', pickAll: 'Select all on this page', unseen: 'Not acknowledged',
  go: { sync: 'View the sync calendar', day: "View that day's sync", reconciliation: "View that day's reconciliation", calls: 'View the calls of that period', jobs: 'View background jobs', schedules: 'View schedules' },
  repair: { act: 'Recount and repair', done: 'Recounted from the call records and repaired; the alert will resolve shortly', failed: 'The repair did not succeed. See Jobs for the reason.' },
  deliveries: 'Notifications', noDeliveries: 'Not sent to any channel: none accepts alerts of this kind.', toChannels: 'Set up channels',
  delivery: { held: 'Held: quiet hours', queued: 'Waiting to be sent', sent: 'Sent', failed: 'Failed', merged: 'Merged into a digest', cancelled: 'Cancelled' },
  rule: { on: 'Enable “{{title}}”', threshold: 'Threshold', severity: 'Severity', save: 'Save', saved: '“{{title}}” saved; it takes effect within a minute', usual: 'Default {{value}}', by: 'Changed by {{name}}, {{time}}', offText: 'While disabled the rule is not checked, and its open alerts are closed.', hint: 'Rules are checked every minute, and right after each sync.' },
};
