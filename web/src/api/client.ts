/**
 * The one door to the server: typed by its OpenAPI document, with the session, the reader's language and refusals taken
 * care of. `read(path, init)` makes query options for useQuery; `send(method, path, init)` writes.
 */
import { queryOptions } from '@tanstack/react-query';
import createClient, { type MaybeOptionalInit } from 'openapi-fetch';
import type { PathsWithMethod } from 'openapi-typescript-helpers';
import type { components, paths } from './generated/schema';
import { BACKEND } from './address';
import { guarded } from './session';

export { address, BACKEND } from './address';

export type Schemas = components['schemas'];
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Operation<P extends keyof paths, M extends Method> = paths[P][M];
type Content<R> = R extends { content: { 'application/json': infer T } } ? T : unknown;
/** What a route answers when all is well: the whole envelope, with data, meta and pagination. */
export type Reply<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { responses: infer R }
    ? R extends { 200: infer Ok }
      ? Content<Ok>
      : R extends { 201: infer Made }
        ? Content<Made>
        : R extends { 202: infer Taken }
          ? Content<Taken>
          : unknown
    : never;
type Gets = PathsWithMethod<paths, 'get'>;
export type Query<P extends Gets> =
  Operation<P, 'get'> extends { parameters: { query?: infer Q } } ? NonNullable<Q> : never;

let wordless: (status: number, writing: boolean) => string = () => '';

/** Who has words where the answer brings none: no server, or something before it that speaks another language. */
export function explain(words: typeof wordless): void {
  wordless = words;
}

/** A refusal of the server, or none at all (`status` 0: not reached). Its message is in the reader's language. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: { field: string; reason: string }[];
  readonly traceId: string | undefined;

  constructor(status: number, body: Partial<Schemas['Failure']>, writing = false) {
    super(body.error || wordless(status, writing));
    this.status = status;
    this.code = body.code ?? (status ? 'unreadable_answer' : 'unreachable');
    this.details = (body.details ?? []) as { field: string; reason: string }[];
    this.traceId = body.trace_id ?? undefined;
  }
}

// `fetch` is looked up when it is called: tests put their own in its place. jsdom needs a whole address.
const http = createClient<paths>({ baseUrl: BACKEND || globalThis.location.origin, fetch: (request) => guarded(request) });

interface Raw {
  data?: unknown;
  error?: unknown;
  response: Response;
}

async function opened(call: Promise<Raw>, writing = false): Promise<unknown> {
  let raw: Raw;
  try {
    raw = await call;
  } catch (error) {
    if (error instanceof TypeError) throw new ApiError(0, {}, writing);
    throw error;
  }
  if (raw.response.ok) return raw.data;
  const body = typeof raw.error === 'object' && raw.error ? raw.error : {};
  throw new ApiError(raw.response.status, { trace_id: raw.response.headers.get('x-trace-id') ?? undefined, ...body }, writing);
}

/** Query options of a GET: `useQuery(read('/api/stats/overview'))`. Equal parameters share one answer. */
export function read<P extends Gets>(path: P, init?: MaybeOptionalInit<paths[P], 'get'>) {
  return queryOptions<Reply<P, 'get'>, ApiError>({
    queryKey: [path, init ?? null],
    queryFn: ({ signal }) =>
      opened(http.GET(path as never, { ...init, signal } as never) as Promise<Raw>) as Promise<Reply<P, 'get'>>,
  });
}

/** A write: `send('post', '/api/calls/sync', { body: { days: 1 } })`. Throws `ApiError`. */
export function send<M extends Exclude<Method, 'get'>, P extends PathsWithMethod<paths, M>>(
  method: M,
  path: P,
  init?: MaybeOptionalInit<paths[P], M>,
): Promise<Reply<P, M>> {
  const call = http.request(method as never, path as never, init as never) as Promise<Raw>;
  return opened(call, true) as Promise<Reply<P, M>>;
}

type Pagination = Schemas['Page'] | Schemas['Cursor'] | null | undefined;
/** The counted pages of a list, where it has those. */
export const countedPages = (pagination: Pagination): Schemas['Page'] | undefined =>
  pagination && 'pages' in pagination ? pagination : undefined;
/** Where a keyset goes on; undefined at its end. */
export const nextCursor = (pagination: Pagination): string | undefined =>
  pagination && 'next_cursor' in pagination ? pagination.next_cursor ?? undefined : undefined;
