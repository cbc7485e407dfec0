/** Where the API is: the page's own origin, or VITE_BACKEND_URL. */
export const BACKEND: string = (import.meta.env['VITE_BACKEND_URL'] as string | undefined) ?? '';

/** An address of the API with its query, for links and downloads that the browser follows by itself. */
export function address(path: string, query: Record<string, unknown> = {}): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') parts.append(name, String(one));
    }
  }
  const text = parts.toString();
  return `${BACKEND}${path}${text ? `?${text}` : ''}`;
}
