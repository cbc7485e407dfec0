import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import { listen, type News } from '@/api/stream';
import { Refresher } from './live';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
  vi.useRealTimers();
});

/** A query that somebody looks at, and how often it was asked. */
function watched(queries: QueryClient, queryKey: unknown[]) {
  const ask = vi.fn(() => Promise.resolve(1));
  ends.push(new QueryObserver(queries, { queryKey, queryFn: ask, staleTime: Infinity }).subscribe(() => undefined));
  return ask;
}
const settled = () => vi.advanceTimersByTimeAsync(1);
const figures: News = { event: 'figures', data: { version: 2 } };

async function page() {
  vi.useFakeTimers();
  const queries = new QueryClient();
  const refresher = new Refresher(queries);
  ends.push(() => refresher.stop());
  const asked = {
    overview: watched(queries, ['/api/stats/overview', null]),
    calls: watched(queries, ['/api/calls', null]),
    jobs: watched(queries, ['/api/jobs', null]),
    seven: watched(queries, ['/api/jobs/{job_id}', { params: { path: { job_id: 7 } } }]),
    eight: watched(queries, ['/api/jobs/{job_id}', { params: { path: { job_id: 8 } } }]),
  };
  await settled();
  for (const ask of Object.values(asked)) ask.mockClear();
  const counts = () => Object.fromEntries(Object.entries(asked).map(([name, ask]) => [name, ask.mock.calls.length]));
  return { refresher, counts };
}

test('figures that change are read anew, and nothing else', async () => {
  const { refresher, counts } = await page();
  refresher.take(figures, 0);
  await settled();
  expect(counts()).toEqual({ overview: 1, calls: 0, jobs: 0, seven: 0, eight: 0 });
});

test('many changes are read together, and the last one is not forgotten', async () => {
  const { refresher, counts } = await page();
  for (let at = 0; at < 20; at += 1) refresher.take(figures, 0);
  await settled();
  expect(counts()['overview']).toBe(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(counts()['overview']).toBe(2);
});

test('of jobs, the one that moved and the lists', async () => {
  const { refresher, counts } = await page();
  refresher.take({ event: 'job', data: { id: 7 } }, 0);
  await settled();
  expect(counts()).toEqual({ overview: 0, calls: 0, jobs: 1, seven: 1, eight: 0 });
});

test('what was missed is read once the line stands again', async () => {
  const { refresher, counts } = await page();
  refresher.take({ event: 'hello', data: { events: ['figures', 'job'], changed: ['job'] } }, 0);
  await vi.advanceTimersByTimeAsync(500);
  expect(counts()).toEqual({ overview: 0, calls: 0, jobs: 1, seven: 1, eight: 1 });
});

test('answers from before the line stood are read again', async () => {
  const { refresher, counts } = await page();
  refresher.take({ event: 'hello', data: { events: ['figures'], changed: [] } }, Date.now() + 1);
  await settled();
  expect(counts()['overview']).toBe(1);
});

/** The browser's, as far as it is used here: every line that was opened, and what happens on it. */
class Line extends EventTarget {
  static readonly all: Line[] = [];
  readonly url: string;
  closed = false;
  constructor(url: string) {
    super();
    this.url = url;
    Line.all.push(this);
  }
  close() {
    this.closed = true;
  }
  tell(type: string, data: unknown, lastEventId: string) {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data), lastEventId }));
  }
}

function listening() {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Line);
  Line.all.length = 0;
  const heard: string[] = [];
  const lives: boolean[] = [];
  ends.push(listen({ onNews: ({ event }) => heard.push(event), onLive: (live) => lives.push(live) }));
  return { heard, lives };
}

test('a line that breaks is taken up where it was, with one connection at a time', async () => {
  const { heard, lives } = listening();
  Line.all[0]?.tell('hello', { events: [], changed: [] }, 'figures=4');
  Line.all[0]?.tell('figures', { version: 5 }, 'figures=5');
  Line.all[0]?.dispatchEvent(new Event('error'));
  expect(lives).toEqual([true, false]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(Line.all.map((line) => [line.closed, line.url])).toEqual([
    [true, '/api/stream'], [false, '/api/stream?last_id=figures%3D5'],
  ]);
  expect(heard).toEqual(['hello', 'figures']);
});

test('a server that refuses is asked ever more patiently', async () => {
  listening();
  for (let minute = 0; minute < 10; minute += 1) {
    for (let second = 0; second < 60; second += 1) {
      const line = Line.all.at(-1);
      if (!line?.closed) line?.dispatchEvent(new Event('error'));
      await vi.advanceTimersByTimeAsync(1000);
    }
  }
  expect(Line.all.length).toBeGreaterThan(10);
  expect(Line.all.length).toBeLessThan(60);
});

test('a line that says nothing for long is given up', async () => {
  const { lives } = listening();
  Line.all[0]?.tell('hello', { events: [], changed: [] }, '');
  for (let at = 0; at < 4; at += 1) {
    await vi.advanceTimersByTimeAsync(15_000);
    Line.all[0]?.tell('beat', {}, '');
  }
  expect(lives).toEqual([true]);
  await vi.advanceTimersByTimeAsync(50_000);
  expect(lives).toEqual([true, false]);
  expect(Line.all.length).toBe(2);
});
