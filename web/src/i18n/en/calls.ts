import type { Like } from '../like';
import type { calls as zh } from '../zh/calls';

export const calls: Like<typeof zh> = {
  title: 'Call records',
  label: 'Call records',
  exactly: '{{calls}} calls',
  about: 'about {{calls}} calls',
  filter: {
    agent: 'Agent', task: 'Task', outcome: 'Outcome', grade: 'Grade', province: 'Province', source: 'Source',
    phone: 'Full number', phoneHint: 'Numbers are stored encrypted, so only a full number can be found',
    connected: 'Connected or not', all: 'All calls', yes: 'Connected', no: 'Not connected',
    seconds: 'Talk time', duration_min: 'Talk time at least (seconds)', duration_max: 'Talk time at most (seconds)', noGrade: 'No grade', unmapped: 'Unmapped', unknown: 'Unknown', hours: '{{from}} to {{to}}', anyTime: 'Clear the hours',
  },
  column: {
    start: 'Start time', agent: 'Agent', task: 'Task', phone: 'Number', outcome: 'Outcome', grade: 'Grade', duration: 'Talk time', place: 'Region',
    recording: 'Recording', cost: 'Cost', line: 'Line', source: 'Source', remark: 'Remark', callId: 'Call ID', customer: 'Customer', synced: 'Stored at', end: 'End time', raw: "Dialer's original",
    billed: 'Billed minutes', company: 'Company', notes: 'Notes', hangup: 'Hang-up reason',
  },
  derived: '(derived from start and talk time)',
  notAgent: 'No agent',
  sortLimit: 'Sorting by talk time works for up to 31 days; sorted by time instead.',
  drawer: 'Call details',
  byAgent: 'Calls by this agent',
  byTask: 'Calls in this task',
  reveal: {
    button: 'Reveal number', title: 'Reveal the full number', reason: 'Reason (recorded in the audit log)', placeholder: 'e.g. the customer asked to be called back', confirm: 'Reveal',
    hides: 'Hidden again in {{seconds}} s', short: 'Enter at least 2 characters', audited: 'Every reveal is recorded in the audit log and counts towards your daily quota.',
  },
  recording: { title: 'Recording', failed: 'The recording cannot be played: it may have expired, or the recording server cannot be reached.', none: 'No recording' },
  export: {
    title: 'Export call records', lead: 'With the current filters and sorting: {{what}}.', format: 'Format', unmasked: 'Export full numbers (audited)', start: 'Start export', busy: 'Exporting…',
    rows: '{{rows}} of {{total}} calls written', bytes: '{{bytes}} received', done: 'Exported {{name}} ({{bytes}})', cut: 'The export was interrupted. The file was incomplete and has not been saved.', stop: 'Stop', stopped: 'Export stopped',
    later: 'Generate in the background (for large exports)', laterHint: 'A job writes the file, and it downloads when ready. You may leave this page and collect it here later.', background: 'Continue in the background', queued: 'Queued…', fetched: 'Downloaded {{name}}', fetch: 'Download', recent: 'Files ready to download',
  },
};
