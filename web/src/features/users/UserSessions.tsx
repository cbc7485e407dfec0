import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { read, send } from '@/api/client';
import { deviceOf } from '@/shared/device';
import { Section } from '@/shared/Facts';
import { useFormat } from '@/shared/format';
import { MiniTable } from '@/shared/MiniTable';
import { Loaded, Loading } from '@/shared/States';
import { useWrite } from '@/shared/useWrite';
import { nameOf, type User } from './parts';

/** Where a user is signed in, and the way to end it. */
export function UserSessions({ user, manages }: { user: User; manages: boolean }) {
  const { t } = useTranslation('users');
  const common = useTranslation('common').t;
  const format = useFormat();
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const path = { params: { path: { user_id: user.id } } };
  const sessions = useQuery({ ...read('/api/users/{user_id}/sessions', path), enabled: manages });
  const end = useWrite({
    mutationFn: () => send('delete', '/api/users/{user_id}/sessions', path),
    onSuccess: ({ data }) => {
      message.success(t('sessions.done', { count: data.ended }));
      return queries.invalidateQueries({ queryKey: ['/api/users/{user_id}/sessions'] });
    },
    onError: (error) => message.error(error.message),
  });
  const count = sessions.data?.data.length ?? 0;
  const ask = () => modal.confirm({
    title: t('sessions.ask', { name: nameOf(user) }), content: t('sessions.lead', { count }), okText: t('sessions.end'), okButtonProps: { danger: true },
    cancelText: common('cancel'), onOk: () => end.mutateAsync().catch(() => undefined),
  });
  if (!manages) return null;
  return (
    <Section title={t('sessions.title')} extra={count ? <Button size="small" danger onClick={ask}>{t('sessions.end')}</Button> : null}>
      <Loaded query={sessions} waiting={<Loading rows={2} />}>
        {({ data }) => data.length ? (
          <MiniTable
            label={t('sessions.title')} rows={data} rowKey={(one) => one.id}
            columns={[
              { key: 'device', title: t('sessions.device'), cell: (one) => <span title={one.user_agent}>{deviceOf(one.user_agent) || common('session.unknownDevice')} <small className="muted">{common(`session.${one.kind as 'link'}`)}</small></span> },
              { key: 'address', title: t('sessions.address'), cell: (one) => one.address || '—' },
              { key: 'seen', title: t('sessions.seen'), cell: (one) => <span title={format.moment(one.last_seen_at)}>{format.ago(one.last_seen_at)}</span> },
            ]}
          />
        ) : <p className="muted">{t('sessions.none')}</p>}
      </Loaded>
    </Section>
  );
}
