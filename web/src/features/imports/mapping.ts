/** Which column of a table feeds which field of a call: what the reader chooses, and the mapping that the API takes. */
import type { Schemas } from '@/api/client';

export type Kind = Schemas['ImportFileShape']['kind'];
export type Seen = Schemas['ImportFileShape'];
export const FIELDS = [
  'start_time', 'duration', 'phone', 'agent_id', 'agent_name', 'task_name', 'task_id', 'grade', 'call_id', 'end_time', 'province', 'city', 'line',
  'hangup_reason', 'cost_cents', 'billed_minutes', 'recording_url', 'remark', 'customer_name', 'company',
] as const;
export type FieldName = (typeof FIELDS)[number];
/** A field's source as a mapping file says it; what the page does not show of it stays as it came. */
interface Source {
  column?: number;
  row_hash?: (number | string)[];
  scale?: number | string;
  [other: string]: unknown;
}
interface Outcome {
  column?: number;
  connected_when_duration_over?: number;
  [other: string]: unknown;
}
export interface Draft {
  fields: Record<string, Source>;
  outcome: Outcome;
  skipRows: number;
  zone: string;
  formats: string;
}
/** Columns of money hold yuan where the header does not say otherwise. */
const SCALES: Partial<Record<FieldName, number>> = { cost_cents: 100 };
const TABLES: ReadonlySet<Kind> = new Set(['csv', 'xlsx']);
export const isTable = (kind: Kind): boolean => TABLES.has(kind);
/** A text file may be any of these, whatever its first line looks like. */
export const kindsOf = (seen: Seen): readonly Kind[] => (seen.kind === 'xlsx' ? ['xlsx'] : seen.lines.length ? ['csv', 'freeswitch', 'asterisk'] : [seen.kind]);

export function draftOf(seen: Seen): Draft {
  const mapping = (seen.mapping ?? {}) as { fields?: Draft['fields']; outcome?: Outcome; file?: { skip_rows?: number }; time?: { zone?: string } };
  return { fields: mapping.fields ?? {}, outcome: mapping.outcome ?? {}, skipRows: mapping.file?.skip_rows ?? 0, zone: mapping.time?.zone ?? 'Asia/Shanghai', formats: '' };
}

/** The line with the headers, and the one below it: an example of each column. */
export function headersOf(seen: Seen, skipRows: number): { headers: string[]; sample: string[] } {
  const below = seen.lines.filter((line) => line.line > skipRows);
  return { headers: below[0]?.cells ?? [], sample: below[1]?.cells ?? [] };
}

export const columnOf = (draft: Draft, field: FieldName): number | undefined => draft.fields[field]?.column;

/** The field from another column (undefined: from none). A call without a column of ids is known by when and whom. */
export function withColumn(draft: Draft, field: FieldName, column: number | undefined): Draft {
  const { [field]: before, ...fields } = draft.fields;
  if (column === undefined) return { ...draft, fields };
  const { row_hash: _hash, ...kept } = before ?? {};
  const scale = SCALES[field];
  return { ...draft, fields: { ...fields, [field]: { ...(scale && !before ? { scale } : {}), ...kept, column } } };
}

/** The result from this column: words that nobody knows are then unknown, where otherwise nobody answered. */
export function withOutcome(draft: Draft, column: number | undefined): Draft {
  const { column: _before, ...outcome } = draft.outcome;
  return { ...draft, outcome: column === undefined ? { ...outcome, otherwise: 'no_answer' } : { ...outcome, otherwise: 'unknown', column } };
}

export type Lacking = 'start_time' | 'outcome';
/** What still has to be chosen before rows can be read as calls. */
export function lacking(draft: Draft): Lacking[] {
  const found: Lacking[] = [];
  if (columnOf(draft, 'start_time') === undefined) found.push('start_time');
  if (columnOf(draft, 'duration') === undefined && draft.outcome.column === undefined) found.push('outcome');
  return found;
}

function madeUpId(draft: Draft): Source {
  const lasting = (['start_time', 'phone'] as const).map((field) => columnOf(draft, field));
  return { row_hash: lasting.every((column) => column !== undefined) ? (lasting as number[]) : ['*'] };
}

/** The mapping as the API takes it. */
export function mappingOf(draft: Draft): Record<string, unknown> {
  const formats = draft.formats.split(/[\n;]/).map((one) => one.trim()).filter(Boolean);
  const { connected_when_duration_over: _talked, ...outcome } = draft.outcome;
  const talked = columnOf(draft, 'duration') === undefined ? {} : { connected_when_duration_over: 0 };
  return {
    ...(draft.skipRows ? { file: { skip_rows: draft.skipRows } } : {}),
    time: { zone: draft.zone, ...(formats.length ? { formats } : {}) },
    fields: { ...draft.fields, call_id: columnOf(draft, 'call_id') === undefined ? madeUpId(draft) : draft.fields['call_id'] },
    outcome: { ...outcome, ...talked },
  };
}
