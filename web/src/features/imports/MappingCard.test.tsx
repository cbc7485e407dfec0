import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { draftOf, mappingOf, type Seen } from './mapping';
import { MappingCard } from './MappingCard';

const seen = {
  file_id: 1, name: '四月.csv', bytes: 10, kind: 'csv', columns: [], imported_before: null,
  lines: [{ line: 1, cells: ['四月外呼', '', ''] }, { line: 2, cells: ['拨打于', '手机号', ''] }, { line: 3, cells: ['20/10/2026 09:00', '13900000001', '30'] }],
  mapping: { file: { skip_rows: 1 }, time: { zone: 'UTC' }, fields: { phone: { column: 2 } }, outcome: { values: {}, otherwise: 'no_answer' } },
} as Seen;

function Card() {
  const [draft, setDraft] = useState(() => draftOf(seen));
  return <><MappingCard seen={seen} draft={draft} onDraft={setDraft} /><output>{JSON.stringify(mappingOf(draft))}</output></>;
}
const told = () => JSON.parse(screen.getByRole('status').textContent ?? '') as Record<string, unknown>;
const field = (name: RegExp | string) => screen.getByRole('combobox', { name });

test('what was guessed is chosen, with an example beside it, and what is required is marked', () => {
  render(<Card />);
  expect(field('Customer number')).toHaveDisplayValue('手机号');
  expect(screen.getByText('13900000001')).toBeInTheDocument();
  expect(field(/^Start time \*/)).toHaveDisplayValue('— do not import —');
  expect(field('Call ID')).toHaveDisplayValue('— generate from time and number —');
});

test('columns are chosen by the keyboard, and one without a header by its place', async () => {
  render(<Card />);
  await userEvent.selectOptions(field(/^Start/), '拨打于');
  await userEvent.selectOptions(field(/^Talk time/), 'Column 3');
  expect(told()['fields']).toEqual({ phone: { column: 2 }, start_time: { column: 1 }, duration: { column: 3 }, call_id: { row_hash: [1, 2] } });
  await userEvent.selectOptions(field('Customer number'), '— do not import —');
  expect(told()['fields']).not.toHaveProperty('phone');
});

test('formats, zone and the lines above the headers go into the mapping', async () => {
  render(<Card />);
  await userEvent.type(screen.getByLabelText('Time format'), '%d/%m/%Y %H:%M; %d/%m/%Y');
  await userEvent.selectOptions(field('Time zone of the file'), 'Asia/Shanghai');
  expect(told()['time']).toEqual({ zone: 'Asia/Shanghai', formats: ['%d/%m/%Y %H:%M', '%d/%m/%Y'] });
  await userEvent.clear(screen.getByLabelText('Lines above the header'));
  await userEvent.type(screen.getByLabelText('Lines above the header'), '0');
  expect(told()).not.toHaveProperty('file');
});
