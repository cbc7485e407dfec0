import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { countedPages, read, send } from '@/api/client';
import { Facts, Section } from '@/shared/Facts';
import { FilterBar } from '@/shared/FilterBar';
import { useFormat } from '@/shared/format';
import { useListed } from '@/shared/listed';
import { Pill } from '@/shared/Pill';
import { SideDrawer } from '@/shared/SideDrawer';
import { DataTable } from '@/shared/table/DataTable';
import type { Column } from '@/shared/table/types';
import { useWrite } from '@/shared/useWrite';
import styles from './Channels.module.css';
import { type Delivery, type PageProps, STATES, TONES, UNSENT } from './model';

const PER_PAGE = 20;
const OFTEN_MS = 10_000;
const SOON_MS = 2000;

function StatePill({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('channels');
  return <Pill tone={TONES[delivery.state]} dot>{t(`state.${delivery.state}`)}</Pill>;
}

/** What was told over which channel, and what became of it. */
export function DeliveryLog({ search, onSearch }: PageProps) {
  const { t } = useTranslation('channels');
  const format = useFormat();
  const page = search.page ?? 1;
  const channels = useQuery({ ...read('/api/channels'), staleTime: 60_000 });
  const listed = useListed(channels);
  const query = { page, per_page: PER_PAGE, ...(search.state ? { state: [search.state] } : {}), ...(search.channel ? { channel_id: search.channel } : {}) };
  const log = useQuery({ ...read('/api/deliveries', { params: { query } }), placeholderData: keepPreviousData, refetchInterval: ({ state }) => (state.data?.data.some((one) => one.state === 'queued') ? SOON_MS : OFTEN_MS) });
  const pages = countedPages(log.data?.pagination);
  const narrowed = [search.state, search.channel].filter((one) => one !== undefined).length;
  const clear = () => onSearch({ state: undefined, channel: undefined, page: undefined });
  const columns: Column<Delivery>[] = [
    { key: 'id', title: t('column.id'), num: true, always: true, cell: (one) => <code>{one.id}</code>, csv: (one) => one.id },
    { key: 'channel', title: t('column.channel'), always: true, cell: (one) => one.channel_name, csv: (one) => one.channel_name },
    { key: 'subject', title: t('column.subject'), always: true, cell: (one) => <span className={styles['subject']} title={one.subject}>{one.subject}</span>, csv: (one) => one.subject },
    { key: 'state', title: t('column.state'), cell: (one) => <StatePill delivery={one} />, csv: (one) => t(`state.${one.state}`) },
    { key: 'attempts', title: t('column.attempts'), num: true, cell: (one) => format.number(one.attempts), csv: (one) => one.attempts },
    { key: 'created', title: t('column.created'), cell: (one) => format.moment(one.created_at), csv: (one) => one.created_at },
    { key: 'sent', title: t('column.sent'), optional: true, cell: (one) => format.moment(one.sent_at), csv: (one) => one.sent_at },
    { key: 'error', title: t('column.error'), cell: (one) => one.error ? <span className={styles['error']} title={one.error}>{one.error}</span> : null, csv: (one) => one.error },
  ];
  const shown = log.data?.data.find((one) => one.id === search.delivery);
  return (
    <>
      <DataTable
        id="deliveries" label={t('tab.log')} columns={columns} rows={log.data?.data} rowKey={(one) => String(one.id)} csvName={t('tab.log')} busy={log.isPlaceholderData} error={log.error} retry={() => void log.refetch()}
        onRow={(one) => onSearch({ delivery: one.id })} current={search.delivery === undefined ? undefined : String(search.delivery)} empty={narrowed ? undefined : t('noLog')} onClearFilters={narrowed ? clear : undefined}
        tools={
          <FilterBar active={narrowed} onClear={clear}>
            <Select allowClear aria-label={t('anyChannel')} placeholder={t('anyChannel')} style={{ width: 150 }} value={search.channel ?? null} onChange={(channel) => onSearch({ channel: channel ?? undefined, page: undefined })} options={(channels.data?.data ?? []).map((one) => ({ value: one.id, label: one.name }))} {...listed} />
            <Select allowClear aria-label={t('anyState')} placeholder={t('anyState')} style={{ width: 140 }} value={search.state ?? null} onChange={(state) => onSearch({ state: state ?? undefined, page: undefined })} options={STATES.map((value) => ({ value, label: t(`state.${value}`) }))} />
          </FilterBar>
        }
        card={(one) => (
          <span className={styles['card']}>
            <span className="spread"><strong>{one.channel_name}</strong><StatePill delivery={one} /></span>
            <span>{one.subject}</span>
            <span className="muted">{format.moment(one.created_at)}</span>
            {one.error ? <span className={styles['failure']}>{one.error}</span> : null}
          </span>
        )}
        {...(pages ? { pager: { kind: 'pages' as const, page, pages: pages.pages, total: pages.total, perPage: PER_PAGE, onPage: (next: number) => onSearch({ page: next }) } } : {})}
      />
      {shown ? <DeliveryDrawer delivery={shown} onClose={() => onSearch({ delivery: undefined })} /> : null}
    </>
  );
}

/** Sends it again, or at once where it waits. */
function Resend({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation('channels');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const again = useWrite({
    mutationFn: () => send('post', '/api/deliveries/{delivery_id}/resend', { params: { path: { delivery_id: delivery.id } } }),
    onSuccess: () => void message.success(t('resent')),
    onError: (error) => void message.error(error.message, 6),
    onSettled: () => queries.invalidateQueries({ queryKey: ['/api/deliveries'] }),
  });
  return <Button size="small" type="primary" loading={again.isPending} onClick={() => again.mutate()}>{t(delivery.state === 'queued' ? 'sendNow' : 'resend')}</Button>;
}

function DeliveryDrawer({ delivery, onClose }: { delivery: Delivery; onClose: () => void }) {
  const { t } = useTranslation('channels');
  const format = useFormat();
  return (
    <SideDrawer open onClose={onClose} title={t('delivery', { id: delivery.id })} extra={UNSENT.has(delivery.state) ? <Resend delivery={delivery} /> : null}>
      <p className={styles['head']}><strong>{delivery.subject}</strong></p>
      {delivery.error ? <p className={styles['failure']}>{delivery.error}</p> : null}
      <Facts
        facts={[
          { name: t('column.channel'), value: delivery.channel_name },
          { name: t('column.kind'), value: t(`message.${delivery.kind}`) },
          { name: t('column.state'), value: <StatePill delivery={delivery} /> },
          { name: t('column.attempts'), value: format.number(delivery.attempts) },
          { name: t('column.created'), value: format.moment(delivery.created_at) },
          { name: t('column.sent'), value: delivery.sent_at ? format.moment(delivery.sent_at) : null },
          { name: t('state.merged'), value: delivery.digest_id ? t('digest', { id: delivery.digest_id }) : null },
        ]}
      />
      <Section title={t('column.subject')}>
        <ul className={styles['items']}>{delivery.items.map((item) => <li key={`${item.title}${item.at}${item.text}`} data-mark={item.mark}><strong>{item.title}</strong><small>{item.at}</small><p>{item.text}</p></li>)}</ul>
      </Section>
    </SideDrawer>
  );
}
