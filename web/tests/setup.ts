import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, vi } from 'vitest';
import { startTexts } from '@/i18n';
import { server } from './server';

vi.stubGlobal('matchMedia', (media: string) => ({
  media, matches: false, addEventListener: () => undefined, removeEventListener: () => undefined,
}));
vi.stubGlobal('ResizeObserver', class { observe() { /* nothing moves here */ } unobserve() { /* … */ } disconnect() { /* … */ } });
vi.stubGlobal('IntersectionObserver', class { observe() { /* nothing comes into view here */ } disconnect() { /* … */ } });

beforeAll(async () => {
  server.listen({ onUnhandledFrame: 'error' });
  await startTexts();
});
afterEach(() => {
  cleanup();
  server.resetHandlers();
  localStorage.clear();
  sessionStorage.clear();
});
afterAll(() => server.close());
