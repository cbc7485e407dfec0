import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { routing } from './routing.config.mjs';
import { early } from './tools/early.mjs';

const backend = process.env['LEADLINE_BACKEND'] ?? 'http://127.0.0.1:5001';
// A page under development may borrow a token of `leadline token`; the built page knows nothing of this.
const token = process.env['LEADLINE_TOKEN'];

export default defineConfig({
  plugins: [tanstackRouter(routing as Parameters<typeof tanstackRouter>[0]), react(), early()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // the server puts a fresh number here with every page it hands out (kernel/http/page.py)
  html: { cspNonce: '__CSP_NONCE__' },
  build: { target: 'es2023', assetsInlineLimit: 0, chunkSizeWarningLimit: 700, reportCompressedSize: false },
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
