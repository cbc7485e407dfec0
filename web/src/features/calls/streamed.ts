/** A file that the server writes while it is read. */
import { guarded } from '@/api/session';

export interface Progress {
  bytes: number;
  rows: number;
  total: number;
}

const NEWLINE = 10;
const nameIn = (header: string | null): string => {
  const found = /filename\*=UTF-8''([^;]+)/.exec(header ?? '');
  return found?.[1] ? decodeURIComponent(found[1]) : 'calls.csv';
};

/** Reads the file piece by piece, telling how far it is. Throws when it was cut off. */
export async function streamed(url: string, signal: AbortSignal, tell: (progress: Progress) => void): Promise<{ name: string; blob: Blob }> {
  const response = await guarded(new Request(new URL(url, location.origin), { signal }));
  if (!response.ok) throw new Error(((await response.json()) as { error?: string }).error ?? String(response.status));
  const progress = { bytes: 0, rows: -1, total: Number(response.headers.get('x-total-count') ?? 0) };
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    parts.push(next.value as Uint8Array<ArrayBuffer>);
    progress.bytes += next.value.length;
    for (const byte of next.value) if (byte === NEWLINE) progress.rows += 1;
    tell({ ...progress });
  }
  return { name: nameIn(response.headers.get('content-disposition')), blob: new Blob(parts, { type: response.headers.get('content-type') ?? '' }) };
}
