import { expect, test } from 'vitest';
import { columnOf, draftOf, headersOf, kindsOf, lacking, mappingOf, type Seen, withColumn, withOutcome } from './mapping';

const seen = {
  file_id: 1, name: '四月.csv', bytes: 10, kind: 'csv', columns: ['四月'], imported_before: null,
  lines: [{ line: 1, cells: ['四月'] }, { line: 3, cells: ['拨打于', '对方', '秒'] }, { line: 4, cells: ['20/10/2026 09:00', '139', '30'] }],
  mapping: { file: { skip_rows: 2 }, time: { zone: 'UTC' }, fields: { phone: { column: 2, values: { a: 'b' } }, call_id: { row_hash: ['*'] } }, outcome: { values: { 接通: 'connected' }, otherwise: 'no_answer' } },
} as Seen;

test('what the headers told is chosen already, and what is lacking is named', () => {
  const draft = draftOf(seen);
  expect([columnOf(draft, 'phone'), columnOf(draft, 'call_id'), draft.skipRows, draft.zone]).toEqual([2, undefined, 2, 'UTC']);
  expect(lacking(draft)).toEqual(['start_time', 'outcome']);
  expect(headersOf(seen, draft.skipRows)).toEqual({ headers: ['拨打于', '对方', '秒'], sample: ['20/10/2026 09:00', '139', '30'] });
});

test('a whole mapping keeps what the page does not show, and knows a call by when and whom', () => {
  const draft = withColumn(withColumn(draftOf(seen), 'start_time', 1), 'duration', 3);
  expect(lacking(draft)).toEqual([]);
  expect(mappingOf({ ...draft, formats: '%d/%m/%Y %H:%M' })).toEqual({
    file: { skip_rows: 2 }, time: { zone: 'UTC', formats: ['%d/%m/%Y %H:%M'] },
    fields: { start_time: { column: 1 }, duration: { column: 3 }, phone: { column: 2, values: { a: 'b' } }, call_id: { row_hash: [1, 2] } },
    outcome: { values: { 接通: 'connected' }, otherwise: 'no_answer', connected_when_duration_over: 0 },
  });
});

test('a column of ids takes the place of the made-up one, and may be given up again', () => {
  const draft = withColumn(draftOf(seen), 'call_id', 3);
  expect(mappingOf(draft)['fields']).toMatchObject({ call_id: { column: 3 } });
  expect(mappingOf(withColumn(draft, 'call_id', undefined))['fields']).toMatchObject({ call_id: { row_hash: ['*'] } });
});

test('a result that is chosen by hand brings the words that are known', () => {
  const draft = withOutcome(withColumn(draftOf(seen), 'start_time', 1), 2);
  expect(lacking(draft)).toEqual([]);
  expect(mappingOf(draft)['outcome']).toEqual({ values: { 接通: 'connected' }, otherwise: 'unknown', column: 2 });
  expect(lacking(withOutcome(draft, undefined))).toEqual(['outcome']);
});

test('money that is chosen by hand is taken for yuan', () => {
  expect(withColumn(draftOf(seen), 'cost_cents', 3).fields['cost_cents']).toEqual({ scale: 100, column: 3 });
});

test('a text file may be of another kind than it looks, a workbook not', () => {
  expect(kindsOf(seen)).toEqual(['csv', 'freeswitch', 'asterisk']);
  expect(kindsOf({ ...seen, kind: 'xlsx' })).toEqual(['xlsx']);
  expect(kindsOf({ ...seen, kind: 'freeswitch', lines: [] })).toEqual(['freeswitch']);
});
