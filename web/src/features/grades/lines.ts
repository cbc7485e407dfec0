/** Calls by grade category, as lines of a chart or a table. */
import type { Schemas } from '@/api/client';
import { addDays, weekdayOf } from '@/shared/days';
import { CATEGORIES, type Category, categoryOf } from '@/shared/gradeCategories';

export type GradeRow = Schemas['GradeRow'];
type Explored = Schemas['Explored'];
/** Calls that reached nobody, or of which nobody said anything. */
const SILENT: ReadonlySet<Category> = new Set(['not_reached', 'none']);
export const TELLING = CATEGORIES.filter((category) => !SILENT.has(category));

/** Their colours in a chart. */
export const SERIES: Record<Category, number> = {
  success: 1, follow_up: 0, open: 2, invalid: 3, unmapped: 4, not_reached: 5, none: 5,
};

export type Book = Map<string, Category>;
export const bookOf = (rows: readonly GradeRow[]): Book => new Map(rows.flatMap((row) => (row.code ? [[row.code, categoryOf(row.code, row.category)] as const] : [])));
const inBook = (book: Book, code: unknown): Category => (typeof code === 'string' && code ? book.get(code) ?? 'unmapped' : 'none');
/** As the list's filter names them. */
export const codesOf = (rows: readonly GradeRow[], category: Category): string[] =>
  rows.filter((row) => categoryOf(row.code, row.category) === category).map((row) => row.code ?? 'none');

export type Counts = Record<Category, number>;
export const noCounts = (): Counts => ({ success: 0, follow_up: 0, open: 0, invalid: 0, not_reached: 0, unmapped: 0, none: 0 });
export const weekOf = (day: string): string => addDays(day, -weekdayOf(day));

export interface Line {
  key: string;
  source: string | null;
  label: string;
  counts: Counts;
  total: number;
}

/** Rows of `X × grade` as one line for each X, in the order in which they come. */
export function linesOf(explored: Explored, book: Book, nameOf: (key: string) => string = (key) => key): Line[] {
  const lines = new Map<string, Line>();
  for (const row of explored.rows) {
    const key = nameOf(String(row.keys[0] ?? ''));
    const id = `${row.source ?? ''}:${key}`;
    const line = lines.get(id) ?? { key, source: row.source, label: row.labels[0] ?? key, counts: noCounts(), total: 0 };
    const calls = row.values[0] ?? 0;
    line.counts[inBook(book, row.keys[1])] += calls;
    line.total += calls;
    lines.set(id, line);
  }
  return [...lines.values()];
}
