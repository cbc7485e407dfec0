import 'antd/dist/antd.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { queries } from './app/queries';
import { makeRouter } from './app/router';
import { startTexts } from './i18n';
import { applyPrefs } from './shared/prefs';
import './theme/styles.css';

applyPrefs(() => undefined);
// another system hands over a session as /#token=…: the sign-in page takes it, and leads on to where it was meant
if (location.hash.startsWith('#token=') && location.pathname !== '/sign-in') {
  const next = location.pathname + location.search;
  history.replaceState(null, '', `/sign-in${next === '/' ? '' : `?next=${encodeURIComponent(next)}`}${location.hash}`);
}
const router = makeRouter();
const root = document.getElementById('root');
if (root && !document.documentElement.dataset['tooOld']) {
  void startTexts().then(() => {
    createRoot(root).render(
      <StrictMode>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </StrictMode>,
    );
  });
}
