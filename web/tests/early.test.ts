import { expect, test } from 'vitest';
import { addressOf, plan } from '../tools/early.mjs';

const chunk = (fileName: string, more: object = {}) => ({ type: 'chunk', fileName, isEntry: false, imports: [], dynamicImports: [], moduleIds: [], facadeModuleId: null, ...more });
const page = (file: string) => `/web/src/routes/${file}?tsr-split=component`;
const bundle = Object.fromEntries([
  chunk('application.js', { isEntry: true, name: 'index', imports: ['react.js'], dynamicImports: ['shell.js', 'overview.js', 'tv.js'] }),
  chunk('react.js'),
  chunk('shell.js', { facadeModuleId: page('_app.tsx'), imports: ['react.js', 'menu.js'] }),
  chunk('menu.js', { viteMetadata: { importedCss: new Set(['menu.css']) } }),
  chunk('overview.js', { facadeModuleId: page('_app/index.tsx'), imports: ['react.js', 'chart.js'] }),
  chunk('chart.js', { dynamicImports: ['drawer.js'] }),
  chunk('drawer.js', { imports: ['react.js'] }),
  chunk('tv.js', { moduleIds: [page('tv.tsx')] }),
].map((one) => [one.fileName, one]));

const namesOf = (address: string) => {
  const { files, routes } = plan(bundle);
  return routes[address]?.map((index: number) => files[index]);
};

test('the address of a route is read from the name of its file', () => {
  expect(['_app/index.tsx', '_app/calls_.overview.tsx', '_app/system/users.tsx', 'sign-in.tsx'].map(addressOf)).toEqual(['/', '/calls/overview', '/system/users', '/sign-in']);
});

test('a page wants its shell, itself and what they import, but nothing that the application brings anyway', () => {
  expect(namesOf('/')?.sort()).toEqual(['chart.js', 'menu.css', 'menu.js', 'overview.js', 'shell.js']);
});

test('what is opened later is not loaded ahead, and a page without the shell wants itself only', () => {
  expect(namesOf('/')).not.toContain('drawer.js');
  expect(namesOf('/tv')).toEqual(['tv.js']);
});
