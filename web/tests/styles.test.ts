import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(process.cwd(), 'src');
const sheets = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css'));
/** What came after Chromium 109, and what Vite cannot put in older words because it depends on variables. */
const LATER = /color-mix\(|light-dark\(|oklch\(|oklab\(|lch\(|rgb\(from |@starting-style|@scope|anchor-name|field-sizing|interpolate-size|animation-timeline|:popover-open|subgrid|\bcalc-size\(/;

test('no stylesheet asks for what the oldest browser that we name does not know', () => {
  expect(sheets.length).toBeGreaterThan(20);
  expect(sheets.filter((name) => LATER.test(readFileSync(join(ROOT, name), 'utf8')))).toEqual([]);
});
