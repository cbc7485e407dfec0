/**
 * The nonce that the server gave this page. antd puts it on most of the styles that it makes at run time, but its lock
 * of the page's scrolling (behind every dialog and drawer) has no way to be told; so every <style> that our own scripts
 * create carries it. What comes in as markup is still refused.
 */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

export function sealStyles(): void {
  if (!nonce) return;
  const create = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
