import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { extendSession, type Me, onExpired, onNews, whoAmI } from '@/api/session';
import { meQuery, useMe } from '@/shared/me';

/** Asked for when a 401 has come, which is when the server answers. */
const SignInAgain = lazy(() => import('./SignInAgain'));
const EXTEND_MS = 30 * 60_000;

interface Waiting {
  done: () => void;
  gaveUp: (reason: Error) => void;
}

/** A session that ends while somebody works: signing in happens over the page, which keeps all that was filled in. */
export function SessionGuard() {
  const shell = useTranslation('shell').t;
  const queries = useQueryClient();
  const { message } = App.useApp();
  const me = useMe();
  const [waiting, setWaiting] = useState<Waiting>();
  const mine = useRef(me?.user_id);
  useEffect(() => {
    if (me) mine.current = me.user_id;
  }, [me]);

  useEffect(
    () => onExpired(() => new Promise<void>((done, gaveUp) => setWaiting({ done, gaveUp }))),
    [],
  );
  const arrived = (who: Me) => {
    if (mine.current !== undefined && String(who.user_id) !== String(mine.current)) {
      message.info(shell('otherUser'));
      location.reload();
      return;
    }
    queries.setQueryData(meQuery.queryKey, who);
    setWaiting(undefined);
    waiting?.done();
  };
  const hear = useRef<(news: 'signed-in' | 'signed-out') => void>(undefined);
  useEffect(() => {
    hear.current = (news) => {
      if (news === 'signed-out') location.assign('/sign-in');
      else void whoAmI().then((who) => who && arrived(who), () => undefined);
    };
  });
  useEffect(() => onNews((news) => hear.current?.(news)), []);

  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void extendSession().catch(() => undefined);
    }, EXTEND_MS);
    return () => clearInterval(timer);
  }, []);

  const leave = () => {
    waiting?.gaveUp(new Error('gave up'));
    location.assign('/sign-in');
  };
  return <Suspense>{waiting ? <SignInAgain username={me?.username} onDone={arrived} onLeave={leave} /> : null}</Suspense>;
}
