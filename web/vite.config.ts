import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { routing } from './routing.config.mjs';
import { early } from './tools/early.mjs';

const backend = process.env['LEADLINE_BACKEND'] ?? 'http://127.0.0.1:5001';
// A page under development may borrow a token of `leadline token`; the built page knows nothing of this.
const token = process.env['LEADLINE_TOKEN'];

/**
 * Few files rather than many, for a browser asks for six at a time: what the application begins with, and what nearly
 * every page behind the sign-in draws with.
 */
const groups = [
  { name: 'first', test: /src\/(early|api\/(address|first)|features\/overview\/first|shared\/(days|search))\.ts$/, priority: 3 },
  { name: 'base', test: /node_modules\/(react|react-dom|scheduler|@tanstack|i18next|react-i18next|zustand|openapi-fetch)\/|src\/(i18n\/(zh|index)|api|shared\/(prefs|me|hours\/heat))/, priority: 2 },
  {
    name: 'ui', priority: 1, minShareCount: 12,
    test: /node_modules\/(antd|@ant-design|@rc-component)\/(?!(?:es\/)?(?:select|input|input-number|textarea|virtual-list|checkbox|drawer|dropdown|menu|tree|table)\/)|src\/(shared|app|theme)\//,
  },
];

export default defineConfig({
  plugins: [tanstackRouter(routing as Parameters<typeof tanstackRouter>[0]), react(), early()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // the server puts a fresh number here with every page it hands out (kernel/http/page.py)
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: 'es2023', assetsInlineLimit: 0, chunkSizeWarningLimit: 700, reportCompressedSize: false,
    rolldownOptions: {
      input: { index: fileURLToPath(new URL('./index.html', import.meta.url)), early: fileURLToPath(new URL('./src/early.ts', import.meta.url)) },
      output: { codeSplitting: { groups } },
    },
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
