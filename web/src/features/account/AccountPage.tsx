import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { Card, PageHead } from '@/shared/Card';
import { Facts } from '@/shared/Facts';
import { useMe } from '@/shared/me';
import { Preferences } from '@/shared/Preferences';
import styles from './Account.module.css';
import { OwnSessions } from './OwnSessions';
import { OwnTokens } from './OwnTokens';
import { PasswordForm } from './PasswordForm';

/** Who I am here, and what is mine: password, sessions, tokens, preferences. */
export function AccountPage() {
  const { t } = useTranslation('account');
  const common = useTranslation('common').t;
  const { message } = App.useApp();
  const me = useMe();
  if (!me) return null;
  return (
    <>
      <PageHead title={t('title')} />
      <div className={styles['grid']}>
        <div className={styles['column']}>
          <Card title={t('profile.title')}>
            <Facts
              facts={[
                { name: t('profile.username'), value: <strong>{me.username}</strong> },
                { name: t('profile.name'), value: me.employee?.name ?? me.name },
                { name: t('profile.employee'), value: me.employee ? [me.employee.employee_no, me.employee.team].filter(Boolean).join(' · ') : null },
                { name: t('profile.role'), value: me.role_label },
                { name: t('profile.scope'), value: common(`scope.${me.data_scope}`) },
                { name: t('profile.permissions'), value: t('profile.count', { count: me.permissions.length }) },
              ]}
            />
            {me.has_account ? null : <p className="muted" style={{ marginTop: 10 }}>{t('profile.noAccount')}</p>}
          </Card>
          {me.has_account ? (
            <Card title={t('password.title')}>
              <PasswordForm
                label={t('password.title')} submit={t('password.submit')} username={me.username}
                current={me.has_password ? { label: t('password.current') } : undefined} onDone={(count) => message.success(t('password.done', { count }))}
              />
            </Card>
          ) : null}
          <Card title={t('preferences')}><Preferences /></Card>
        </div>
        {me.has_account ? (
          <div className={styles['column']}>
            <OwnSessions />
            <OwnTokens />
          </div>
        ) : null}
      </div>
    </>
  );
}
