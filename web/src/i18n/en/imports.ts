import type { Like } from '../like';
import type { imports as zh } from '../zh/imports';

export const imports: Like<typeof zh> = {
  title: 'Import', lead: 'Import call files exported from a dialer: CSV, Excel, and FreeSWITCH or Asterisk CDRs. A call imported twice is counted once.',
  drop: { choose: 'Choose a file', or: 'or drop it here', hint: '.csv .xlsx .txt .json .jsonl .cdr', most: 'up to {{size}}', label: 'File to import', many: 'Upload one file at a time', tooLarge: 'The file is {{size}}, above the limit of {{most}}. Split it into smaller files, or ask an administrator to raise IMPORT_MAX_MB.', empty: 'This file is empty.' },
  upload: { busy: 'Uploading {{name}}', sent: '{{sent}} / {{size}}', looking: 'Uploaded; analysing…', stop: 'Cancel upload', stopped: 'Upload cancelled' },
  file: { title: 'Analysis', kind: 'File type', before: 'A file with the same content was imported by {{by}} at {{time}} (job {{job}}). Importing it again counts nothing twice.', other: 'Choose another file' },
  kind: { csv: 'CSV table', xlsx: 'Excel workbook', freeswitch: 'FreeSWITCH CDR', asterisk: 'Asterisk CDR' },
  mapping: {
    title: 'Column mapping', lead: 'Guessed from the headers; please check. Fields marked * are required.', none: '— do not import —', madeUp: '— generate from time and number —', unnamed: 'Column {{number}}', required: 'required', either: 'choose at least one of talk time and outcome',
    skip: 'Lines above the header', zone: 'Time zone of the file', formats: 'Time format', formatsHint: 'Usually not needed. If times are not recognised, enter a format such as %d/%m/%Y %H:%M; separate several with semicolons',
    lacking: { start_time: 'Choose a column for the start time.', outcome: 'Choose a column for talk time or for outcome.' },
  },
  field: { start_time: 'Start time', duration: 'Talk time', outcome: 'Outcome', phone: 'Customer number', agent_id: 'Agent ID', agent_name: 'Agent name', task_name: 'Task name', task_id: 'Task ID', grade: 'Grade', call_id: 'Call ID', end_time: 'End time', province: 'Province', city: 'City', line: 'Line', hangup_reason: 'Hang-up reason', cost_cents: 'Cost (yuan)', billed_minutes: 'Billed minutes', recording_url: 'Recording URL', remark: 'Remark', customer_name: 'Customer name', company: 'Company' },
  preview: { title: 'Preview', read: 'Of the first {{read}} rows, {{calls}} can be imported and {{refused}} cannot be read.', whole: "Of the file's {{read}} rows, {{calls}} can be imported and {{refused}} cannot be read.", calls: 'Calls that can be imported', refusals: 'Rows that cannot be read', nothing: 'No row could be read as a call. Check the column mapping above.', column: { start: 'Start time', phone: 'Number', agent: 'Agent', task: 'Task', duration: 'Talk time', outcome: 'Outcome', grade: 'Grade', id: 'Call ID' } },
  start: { title: 'Start the import', name: 'Source name', nameHint: 'Always use the same name for the same dialer: call IDs are unique within a source. Letters, digits and . _ - : only', wrongName: 'Only letters, digits and . _ - : are allowed, up to 50 characters', button: 'Start import', hint: 'Runs in the background; you may leave this page.' },
  job: { title: 'Import of {{file}}', queued: 'Queued…', running: 'Importing…', cancel: 'Cancel import', cancelling: 'Cancelling…', resume: 'Resume import', retry: 'Try again', remap: 'Change the mapping and import again', another: 'Import another file', open: 'Job #{{id}}', calls: 'View the imported calls', kept: 'What has been imported is kept; resuming continues where it stopped and counts nothing twice.' },
  result: { title: 'Import result', new: 'New', updated: 'Updated', unchanged: 'Unchanged', not_dialled: 'Not dialled, not counted', repeated: 'Repeated in the file', refused: 'Unreadable', total: '{{rows}} rows read', source: 'Source', days: 'Call dates' },
  refusals: { title: 'Unreadable rows', first: 'Showing the first {{count}} of {{total}}.', line: 'Line', id: 'Call ID', reason: 'Reason', csv: 'Download CSV', file: 'rows-not-imported' },
  state: { queued: 'Queued', running: 'Importing', done: 'Done', failed: 'Failed', cancelled: 'Cancelled', skipped: 'Skipped' },
  recent: { title: 'My recent imports', none: 'No files imported yet.', file: 'File', source: 'Source', state: 'Status', came: 'New / updated', refused: 'Unreadable', at: 'Time' },
};
