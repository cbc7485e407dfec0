import { expect, test } from 'vitest';
import { type Team, unfolded, withBelow } from './search';

const team = (id: number, parent_id: number | null, depth: number): Team => ({ id, parent_id, depth, name: `t${id}`, employees: 0, employees_below: 0, created_at: '', updated_at: '' });
const TREE = [team(1, null, 1), team(2, 1, 2), team(3, 2, 3), team(4, 1, 2), team(5, null, 1)];

test('a folded team hides everything below it', () => {
  expect(unfolded(TREE, new Set([2])).map(({ id }) => id)).toEqual([1, 2, 4, 5]);
  expect(unfolded(TREE, new Set([1])).map(({ id }) => id)).toEqual([1, 5]);
});

test('a team cannot be moved to itself or below itself', () => {
  expect([...withBelow(TREE, 2)]).toEqual([2, 3]);
});
