import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { read, type Schemas, send } from '@/api/client';
import { Card } from '@/shared/Card';
import { deviceOf } from '@/shared/device';
import { useFormat } from '@/shared/format';
import { MiniTable } from '@/shared/MiniTable';
import { Pill } from '@/shared/Pill';
import { Loaded, Loading } from '@/shared/States';
import { useWrite } from '@/shared/useWrite';

type Session = Schemas['SessionShape'];
const endOne = (id: string) => send('delete', '/api/auth/sessions/{session_id}', { params: { path: { session_id: id } } });

/** Where I am signed in; each of them can be ended from here. */
export function OwnSessions() {
  const { t } = useTranslation('account');
  const common = useTranslation('common').t;
  const format = useFormat();
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const sessions = useQuery(read('/api/auth/sessions'));
  const others = (sessions.data?.data ?? []).filter((one) => !one.current);
  const end = useWrite({
    mutationFn: async (which: Session[]) => Promise.all(which.map((one) => endOne(one.id))),
    onSuccess: (_, which) => message.success(which.length > 1 ? t('sessions.endedOthers', { count: which.length }) : t('sessions.ended')),
    onError: (error) => message.error(error.message),
    onSettled: () => queries.invalidateQueries({ queryKey: ['/api/auth/sessions'] }),
  });
  const device = (one: Session) => deviceOf(one.user_agent) || common('session.unknownDevice');
  const ask = (title: string, content: string, which: Session[]) => modal.confirm({
    title, content, okText: t('sessions.end'), okButtonProps: { danger: true }, cancelText: common('cancel'), onOk: () => end.mutateAsync(which).catch(() => undefined),
  });
  const askOthers = () => ask(t('sessions.askOthers', { count: others.length }), t('sessions.leadOthers'), others);
  return (
    <Card title={t('sessions.title')} flush extra={others.length > 1 ? <Button size="small" danger onClick={askOthers}>{t('sessions.others')}</Button> : null}>
      <Loaded query={sessions} waiting={<Loading rows={3} />}>
        {({ data }) => (
          <MiniTable
            label={t('sessions.title')} rows={data} rowKey={(one) => one.id}
            columns={[
              { key: 'device', title: t('sessions.device'), cell: (one) => <span title={one.user_agent}>{device(one)} <small className="muted">{common(`session.${one.kind as 'link'}`)}</small></span> },
              { key: 'address', title: t('sessions.address'), cell: (one) => one.address || '—' },
              { key: 'began', title: t('sessions.began'), cell: (one) => format.moment(one.created_at) },
              { key: 'seen', title: t('sessions.seen'), cell: (one) => format.ago(one.last_seen_at) },
              {
                key: 'end', title: common('acts'), num: true,
                cell: (one) => one.current ? <Pill tone="green" dot>{t('sessions.here')}</Pill> : <Button size="small" onClick={() => ask(t('sessions.ask'), t('sessions.lead', { device: device(one) }), [one])}>{t('sessions.end')}</Button>,
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}
