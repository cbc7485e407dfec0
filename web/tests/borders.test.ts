import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(process.cwd(), 'src');
/** Who may know whom: each layer itself and those after it. */
const ALLOWED: Record<string, string[]> = {
  routes: ['app', 'features', 'shared', 'api', 'i18n'],
  app: ['shared', 'api', 'i18n', 'theme'],
  features: ['shared', 'api', 'i18n', 'theme'],
  shared: ['api', 'i18n', 'theme'],
  i18n: ['api', 'shared'],
  theme: ['shared'],
  api: [],
};

const violations = (name: string, text: string): string[] => {
  const [layer = '', feature = ''] = name.split('/');
  return [...text.matchAll(/(?:from|import\()\s*'@\/([\w-]+)(?:\/([\w-]+))?/g)].flatMap((match) => {
    const [, target = '', below = ''] = match;
    if (layer === target) return layer === 'features' && feature !== below ? [`${name} → ${target}/${below}`] : [];
    return ALLOWED[layer]?.includes(target) === false ? [`${name} → ${target}`] : [];
  });
};

test('routes → features → shared → api, and no feature knows another', () => {
  const found = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && name.includes('/'))
    .flatMap((name) => violations(name, readFileSync(join(ROOT, name), 'utf8')));
  expect(found).toEqual([]);
});

test('a planted violation is caught', () => {
  expect(violations('features/calls/Page.tsx', "import { x } from '@/features/sync/x';")).toHaveLength(1);
  expect(violations('shared/Card.tsx', "import { x } from '@/features/calls/x';")).toHaveLength(1);
  expect(violations('api/client.ts', "import { x } from '@/shared/x';")).toHaveLength(1);
});

test('a route reads its address without loading its page: constants come from modules without components', () => {
  const routes = readdirSync(join(ROOT, 'routes'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'));
  const heavy = routes.flatMap((name) => {
    const code = readFileSync(join(ROOT, 'routes', name), 'utf8');
    return [...code.matchAll(/import \{([^}]*)\} from '@\/(features\/[^']+)'/g)]
      .filter(([, names, from]) => /\b[A-Z][A-Z_]+\b/.test(names ?? '') && existsSync(join(ROOT, `${from}.tsx`)))
      .map(([, , from]) => `${name}: ${from}`);
  });
  expect(heavy).toEqual([]);
});

/** What a route reads before its page is loaded must not bring the page along: only the page itself is split off. */
const heavy = (name: string, text: string): string[] =>
  [...text.matchAll(/^import \{([^}]*)\} from '@\/features\/[\w-]+\/([A-Z]\w*)';/gm)].flatMap((match) => {
    const values = (match[1] ?? '').split(',').map((one) => one.trim()).filter((one) => one && !one.startsWith('type '));
    return values.filter((one) => !/^[A-Z]\w*Page$/.test(one)).map((one) => `${name} takes ${one} of ${match[2] ?? ''}`);
  });

test('routes take of a component file nothing but the page: constants live in the feature\'s search.ts', () => {
  const found = readdirSync(join(ROOT, 'routes'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx'))
    .flatMap((name) => heavy(name, readFileSync(join(ROOT, 'routes', name), 'utf8')));
  expect(found).toEqual([]);
  expect(heavy('x.tsx', "import { Board, BoardPage, type Search } from '@/features/calls/Board';")).toHaveLength(1);
});

test('every route reads its address through `reads`, without which the router hands on what could not be read', () => {
  const routes = readdirSync(join(ROOT, 'routes'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'));
  const others = routes.filter((name) => /validateSearch: (?!reads[<(])/.test(readFileSync(join(ROOT, 'routes', name), 'utf8')));
  expect(others).toEqual([]);
});
