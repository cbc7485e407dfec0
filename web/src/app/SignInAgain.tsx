import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Me } from '@/api/session';
import { SignInForm } from '@/shared/SignInForm';
import { useReturnFocus } from '@/shared/unsaved';
import styles from './Message.module.css';

interface Props {
  username: string | undefined;
  onDone: (who: Me) => void;
  onLeave: () => void;
}

/** The sign-in over a page whose session has ended. */
export default function SignInAgain({ username, onDone, onLeave }: Props) {
  const { t } = useTranslation('signIn');
  useReturnFocus();
  return (
    <Modal open footer={null} closable={false} keyboard={false} mask={{ closable: false }} width={400} title={t('expiredTitle')} zIndex={2000}>
      <p className="muted">{t('expiredLead')}</p>
      <SignInForm username={username} onDone={onDone} />
      <p style={{ textAlign: 'center', marginTop: 8 }}>
        <button type="button" className={styles['quiet']} onClick={onLeave}>{t('leave')}</button>
      </p>
    </Modal>
  );
}
