/**
 * The first thing that runs: asks who is signed in, and for the first figures of 总览, while the application itself is
 * still on its way (`api/first.ts` keeps the answers for it). Keep it small: it imports nothing but a few kilobytes.
 */
import { BACKEND } from './api/address';
import { askFirst } from './api/first';
import { firstOfOverview } from './features/overview/first';
import { parseSearch } from './shared/search';

const FIRST: Record<string, (search: Record<string, unknown>) => string[]> = { '/': firstOfOverview };

function spoken(): string {
  try {
    const kept = JSON.parse(localStorage.getItem('leadline.prefs') ?? '{}') as { state?: { language?: string } };
    if (kept.state?.language) return kept.state.language;
  } catch {
    // the preferences say what they are later
  }
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}

// somebody is signed in where there is a CSRF cookie; with another origin the session is a token, which the page knows
if (!BACKEND && location.pathname !== '/sign-in' && document.cookie.includes('leadline_csrf=')) {
  askFirst(['/api/auth/me', ...(FIRST[location.pathname]?.(parseSearch(location.search)) ?? [])], { 'Accept-Language': spoken() });
}
// the first format of a page takes the browser 25 ms: now, while there is nothing to do but wait
setTimeout(() => new Intl.NumberFormat(spoken()));
