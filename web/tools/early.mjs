/**
 * A Vite plugin: index.html learns, for each address, which files its page will want, and begins to load them while the
 * application itself is still on its way. Without it a cold load is a staircase: the application, then the shell and
 * the page, then what they import.
 */
import { readFileSync } from 'node:fs';

const SHELL = '_app';
const EARLY = 'early';
const SPLIT = '?tsr-split=component';

/** The address of a route's file: `_app/calls_.overview.tsx` is /calls/overview. */
export function addressOf(file) {
  const parts = file.replace(/\.tsx$/, '').split(/[/.]/).filter((part) => !part.startsWith('_') && part !== 'index');
  return `/${parts.map((part) => part.replace(/_$/, '')).join('/')}`;
}

/** A chunk with all that it imports, and their styles. */
function wanted(bundle, name, found = new Set()) {
  const chunk = bundle[name];
  if (!chunk || found.has(name)) return found;
  found.add(name);
  for (const css of chunk.viteMetadata?.importedCss ?? []) found.add(css);
  for (const below of chunk.imports) wanted(bundle, below, found);
  return found;
}

/** What each address wants beyond the application: `files`, and by address which of them; `wide` only on a wide window. */
export function plan(bundle) {
  const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
  const main = chunks.find((one) => one.isEntry && one.name !== EARLY);
  const application = wanted(bundle, main.fileName);
  const pages = new Map();
  for (const chunk of chunks) {
    const id = chunk.facadeModuleId ?? chunk.moduleIds.find((one) => one.endsWith(SPLIT)) ?? '';
    const file = /\/src\/routes\/(.+\.tsx)\?tsr-split=component$/.exec(id)?.[1];
    if (file) pages.set(file, chunk.fileName);
  }
  const charts = chunks.find((one) => one.moduleIds.some((id) => id.endsWith('/shared/charts/engine.ts')))?.fileName;
  const files = [];
  const place = (name) => (files.includes(name) ? files.indexOf(name) : files.push(name) - 1);
  /** @type {Record<string, { now: number[], wide: number[] }>} */
  const routes = {};
  for (const [file, name] of pages) {
    if (file === `${SHELL}.tsx`) continue;
    const shell = file.startsWith(`${SHELL}/`) ? wanted(bundle, pages.get(`${SHELL}.tsx`)) : new Set();
    const own = [...new Set([...shell, ...wanted(bundle, name)])];
    const draws = charts && own.some((one) => bundle[one]?.dynamicImports?.includes(charts));
    routes[addressOf(file)] = {
      now: own.filter((one) => !application.has(one)).map(place),
      wide: draws ? [...wanted(bundle, charts)].filter((one) => !application.has(one) && !own.includes(one)).map(place) : [],
    };
  }
  return { files, routes };
}

export function early() {
  let base = '/';
  return {
    name: 'leadline-early',
    apply: 'build',
    configResolved(config) {
      base = config.base;
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        if (!bundle) return html;
        const begin = readFileSync(new URL('./begin.js', import.meta.url), 'utf8');
        const { files, routes } = plan(bundle);
        const told = JSON.stringify({ files: files.map((one) => base + one), routes }).replaceAll('<', '\\u003c');
        const first = Object.values(bundle).find((one) => one.type === 'chunk' && one.isEntry && one.name === EARLY);
        const scripts = [`<script nonce="__CSP_NONCE__">${begin.replace('PLAN', () => told)}</script>`];
        if (first) scripts.unshift(`<script type="module" async crossorigin src="${base}${first.fileName}" nonce="__CSP_NONCE__"></script>`);
        return html.replace('<script type="module"', (found) => `${scripts.join('\n    ')}\n    ${found}`);
      },
    },
  };
}
