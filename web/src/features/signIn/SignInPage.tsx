import { useNavigate } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Me, signInByLink, signInByToken } from '@/api/session';
import { meQuery } from '@/shared/me';
import { usePrefs } from '@/shared/prefs';
import { SignInForm } from '@/shared/SignInForm';
import { Mark } from '@/shared/Mark';
import styles from './SignInPage.module.css';

/** The secret of the address's fragment, which then leaves the address and the history. */
function handedOver(): { kind: 'link' | 'token'; secret: string } | undefined {
  const found = /^#(link|token)=(.+)$/.exec(location.hash);
  if (!found?.[1] || !found[2]) return undefined;
  history.replaceState(history.state, '', location.pathname + location.search);
  return { kind: found[1] as 'link' | 'token', secret: decodeURIComponent(found[2]) };
}

export function SignInPage({ next }: { next: string }) {
  const { t } = useTranslation('signIn');
  const { language, set } = usePrefs();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [secret] = useState(handedOver);
  const [entering, setEntering] = useState(!!secret);
  const [problem, setProblem] = useState('');
  const begun = useRef(false);

  const enter = (me?: Me) => {
    queries.clear();
    if (me) queries.setQueryData(meQuery.queryKey, me);
    void navigate({ href: next, replace: true });
  };
  useEffect(() => {
    document.title = t('title');
  }, [t]);
  useEffect(() => {
    if (!secret || begun.current) return;
    begun.current = true;
    const way = secret.kind === 'link' ? signInByLink(secret.secret) : signInByToken(secret.secret).then(() => undefined);
    way.then(enter, (refused: { status?: number; message?: string }) => {
      if (refused.status === 409) return enter(); // somebody is signed in here already: their session goes on
      setProblem(refused.message || t('linkFailed'));
      return setEntering(false);
    });
  });

  return (
    <main className={styles['page']}>
      <div className={styles['card']}>
        <Mark size={44} />
        <h1>{t('title')}</h1>
        <p className={styles['lead']}>{t('lead')}</p>
        {entering ? (
          <p role="status">{t(secret?.kind === 'link' ? 'byLink' : 'byToken')}</p>
        ) : (
          <>
            {problem ? <p className={styles['problem']} role="alert">{problem}</p> : null}
            <SignInForm onDone={enter} />
            <p className={styles['foot']}>{t('forgot')}</p>
          </>
        )}
      </div>
      <button
        type="button" className={styles['language']} lang={language === 'en' ? 'zh-CN' : 'en'}
        onClick={() => set({ language: language === 'en' ? 'zh-CN' : 'en' })}
      >
        {t('language')}
      </button>
    </main>
  );
}
