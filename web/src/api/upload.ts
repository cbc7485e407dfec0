/** A file on its way to the server: `fetch` cannot tell how much of a body has gone out, XMLHttpRequest can. */
import { address } from './address';
import { ApiError, type Schemas } from './client';
import { sessionHeaders } from './session';

/** Sends one file as a form, and tells how many bytes have left. Throws `ApiError`; an abort throws an AbortError. */
export function upload<T>(path: string, file: File, signal: AbortSignal, onSent: (bytes: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    request.open('POST', address(path));
    for (const [name, value] of Object.entries(sessionHeaders(true))) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', (event) => onSent(Math.min(event.loaded, file.size)));
    request.addEventListener('load', () => {
      const body = readable(request.responseText);
      if (request.status < 300) resolve(body as T);
      else reject(new ApiError(request.status, { trace_id: request.getResponseHeader('x-trace-id') ?? undefined, ...body }, true));
    });
    request.addEventListener('error', () => reject(new ApiError(0, {}, true)));
    request.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    request.addEventListener('loadend', () => signal.removeEventListener('abort', stop));
    signal.addEventListener('abort', stop);
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
}

function readable(text: string): Partial<Schemas['Failure']> {
  try {
    return JSON.parse(text) as Partial<Schemas['Failure']>;
  } catch {
    return {};
  }
}
