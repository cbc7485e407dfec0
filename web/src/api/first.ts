/**
 * Answers asked for before the application was there (`early.ts`): its first requests find them here. Each is given
 * once, and only to a request for the very same address.
 */
const NAME = 'leadlineFirst';
type Kept = Map<string, Promise<Response>>;
const kept = (): Kept | undefined => (globalThis as { [NAME]?: Kept })[NAME];

const keyOf = (url: URL): string => {
  const query = new URLSearchParams(url.search);
  query.sort();
  return `${url.pathname}?${query.toString()}`;
};

/** Asks for `urls` now. */
export function askFirst(urls: readonly string[], headers: Record<string, string>): void {
  const answers: Kept = new Map();
  for (const url of urls) {
    const whole = new URL(url, globalThis.location.origin);
    const answer = globalThis.fetch(whole, { headers, credentials: 'same-origin' });
    answer.catch(() => undefined); // whoever takes it hears of it
    answers.set(keyOf(whole), answer);
  }
  (globalThis as { [NAME]?: Kept })[NAME] = answers;
}

/** The answer to this request, where it was asked for first and all went well. */
export async function takeFirst(request: Request): Promise<Response | undefined> {
  const key = request.method === 'GET' ? keyOf(new URL(request.url)) : '';
  const answer = kept()?.get(key);
  if (!answer) return undefined;
  kept()?.delete(key);
  const response = await answer.catch(() => undefined);
  return response?.ok ? response : undefined;
}
