import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { routing } from './routing.config.mjs';
import { antdStyles, antdStylesComplete } from './tools/antdStyles.mjs';
import { early } from './tools/early.mjs';

const backend = process.env['LEADLINE_BACKEND'] ?? 'http://127.0.0.1:5001';
// A page under development may borrow a token of `leadline token`; the built page knows nothing of this.
const token = process.env['LEADLINE_TOKEN'];

/**
 * Few files rather than many: a browser asks for six at a time, and each costs the server as much as a small answer. What
 * the application begins with, what nearly every page draws with, and the frame around every page with the light parts
 * that most pages are made of; heavier parts stay apart. Styles are one file.
 */
const groups = [
  { name: 'base', test: /rolldown.runtime|node_modules\/(react|react-dom|scheduler|@tanstack|i18next|react-i18next|zustand|openapi-fetch)\/|antd\/dist\/|src\/(i18n\/(zh|index)|api|app\/(guard|queries|router|Crash|lost|NotFound|Message)|theme\/styles|shared\/(Mark|prefs|me|days|search|links|hours\/heat))/, priority: 3 },
  {
    name: 'ui', priority: 2, minShareCount: 12,
    test: /node_modules\/(antd|@ant-design|@rc-component)\/(?!(?:es\/)?(?:select|input|input-number|textarea|virtual-list|checkbox|drawer|dropdown|menu|tree|table)\/)/,
  },
  {
    name: 'shell', priority: 1,
    test: /src\/(app\/(?!Finder|PasswordDialog|SignInAgain|ShortcutList)|theme\/|shared\/(Card|Copy|Delta|Freshness|MetricTip|MiniTable|NoCalls|Pill|Preferences|DayRange|RangePicker|Skeleton|Spark|States|Tips|Unknown|HeatGrid|format|live|orderGrades|severity|useNarrow|chart\/|hours\/Heat\b))/,
  },
];

export default defineConfig({
  plugins: [tanstackRouter(routing as Parameters<typeof tanstackRouter>[0]), react(), antdStylesComplete(), early()],
  css: { postcss: { plugins: [antdStyles()] } },
  resolve: {
    alias: [
      { find: '@', replacement: fileURLToPath(new URL('./src', import.meta.url)) },
      { find: /^\.\.\/components\/AntdIconLight$/, replacement: fileURLToPath(new URL('./src/theme/Icon.tsx', import.meta.url)) },
    ],
  },
  // the server puts a fresh number here with every page it hands out (kernel/http/page.py)
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: ['chrome109', 'edge109', 'firefox115', 'safari16.4'], assetsInlineLimit: 0, chunkSizeWarningLimit: 700, reportCompressedSize: false,
    cssCodeSplit: false,
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: {
    port: 3001,
    strictPort: true,
    proxy: {
      '/api': { target: backend, ...(token ? { headers: { authorization: `Bearer ${token}` } } : {}) },
    },
  },
  test: {
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://leadline.test/' } },
    setupFiles: ['./tests/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}'],
    env: { TZ: 'Asia/Shanghai' },
    css: false,
  },
});
