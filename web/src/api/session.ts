/**
 * The session: a cookie that scripts cannot read, and a CSRF cookie that comes back as a header with every write. Where
 * the API has another origin (VITE_BACKEND_URL), a bearer token of this tab instead.
 *
 * A 401 in the middle of work does not throw the page away: `guarded` asks for a sign-in over it, and repeats the
 * request once that has happened.
 */
import { BACKEND } from './address';
import { hearTime } from './clock';
import { takeFirst } from './first';

const TOKEN = 'leadline.token';
const CHANNEL = 'leadline.session';

export interface Me {
  user_id: string | number;
  username: string;
  name: string | null;
  role: string;
  role_label: string;
  permissions: string[];
  data_scope: 'own' | 'team' | 'team_below' | 'all';
  employee: { id: number; employee_no: string; name: string; team: string | null } | null;
  expires_at: string | null;
  must_change_password: boolean;
  has_password: boolean;
  /** false: a development token */
  has_account: boolean;
}

export interface Refused {
  status: number;
  code: string;
  message: string;
  retryAfter: number | undefined;
  traceId: string | undefined;
}

type News = 'signed-in' | 'signed-out';
const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(CHANNEL) : undefined;
let language = 'zh-CN';
let asking: Promise<void> | undefined;
let ask: (() => Promise<void>) | undefined;

/** The language that the server should answer in. */
export function speak(wanted: string): void {
  language = wanted;
}

/** Who shows the sign-in over the page; it resolves when somebody has signed in, and rejects when they gave up. */
export function onExpired(show: () => Promise<void>): () => void {
  ask = show;
  return () => {
    if (ask === show) ask = undefined;
  };
}

/** What other tabs tell: somebody signed in or out there. */
export function onNews(hear: (news: News) => void): () => void {
  const listen = (event: MessageEvent<News>) => hear(event.data);
  channel?.addEventListener('message', listen);
  return () => channel?.removeEventListener('message', listen);
}

const tell = (news: News) => channel?.postMessage(news);
const tokenOfTab = () => (BACKEND ? sessionStorage.getItem(TOKEN) : null);
const csrf = () => /(?:^|; )leadline_csrf=([^;]*)/.exec(document.cookie)?.[1];

/** What every request carries besides the cookie, and a write on top. */
export function sessionHeaders(writes: boolean): Record<string, string> {
  const token = tokenOfTab();
  const seal = writes ? csrf() : undefined;
  return {
    'Accept-Language': language,
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
    ...(seal ? { 'X-CSRF-Token': decodeURIComponent(seal) } : {}),
  };
}

function dressed(request: Request): Request {
  const headers = new Headers(request.headers);
  for (const [name, value] of Object.entries(sessionHeaders(request.method !== 'GET'))) headers.set(name, value);
  return new Request(request, { headers, credentials: BACKEND ? 'omit' : 'same-origin' });
}

async function fetched(request: Request): Promise<Response> {
  const response = (await takeFirst(request)) ?? (await globalThis.fetch(dressed(request)));
  hearTime(response);
  return response;
}

/** Where a 401 is an answer, not the end of a session. */
const OWN_BUSINESS = /\/api\/auth\/(?!sessions|tokens|permissions)/;

/** `fetch` with the session. After a 401 it waits for a sign-in and asks once more. */
export async function guarded(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetched(request);
  if (response.status !== 401 || !ask || OWN_BUSINESS.test(request.url)) return response;
  asking ??= ask().finally(() => {
    asking = undefined;
  });
  try {
    await asking;
  } catch {
    return response;
  }
  return globalThis.fetch(dressed(again));
}

async function refusal(response: Response): Promise<Refused> {
  const body = (await response.json().catch(() => ({}))) as { error?: string; code?: string; trace_id?: string };
  const wait = Number(response.headers.get('retry-after'));
  return {
    status: response.status,
    code: body.code ?? 'unreadable_answer',
    message: body.error ?? '',
    retryAfter: Number.isFinite(wait) && wait > 0 ? wait : undefined,
    traceId: body.trace_id ?? response.headers.get('x-trace-id') ?? undefined,
  };
}

async function call(path: string, method: string, body?: unknown): Promise<Response> {
  const url = `${BACKEND || globalThis.location.origin}${path}`;
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { 'Content-Type': 'application/json' };
  }
  try {
    return await fetched(new Request(url, init));
  } catch {
    const none: Refused = { status: 0, code: 'unreachable', message: '', retryAfter: undefined, traceId: undefined };
    throw none;
  }
}

/** Who is signed in; null: nobody. Throws `Refused` when the server cannot say. */
export async function whoAmI(): Promise<Me | null> {
  const response = await call('/api/auth/me', 'GET');
  if (response.status === 401) return null;
  if (!response.ok) throw await refusal(response);
  return ((await response.json()) as { data: Me }).data;
}

async function enter(path: string, body: Record<string, string>): Promise<Me> {
  const response = await call(path, 'POST', BACKEND ? body : { ...body, session: 'cookie' });
  if (!response.ok) throw await refusal(response);
  const { data } = (await response.json()) as { data: { access_token?: string | null; user: Me } };
  if (BACKEND && data.access_token) sessionStorage.setItem(TOKEN, data.access_token);
  tell('signed-in');
  return data.user;
}

export const signIn = (username: string, password: string) => enter('/api/auth/login', { username, password });
export const signInByLink = (token: string) => enter('/api/auth/link', { token });

/** A bearer token of another system (`/#token=…`) becomes a session here; a running one is not replaced (409). */
export async function signInByToken(token: string): Promise<void> {
  if (BACKEND) {
    sessionStorage.setItem(TOKEN, token);
    return;
  }
  const response = await call('/api/auth/session', 'POST', { token });
  if (!response.ok) throw await refusal(response);
  tell('signed-in');
}

/** Makes the session last on; whoever works is not signed out in the middle of the day. */
export async function extendSession(): Promise<void> {
  const response = await call('/api/auth/refresh', 'POST');
  if (!response.ok) return;
  const { data } = (await response.json()) as { data: { access_token?: string | null } };
  if (BACKEND && data.access_token) sessionStorage.setItem(TOKEN, data.access_token);
}

/** Changes the own password; the user's other sessions end. Throws `Refused`. */
export async function changePassword(current: string | undefined, wanted: string): Promise<void> {
  const response = await call('/api/auth/password', 'POST', { ...(current ? { current } : {}), new: wanted });
  if (!response.ok) throw await refusal(response);
}

/** Ends this session, or all of the user's. */
export async function signOut(everywhere: boolean): Promise<void> {
  const response = await call('/api/auth/logout', 'POST', { everywhere });
  if (!response.ok && response.status !== 401) throw await refusal(response);
  sessionStorage.removeItem(TOKEN);
  tell('signed-out');
}
