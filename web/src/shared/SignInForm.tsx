import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Me, type Refused, signIn } from '@/api/session';
import styles from './SignInForm.module.css';

interface Props {
  username?: string | undefined;
  onDone: (me: Me) => void;
}

/** Username and password. Plain elements: the sign-in page needs no library of controls. */
export function SignInForm({ username = '', onDone }: Props) {
  const { t } = useTranslation('signIn');
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState(false);
  const [problem, setProblem] = useState('');
  const [wait, setWait] = useState(0);
  const first = useRef<HTMLInputElement>(null);

  useEffect(() => first.current?.focus(), []);
  useEffect(() => {
    if (!wait) return;
    const timer = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);

  const told = (refused: Refused) => {
    if (!refused.status) return t('unreachable');
    const trace = refused.status >= 500 && refused.traceId ? ` ${t('trace', { id: refused.traceId })}` : '';
    return (refused.message || t('failed', { status: refused.status })) + trace;
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const [name, password] = [String(given.get('username')).trim(), String(given.get('password'))];
    if (!name || !password) {
      setProblem(t('needed'));
      return;
    }
    setBusy(true);
    setProblem('');
    try {
      onDone(await signIn(name, password));
    } catch (error) {
      setProblem(told(error as Refused));
      setWait((error as Refused).retryAfter ?? 0);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className={styles['form']} onSubmit={(event) => void submit(event)} noValidate>
      <label htmlFor="sign-in-username">{t('username')}</label>
      <input
        id="sign-in-username" name="username" defaultValue={username} autoComplete="username" autoCapitalize="none"
        spellCheck={false} ref={username ? undefined : first}
      />
      <label htmlFor="sign-in-password">{t('password')}</label>
      <div className={styles['password']}>
        <input
          id="sign-in-password" name="password" type={shown ? 'text' : 'password'} autoComplete="current-password"
          ref={username ? first : undefined}
        />
        <button type="button" onClick={() => setShown(!shown)} aria-label={t(shown ? 'hide' : 'show')} aria-pressed={shown}>
          <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
            <path d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12Z" fill="none" stroke="currentColor" strokeWidth="1.7" />
            <circle cx="12" cy="12" r="3" fill="none" stroke="currentColor" strokeWidth="1.7" />
            {shown ? null : <path d="M4 20 20 4" stroke="currentColor" strokeWidth="1.7" />}
          </svg>
        </button>
      </div>
      <div className={styles['problem']} role="alert">
        {problem}
        {wait ? ` ${t('wait', { seconds: wait })}` : ''}
      </div>
      <button className={styles['submit']} type="submit" disabled={busy || wait > 0}>
        {t(busy ? 'busy' : 'submit')}
      </button>
    </form>
  );
}
