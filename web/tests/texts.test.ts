import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { en } from '@/i18n/en';
import { zh } from '@/i18n/zh';

const ROOT = join(process.cwd(), 'src');
const sources = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('i18n/') && !name.includes('generated') && !/\.(test|gen)\./.test(name))
  .map((name) => ({ name, text: readFileSync(join(ROOT, name), 'utf8') }));
const code = sources.map((source) => source.text).join('\n');

function keysOf(texts: object, above = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${above}${key}`, value]] : keysOf(value as object, `${above}${key}.`));
}

const slots = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
/** A key is asked for by its name, or by a template whose fixed beginning it has: t(`outcome.${outcome}`). */
const asked = (key: string) =>
  [`'${key}'`, `"${key}"`].some((quoted) => code.includes(quoted)) ||
  key.split('.').slice(0, -1).some((_, index, parts) => code.includes(`\`${parts.slice(0, index + 1).join('.')}.\${`)) ||
  [...code.matchAll(/'([\w.]+)'/g)].some((match) => match[1] === key);

test('every text of every feature is asked for somewhere', () => {
  const { common: _vocabulary, ...features } = zh; // words that any page may need
  const unused = Object.entries(features).flatMap(([space, texts]) => keysOf(texts).filter(([key]) => !asked(key)).map(([key]) => `${space}:${key}`));
  expect(unused).toEqual([]);
});

test('English has the same keys, with the same slots', () => {
  const english = new Map(keysOf(en));
  const chinese = keysOf(zh);
  expect(chinese.filter(([key]) => !english.has(key))).toEqual([]);
  expect(chinese.filter(([key, text]) => String(slots(text)) !== String(slots(english.get(key) ?? '')))).toEqual([]);
});

test('English counts one in the singular', () => {
  const english = new Map(keysOf(en));
  const plural = /\{\{count\}\} (?:\w+ )?(?:days|users|agents|sessions|devices|alerts|rules|recipients|jobs|changes)\b/;
  expect(keysOf(en).filter(([key, text]) => plural.test(text) && ![`${key}_one`, `${key}One`].some((one) => english.has(one))).map(([key]) => key)).toEqual([]);
});

test('no sentence for people stands in the code', () => {
  const found = sources.flatMap(({ name, text }) =>
    text.split('\n').flatMap((line, index) => {
      const bare = line.replace(/\/\/.*$|\/?\*.*$/g, '');
      return /[\u4e00-\u9fff]/.test(bare) && !/keywords|LANGUAGES|WEEKDAYS|\['?周|item\(/.test(bare) && !name.endsWith('format.ts') ? [`${name}:${index + 1}`] : [];
    }));
  expect(found).toEqual([]);
});

test('Chinese has the punctuation of Chinese', () => {
  const half = keysOf(zh).filter(([, text]) => /[\u4e00-\u9fff”）}][,;?!(]|[\u4e00-\u9fff]:/.test(text));
  expect(half).toEqual([]);
});
