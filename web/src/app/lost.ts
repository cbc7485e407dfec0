/** Files of the page that did not come: the server is away, or it has a newer page by now. */
const lost = new WeakSet<Error>();

// The router would load the whole page anew at such an error, which leaves nothing of it while the server is away: it
// knows the error by its first words. `Crash` waits for the server instead.
globalThis.addEventListener('vite:preloadError', ({ payload }) => {
  payload.message = `not loaded: ${payload.message}`;
  lost.add(payload);
});

export const isLost = (error: unknown): boolean => error instanceof Error && lost.has(error);
