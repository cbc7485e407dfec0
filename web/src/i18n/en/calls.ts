import type { Like } from '../like';
import type { calls as zh } from '../zh/calls';

export const calls: Like<typeof zh> = {
  title: 'Call records',
  label: 'Call records',
  exactly: '{{calls}} calls',
  about: 'about {{calls}} calls',
  filter: {
    agent: 'Agent', task: 'Task', outcome: 'Outcome', grade: 'Grade', province: 'Province', source: 'Source',
    phone: 'Whole number', phoneHint: 'Numbers are stored encrypted and can only be found whole',
    connected: 'Connected or not', all: 'All calls', yes: 'Connected', no: 'Not connected',
    seconds: 'Seconds', duration_min: 'Talk time of at least (seconds)', duration_max: 'Talk time of at most (seconds)', noGrade: 'No grade', unmapped: 'Unmapped', unknown: 'Unknown', hours: '{{from}} to {{to}}', anyTime: 'Any time',
  },
  column: {
    start: 'Started', agent: 'Agent', task: 'Task', phone: 'Number', outcome: 'Outcome', grade: 'Grade', duration: 'Talk', place: 'Place',
    recording: 'Recording', cost: 'Cost', line: 'Line', source: 'Source', remark: 'Remark', callId: 'Call id', customer: 'Customer', synced: 'Stored', end: 'Ended', raw: "The dialer's words",
    billed: 'Billed minutes', company: 'Company', notes: 'Notes', hangup: 'Hang-up reason',
  },
  derived: '(from start and talk time)',
  notAgent: 'No agent',
  sortLimit: 'Sorted by talk time the range may be 31 days at most; sorted by time instead.',
  drawer: 'Call',
  byAgent: "This agent's calls",
  byTask: "This task's calls",
  reveal: {
    button: 'Reveal', title: 'Reveal the number', reason: 'Why (for the audit log)', placeholder: 'e.g. the customer asked to be called back', confirm: 'Reveal',
    hides: 'Hidden again in {{seconds}} s', short: 'At least 2 characters', audited: 'Every reveal is written into the audit log and counts against the daily quota.',
  },
  recording: { title: 'Recording', failed: 'The recording cannot be played: it may have expired, or its host is away.', none: 'No recording' },
  export: {
    title: 'Export call records', lead: 'As filtered and sorted now: {{what}}.', format: 'Format', unmasked: 'Export whole numbers (audited)', start: 'Export', busy: 'Exporting…',
    rows: '{{rows}} of {{total}} calls written', bytes: '{{bytes}} received', done: 'Exported {{name}} ({{bytes}})', cut: 'The export broke off; the file is incomplete and was not kept.', stop: 'Stop', stopped: 'Export stopped',
    later: 'Write it in the background (for many calls)', laterHint: 'A job writes the file, and it is fetched when it is ready; you may leave the page and fetch it here later.', background: 'Go on in the background', queued: 'Queued…', fetched: 'Fetched {{name}}', fetch: 'Download', recent: 'Files that are ready',
  },
};
