import { PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, type Schemas, send } from '@/api/client';
import { Card } from '@/shared/Card';
import { useFormat } from '@/shared/format';
import { MiniTable } from '@/shared/MiniTable';
import { Empty, Loaded, Loading } from '@/shared/States';
import { useWrite } from '@/shared/useWrite';
import styles from './Account.module.css';
import { NewToken } from './NewToken';

type Token = Schemas['ApiTokenShape'];

/** Tokens for other systems, made and revoked. */
export function OwnTokens() {
  const { t } = useTranslation('account');
  const common = useTranslation('common').t;
  const format = useFormat();
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const [making, setMaking] = useState(false);
  const tokens = useQuery(read('/api/auth/tokens'));
  const revoke = useWrite({
    mutationFn: (token: Token) => send('delete', '/api/auth/tokens/{token_id}', { params: { path: { token_id: token.id } } }),
    onSuccess: (_, token) => message.success(t('tokens.revoked', { name: token.name })),
    onError: (error) => message.error(error.message),
    onSettled: () => queries.invalidateQueries({ queryKey: ['/api/auth/tokens'] }),
  });
  const ask = (token: Token) => modal.confirm({
    title: t('tokens.ask', { name: token.name }), content: t('tokens.lead2'), okText: t('tokens.revoke'), okButtonProps: { danger: true },
    cancelText: common('cancel'), onOk: () => revoke.mutateAsync(token).catch(() => undefined),
  });
  return (
    <Card title={t('tokens.title')} flush extra={<Button size="small" icon={<PlusOutlined />} onClick={() => setMaking(true)}>{t('tokens.add')}</Button>}>
      <p className={styles['inset']}>{t('tokens.lead')}</p>
      <Loaded query={tokens} waiting={<Loading rows={2} />}>
        {({ data }) => data.length ? (
          <MiniTable
            label={t('tokens.title')} rows={data} rowKey={(one) => String(one.id)}
            columns={[
              { key: 'name', title: t('tokens.name'), cell: (one) => <strong>{one.name}</strong> },
              { key: 'shown', title: t('tokens.shown'), cell: (one) => <code>{one.shown}</code> },
              { key: 'permissions', title: t('tokens.permissions'), num: true, cell: (one) => <span title={one.permissions.join('\n')}>{format.number(one.permissions.length)}</span> },
              { key: 'expires', title: t('tokens.expires'), cell: (one) => <span title={format.moment(one.expires_at)}>{format.ago(one.expires_at)}</span> },
              { key: 'used', title: t('tokens.used'), cell: (one) => one.last_used_at ? format.ago(one.last_used_at) : <span className="muted">{t('tokens.never')}</span> },
              { key: 'revoke', title: common('acts'), num: true, cell: (one) => <Button size="small" danger onClick={() => ask(one)}>{t('tokens.revoke')}</Button> },
            ]}
          />
        ) : <Empty text={t('tokens.empty')} />}
      </Loaded>
      {making ? <NewToken onClose={() => setMaking(false)} /> : null}
    </Card>
  );
}
