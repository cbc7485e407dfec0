import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changePassword, type Refused, signOut } from '@/api/session';
import { Dialog } from '@/shared/Dialog';
import { meQuery, useMe } from '@/shared/me';
import { useWrite } from '@/shared/useWrite';
import styles from './PasswordDialog.module.css';

/** A new password; where it is forced (a temporary one, a first link) there is no way around it. */
export default function PasswordDialog({ forced, onClose }: { forced: boolean; onClose: () => void }) {
  const { t } = useTranslation('shell');
  const common = useTranslation('common').t;
  const { message } = App.useApp();
  const queries = useQueryClient();
  const me = useMe();
  const asked = me?.has_password ?? true;
  const [current, setCurrent] = useState('');
  const [wanted, setWanted] = useState('');
  const [again, setAgain] = useState('');
  const change = useWrite<void, Refused>({
    mutationFn: () => changePassword(asked && (current || !forced) ? current : undefined, wanted),
    onSuccess: async () => {
      void message.success(t('password.done'));
      onClose();
      await queries.invalidateQueries(forced ? {} : { queryKey: meQuery.queryKey }); // until now everything else was refused
    },
  });
  const leave = () => signOut(false).then(() => location.assign('/sign-in'), () => message.error(t('user.signOutFailed')));
  const differ = again !== '' && again !== wanted;
  const problem = differ ? t('password.differ') : change.isError ? change.error.message || common(change.error.status ? 'states.undone' : 'states.unreachable') : '';
  const ready = wanted !== '' && again === wanted && (forced || !asked || current !== '');
  return (
    <Dialog
      title={t('password.title')} width={400} draft={[current, wanted, again]} sticky={forced} onClose={onClose}
      footer={<>{forced ? <Button onClick={() => void leave()}>{t('user.signOut')}</Button> : <Button onClick={onClose}>{common('cancel')}</Button>}<Button type="primary" disabled={!ready} loading={change.isPending} onClick={() => change.mutate()}>{t('password.save')}</Button></>}
    >
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) change.mutate();
        }}
      >
        <p className="muted">{forced ? t('password.forced') : null} {t('password.hint')}</p>
        <input type="text" name="username" value={me?.username ?? ''} autoComplete="username" readOnly hidden />
        {asked ? (
          <>
            <label htmlFor="password-current">{t('password.current')}</label>
            <Input.Password id="password-current" autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.target.value)} />
          </>
        ) : null}
        <label htmlFor="password-new">{t('password.new')}</label>
        <Input.Password id="password-new" autoComplete="new-password" value={wanted} onChange={(event) => setWanted(event.target.value)} />
        <label htmlFor="password-again">{t('password.again')}</label>
        <Input.Password id="password-again" autoComplete="new-password" value={again} onChange={(event) => setAgain(event.target.value)} status={differ ? 'error' : ''} />
        <p role="alert" className={styles['problem']}>{problem}</p>
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
