import type { Like } from '../like';
import type { imports as zh } from '../zh/imports';

export const imports: Like<typeof zh> = {
  title: 'Import', lead: 'Bring in files of calls that a dialer has exported: CSV, Excel, and the records of FreeSWITCH and Asterisk. A call that comes twice is counted once.',
  drop: { choose: 'Choose a file', or: 'or drop it here', hint: '.csv .xlsx .txt .json .jsonl .cdr', most: 'up to {{size}}', label: 'The file to import', many: 'One file at a time', tooLarge: 'The file has {{size}}; the limit is {{most}}. Split it, or ask an administrator to raise IMPORT_MAX_MB.', empty: 'This file is empty.' },
  upload: { busy: 'Uploading {{name}}', sent: '{{sent}} / {{size}}', looking: 'Uploaded; looking at it…', stop: 'Stop', stopped: 'The upload was stopped' },
  file: { title: 'What was found', kind: 'Kind', before: 'The same content was imported by {{by}} at {{time}} (job {{job}}). Importing it again counts nothing twice.', other: 'Another file' },
  kind: { csv: 'CSV table', xlsx: 'Excel workbook', freeswitch: 'FreeSWITCH records', asterisk: 'Asterisk records' },
  mapping: {
    title: 'What the columns mean', lead: 'Guessed by the headers; please check. Fields with * are required.', none: '— leave out —', madeUp: '— made of time and number —', unnamed: 'Column {{number}}', required: 'required', either: 'at least one of length and result',
    skip: 'Lines above the headers', zone: 'Zone of the times in the file', formats: 'Time format', formatsHint: 'Usually not needed. Where times are not understood, such as %d/%m/%Y %H:%M; several with semicolons',
    lacking: { start_time: 'No column is chosen for the start yet.', outcome: 'Choose a column for the length or for the result.' },
  },
  field: { start_time: 'Start', duration: 'Talk time', outcome: 'Result', phone: 'Number called', agent_id: 'Agent id', agent_name: 'Agent name', task_name: 'Task name', task_id: 'Task id', grade: 'Grade', call_id: 'Call id', end_time: 'End', province: 'Province', city: 'City', line: 'Line', hangup_reason: 'Hang-up reason', cost_cents: 'Cost (yuan)', billed_minutes: 'Billed minutes', recording_url: 'Recording', remark: 'Remark', customer_name: 'Customer', company: 'Company' },
  preview: { title: 'Preview', read: 'Of the first {{read}} rows {{calls}} can be imported, {{refused}} cannot be read.', whole: 'Of the file’s {{read}} rows {{calls}} can be imported, {{refused}} cannot be read.', calls: 'Calls that can be imported', refusals: 'Rows that cannot be read', nothing: 'Not one row reads as a call. Check the columns above.', column: { start: 'Start', phone: 'Number', agent: 'Agent', task: 'Task', duration: 'Talk time', outcome: 'Result', grade: 'Grade', id: 'Call id' } },
  start: { title: 'Import', name: 'Name of the source', nameHint: 'Use one name for one dialer: call ids are unique within it. Letters, digits and . _ - : only', wrongName: 'Letters, digits and . _ - : only, up to 50', button: 'Import', hint: 'It goes on in the background; you may leave.' },
  job: { title: 'Import of {{file}}', queued: 'Waiting…', running: 'Importing…', cancel: 'Cancel', cancelling: 'Cancelling…', resume: 'Go on', retry: 'Try again', remap: 'Change the columns and import again', another: 'Import another file', open: 'Job #{{id}}', calls: 'See the calls', kept: 'What was imported stays; going on begins where it stopped and counts nothing twice.' },
  result: { title: 'What came of it', new: 'New', updated: 'Updated', unchanged: 'Unchanged', not_dialled: 'Not dialled, left out', repeated: 'Twice in the file', refused: 'Not readable', total: '{{rows}} rows in all', source: 'Source', days: 'Days of the calls' },
  refusals: { title: 'Rows that could not be read', first: 'The first {{count}} of {{total}} are listed.', line: 'Line', id: 'Call id', reason: 'Reason', csv: 'CSV', file: 'rows-not-imported' },
  state: { queued: 'Waiting', running: 'At work', done: 'Done', failed: 'Failed', cancelled: 'Cancelled', skipped: 'Skipped' },
  recent: { title: 'My last imports', none: 'No file has been imported yet.', file: 'File', source: 'Source', state: 'State', came: 'New / updated', refused: 'Not readable', at: 'When' },
};
