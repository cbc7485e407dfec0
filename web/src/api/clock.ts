/**
 * The server's clock. A reader's own may be hours or days off; what is "today", and how long ago something was, is
 * reckoned by the server's, which every answer tells to the second.
 */
const TOLERATED_MS = 60_000;
const listeners = new Set<() => void>();
let skew = 0;

/** Takes the time out of an answer. */
export function hearTime(response: Response): void {
  const told = Date.parse(response.headers.get('date') ?? '');
  const found = Number.isNaN(told) ? skew : told - Date.now();
  const next = Math.abs(found) < TOLERATED_MS ? 0 : found;
  if (Math.abs(next - skew) < TOLERATED_MS) return;
  skew = next;
  for (const look of listeners) look();
}

/** Milliseconds since 1970, as the server has it. */
export const serverTime = (): number => Date.now() + skew;

/** Tells whenever the server's clock turns out to be another than was thought. */
export function onClock(look: () => void): () => void {
  listeners.add(look);
  return () => listeners.delete(look);
}
