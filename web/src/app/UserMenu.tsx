import { DownOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { App } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { signOut } from '@/api/session';
import { useMe } from '@/shared/me';
import { Pop } from '@/shared/Pop';
import { Preferences } from '@/shared/Preferences';
import styles from './UserMenu.module.css';

/** Who is signed in, what they prefer, and the way out. */
export function UserMenu({ onPassword }: { onPassword: () => void }) {
  const { t } = useTranslation('shell');
  const [open, setOpen] = useState(false);
  const me = useMe();
  const name = me?.employee?.name ?? me?.name ?? me?.username ?? '';
  return (
    <Pop
      open={open} onOpenChange={setOpen} label={t('user.menu')}
      content={<Menu onDone={() => setOpen(false)} onPassword={onPassword} />}
    >
      <button type="button" className={styles['me']} aria-expanded={open}>
        <span className="hidden-visually">{t('user.menu')}</span>
        <span className={styles['face']} aria-hidden="true">{name.slice(0, 1).toUpperCase()}</span>
        <span className={styles['name']}>{name}</span>
        <DownOutlined className={styles['chevron']} aria-hidden="true" />
      </button>
    </Pop>
  );
}

function Menu({ onDone, onPassword }: { onDone: () => void; onPassword: () => void }) {
  const { t } = useTranslation('shell');
  const common = useTranslation('common').t;
  const { message, modal } = App.useApp();
  const me = useMe();
  const leave = async (everywhere: boolean) => {
    try {
      await signOut(everywhere);
      location.assign('/sign-in');
    } catch {
      message.error(t('user.signOutFailed'));
    }
  };
  const leaveEverywhere = () => {
    onDone();
    modal.confirm({
      title: t('user.signOutEverywhere'), content: t('user.confirmEverywhere'),
      okText: t('user.signOutEverywhere'), cancelText: common('cancel'), onOk: () => leave(true),
    });
  };
  return (
    <div className={styles['menu']}>
      <div className={styles['who']}>
        <strong>{me?.employee?.name ?? me?.name ?? me?.username}</strong>
        <span>{[me?.username, me?.role_label, me?.employee?.team].filter(Boolean).join(' · ')}</span>
        {me ? <span>{t(`user.scope.${me.data_scope}`)}</span> : null}
      </div>
      <Preferences />
      <button
        type="button" className={styles['password']}
        onClick={() => {
          onDone();
          onPassword();
        }}
      >
        {t('password.title')}
      </button>
      <div className={styles['out']}>
        <Link to="/account" onClick={onDone}>{t('page.account')}</Link>
        <button type="button" onClick={() => void leave(false)}>{t('user.signOut')}</button>
        <button type="button" onClick={leaveEverywhere}>{t('user.signOutEverywhere')}</button>
      </div>
    </div>
  );
}
