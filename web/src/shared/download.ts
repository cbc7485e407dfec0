/** Files that the server writes, kept by the browser. */
import { address, ApiError, type Schemas } from '@/api/client';
import { guarded } from '@/api/session';
import { keepFile } from './csv';

const named = (header: string | null): string | undefined => {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(header ?? '')?.[1];
  return encoded ? decodeURIComponent(encoded) : undefined;
};

/** Fetches a file with the session of the page, keeps it, and tells its name. Throws `ApiError`. */
export async function download(path: string, query: Record<string, unknown>, usualName: string): Promise<string> {
  const url = new URL(address(path, query), globalThis.location.origin);
  let answer: Response;
  try {
    answer = await guarded(new Request(url));
  } catch {
    throw new ApiError(0, {});
  }
  if (!answer.ok) throw new ApiError(answer.status, (await answer.json().catch(() => ({}))) as Partial<Schemas['Failure']>);
  const name = named(answer.headers.get('content-disposition')) ?? usualName;
  keepFile(name, await answer.blob());
  return name;
}
