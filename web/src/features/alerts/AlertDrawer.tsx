import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, type Schemas } from '@/api/client';
import { Facts, Section } from '@/shared/Facts';
import { useFormat } from '@/shared/format';
import { useCan } from '@/shared/me';
import { Pill, type Tone } from '@/shared/Pill';
import { SeverityPill } from '@/shared/severity';
import { SideDrawer } from '@/shared/SideDrawer';
import { Loaded } from '@/shared/States';
import { AckDialog } from './AckDialog';
import { SeenPill, secondsOf } from './AlertList';
import styles from './Alerts.module.css';
import { Repair } from './Repair';
import { type Alert, behind } from './search';

const TONES: Record<Schemas['DeliveryState'], Tone> = { held: 'grey', queued: 'blue', sent: 'green', failed: 'red', merged: 'grey', cancelled: 'grey' };

/** What happened, the list behind it, who has seen it, and whom it was told. */
export function AlertDrawer({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useTranslation('alerts');
  const can = useCan();
  const [asking, setAsking] = useState(false);
  const alert = useQuery(read('/api/alerts/{alert_id}', { params: { path: { alert_id: id } } }));
  const shown = alert.data?.data;
  const open = shown?.state === 'open' && !shown.acknowledged_at && can('alert:manage');
  return (
    <SideDrawer open onClose={onClose} title={t('one', { id })} extra={open ? <Button type="primary" size="small" onClick={() => setAsking(true)}>{t('ack')}</Button> : null}>
      <Loaded query={alert}>{({ data }) => <Body alert={data} />}</Loaded>
      {can('channel:manage') ? <Deliveries alert={id} /> : null}
      {asking ? <AckDialog ids={[id]} onClose={() => setAsking(false)} /> : null}
    </SideDrawer>
  );
}

function Body({ alert }: { alert: Alert }) {
  const { t } = useTranslation('alerts');
  const format = useFormat();
  const can = useCan();
  const list = behind(alert);
  return (
    <>
      <div className={styles['head']}><SeverityPill severity={alert.severity} /><strong>{alert.title}</strong><SeenPill alert={alert} /></div>
      <p className={styles['what']} data-severity={alert.state === 'open' ? alert.severity : undefined}>{alert.summary}</p>
      {list ? <p><Link to={list.href}>{t(`go.${list.go}`)}</Link></p> : null}
      {alert.rule === 'counts_differ' && alert.state === 'open' && can('call:sync') ? <Repair day={String(alert.facts['day'])} /> : null}
      <Section>
        <Facts
          facts={[
            { name: t('column.source'), value: alert.source },
            { name: t('column.opened'), value: format.moment(alert.opened_at) },
            { name: alert.resolved_at ? t('column.resolved') : t('column.seen'), value: format.moment(alert.resolved_at ?? alert.seen_at) },
            { name: t('column.lasted'), value: format.duration(secondsOf(alert)) },
            { name: t('column.acknowledged'), value: alert.acknowledged_at ? t('ackedBy', { name: alert.acknowledged_by ?? '', time: format.moment(alert.acknowledged_at) }) : null },
            { name: t('column.note'), value: alert.note },
          ]}
        />
      </Section>
    </>
  );
}

function Deliveries({ alert }: { alert: number }) {
  const { t } = useTranslation('alerts');
  const format = useFormat();
  const told = useQuery(read('/api/deliveries', { params: { query: { alert_id: alert, per_page: 50 } } }));
  return (
    <Section title={t('deliveries')} extra={<Link to="/system/channels">{t('toChannels')}</Link>}>
      <Loaded query={told}>
        {({ data }) => data.length ? (
          <ul className={styles['told']}>
            {data.map((one) => (
              <li key={one.id}>
                <span>{one.channel_name}</span><Pill tone={TONES[one.state]}>{t(`delivery.${one.state}`)}</Pill><span className="muted">{format.moment(one.sent_at ?? one.created_at)}</span>
                {one.error ? <em>{one.error}</em> : null}
              </li>
            ))}
          </ul>
        ) : <p className="muted">{t('noDeliveries')}</p>}
      </Loaded>
    </Section>
  );
}
