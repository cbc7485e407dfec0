/**
 * A Vite plugin: index.html learns, for each address, which files its page will want, and begins to load them while the
 * application itself is still on its way. Without it a cold load is a staircase: the application, then the shell and
 * the page, then what they import.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const SHELL = '_app';
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

/** What each address wants beyond the application: `files`, and by address which of them. */
export function plan(bundle) {
  const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
  const main = chunks.find((one) => one.isEntry);
  const application = wanted(bundle, main.fileName);
  const pages = new Map();
  for (const chunk of chunks) {
    const id = chunk.facadeModuleId ?? chunk.moduleIds.find((one) => one.endsWith(SPLIT)) ?? '';
    const file = /\/src\/routes\/(.+\.tsx)\?tsr-split=component$/.exec(id)?.[1];
    if (file) pages.set(file, chunk.fileName);
  }
  const files = [];
  const place = (name) => (files.includes(name) ? files.indexOf(name) : files.push(name) - 1);
  /** @type {Record<string, number[]>} */
  const routes = {};
  for (const [file, name] of pages) {
    if (file === `${SHELL}.tsx`) continue;
    const shell = file.startsWith(`${SHELL}/`) ? wanted(bundle, pages.get(`${SHELL}.tsx`)) : new Set();
    const own = [...new Set([...shell, ...wanted(bundle, name)])];
    routes[addressOf(file)] = own.filter((one) => !application.has(one)).map(place);
  }
  return { files, routes };
}

/** `src/early.ts` as one script for the page's head: it asks for the first answers before any file has come. */
async function firstScript(mode) {
  const [{ output }] = [await build({
    configFile: false, mode, logLevel: 'silent', publicDir: false,
    resolve: { alias: { '@': fileURLToPath(new URL('../src', import.meta.url)) } },
    build: { write: false, target: 'es2023', modulePreload: false, rolldownOptions: { input: fileURLToPath(new URL('../src/early.ts', import.meta.url)), output: { format: 'iife' } } },
  })].flat();
  return output[0].code.trim();
}

const inlined = (code) => `<script nonce="__CSP_NONCE__">${code.replaceAll('</script', '<\\/script')}</script>`;

export function early() {
  let base = '/';
  let mode = 'production';
  return {
    name: 'leadline-early',
    apply: 'build',
    configResolved(config) {
      ({ base, mode } = config);
    },
    transformIndexHtml: {
      order: 'post',
      async handler(html, { bundle }) {
        if (!bundle) return html;
        const begin = readFileSync(new URL('./begin.js', import.meta.url), 'utf8');
        const { files, routes } = plan(bundle);
        const told = JSON.stringify({ files: files.map((one) => base + one), routes });
        const scripts = [inlined(await firstScript(mode)), inlined(begin.replace('PLAN', () => told))];
        return html.replace('<script type="module"', (found) => `${scripts.join('\n    ')}\n    ${found}`);
      },
    },
  };
}
