import { createRouter } from '@tanstack/react-router';
import { parseSearch, stringifySearch } from '@/shared/search';
import { routeTree } from '../routeTree.gen';
import { Crash } from './Crash';
import { NotFound } from './NotFound';

export function makeRouter() {
  return createRouter({
    routeTree,
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultErrorComponent: Crash,
    defaultNotFoundComponent: NotFound,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
