/**
 * /api/stream: what happens, as it happens. One line of this tab, while the tab is seen: browsers allow a server six
 * connections in all tabs together over HTTP/1.1, and a tab that comes back is told what it missed.
 *
 * An `EventSource` carries the cookie and no bearer token: with an API of another origin (VITE_BACKEND_URL) there is no
 * line, and pages ask by the clock.
 */
import { address, BACKEND } from './client';

export interface News {
  event: string;
  data: unknown;
}
export interface Hello {
  events: string[];
  changed: string[];
}
interface Hearing {
  onNews: (news: News) => void;
  /** Whether news come by themselves just now. */
  onLive: (live: boolean) => void;
}

const EVENTS = ['hello', 'figures', 'sync', 'job', 'alert', 'bye', 'beat'];
const FIRST_MS = 1000;
const LONGEST_MS = 30_000;
/** The server says something every 15 seconds; a line that is quiet for longer is dead. */
const SILENCE_MS = 40_000;
const HIDDEN_MS = 30_000;
const hidden = () => document.visibilityState === 'hidden';

/** Listens until the returned function is called; comes back by itself, each time later, and goes on where it was. */
export function listen({ onNews, onLive }: Hearing): () => void {
  if (BACKEND || !('EventSource' in globalThis)) return () => undefined;
  let line: EventSource | undefined;
  let lastId: string | undefined;
  let pause = FIRST_MS;
  let again: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let hiding: ReturnType<typeof setTimeout> | undefined;

  const close = () => {
    clearTimeout(silence);
    clearTimeout(again);
    line?.close();
    line = undefined;
    onLive(false);
  };
  // not left to the browser: it comes back at once, all tabs together, and never after a refusal
  const later = () => {
    close();
    if (hidden()) return;
    again = setTimeout(open, pause * (0.5 + Math.random()));
    pause = Math.min(pause * 2, LONGEST_MS);
  };
  const take = ({ type, data, lastEventId }: MessageEvent<string>) => {
    if (lastEventId) lastId = lastEventId;
    clearTimeout(silence);
    silence = setTimeout(later, SILENCE_MS);
    if (type === 'beat') return;
    if (type === 'hello') {
      pause = FIRST_MS;
      onLive(true);
    }
    onNews({ event: type, data: JSON.parse(data) });
  };
  function open() {
    if (line || hidden()) return;
    line = new EventSource(address('/api/stream', { last_id: lastId }));
    for (const event of EVENTS) line.addEventListener(event, take as (event: Event) => void);
    line.addEventListener('error', later);
    silence = setTimeout(later, SILENCE_MS);
  }
  const seen = () => {
    clearTimeout(hiding);
    if (hidden()) {
      hiding = setTimeout(close, HIDDEN_MS);
      return;
    }
    if (line) return;
    clearTimeout(again);
    pause = FIRST_MS;
    open();
  };
  document.addEventListener('visibilitychange', seen);
  open();
  return () => {
    document.removeEventListener('visibilitychange', seen);
    clearTimeout(hiding);
    close();
  };
}
