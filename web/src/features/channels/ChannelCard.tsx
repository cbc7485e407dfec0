import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { send } from '@/api/client';
import { Card } from '@/shared/Card';
import { useFormat } from '@/shared/format';
import { Pill } from '@/shared/Pill';
import { SeverityPill } from '@/shared/severity';
import { useWrite } from '@/shared/useWrite';
import styles from './Channels.module.css';
import { type Channel, TONES } from './model';

interface Props {
  channel: Channel;
  onEdit: () => void;
  onLog: () => void;
}

/** One channel: what it tells, when it is quiet, its last message, and the way to try it. */
export function ChannelCard({ channel, onEdit, onLog }: Props) {
  const { t } = useTranslation('channels');
  const common = useTranslation('common').t;
  const format = useFormat();
  const { message, modal } = App.useApp();
  const queries = useQueryClient();
  const params = { path: { channel_id: channel.id } };
  const anew = () => queries.invalidateQueries({ predicate: (query) => ['/api/channels', '/api/deliveries'].includes(String(query.queryKey[0])) });
  const test = useWrite({
    mutationFn: () => send('post', '/api/channels/{channel_id}/test', { params }),
    onSuccess: ({ data }) => {
      if (data.state === 'sent') void message.success(t('tested', { name: channel.name }), 5);
    },
    onError: (error) => void message.error(error.message, 6),
    onSettled: anew,
  });
  const remove = useWrite({
    mutationFn: () => send('delete', '/api/channels/{channel_id}', { params }),
    onSuccess: () => void message.success(t('removed', { name: channel.name })),
    onError: (error) => void message.error(error.message, 6),
    onSettled: anew,
  });
  const ask = () => modal.confirm({
    title: t('removeTitle', { name: channel.name }), content: t('removeText'), okText: t('remove'), okButtonProps: { danger: true }, cancelText: common('cancel'),
    onOk: () => remove.mutateAsync().catch(() => undefined),
  });
  const { address, last_delivery: last } = channel;
  const place = channel.kind === 'email' ? `${address.host ?? ''}:${address.port ?? ''} · ${t('recipients', { count: address.recipients?.length ?? 0 })}` : address.url;
  const tried = test.data?.data;
  const failure = tried ? tried.error : last?.error;
  return (
    <Card
      title={channel.name} note={<><span className="muted">{t(`kind.${channel.kind}`)}</span>{channel.enabled ? null : <Pill>{t('off')}</Pill>}</>}
      extra={<Button size="small" loading={test.isPending} onClick={() => test.mutate()}>{t('test')}</Button>}
    >
      <p className={styles['place']}>{place}</p>
      <p className="line-up">{channel.severities.map((one) => <SeverityPill key={one} severity={one} />)}<span className="muted">{channel.rules ? t('some', { count: channel.rules.length }) : t('all')}</span></p>
      <p className={styles['quiet']}>{channel.quiet_from && channel.quiet_to ? t('quiet', { from: channel.quiet_from, to: channel.quiet_to }) : t('quietNone')}</p>
      <div className={styles['last']}>
        {last ? (
          <>
            <button type="button" className={styles['link']} onClick={onLog}>{t('last')}</button>
            <Pill tone={TONES[last.state]} dot>{t(`state.${last.state}`)}</Pill>
            <span className="muted">{format.moment(last.sent_at ?? last.created_at)}</span>
          </>
        ) : <span className="muted">{t('never')}</span>}
      </div>
      {failure ? <p className={styles['failure']} role="alert">{failure}</p> : null}
      <div className={styles['acts']}>
        <Button size="small" onClick={onEdit}>{t('edit')}</Button>
        <Button size="small" danger type="text" loading={remove.isPending} onClick={ask}>{t('remove')}</Button>
      </div>
    </Card>
  );
}
