import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { Card, PageHead } from '@/shared/Card';
import { Empty, Loaded } from '@/shared/States';
import { Tabs } from '@/shared/Tabs';
import { ChannelCard } from './ChannelCard';
import { ChannelForm } from './ChannelForm';
import styles from './Channels.module.css';
import { DeliveryLog } from './DeliveryLog';
import type { Channel, PageProps } from './model';

/** Where alerts are told, and what became of each message. */
export function ChannelsPage({ search, onSearch }: PageProps) {
  const { t } = useTranslation('channels');
  const [editing, setEditing] = useState<Channel | 'new'>();
  return (
    <>
      <PageHead title={t('title')}><Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing('new')}>{t('add')}</Button></PageHead>
      <Tabs
        label={t('title')} current={search.tab ?? 'channels'} tabs={[{ key: 'channels', label: t('tab.channels') }, { key: 'log', label: t('tab.log') }]}
        onChange={(key) => onSearch({ tab: key === 'log' ? key : undefined, delivery: undefined, page: undefined })}
      >
        {search.tab === 'log' ? <DeliveryLog search={search} onSearch={onSearch} /> : <Channels onEdit={setEditing} onSearch={onSearch} onAdd={() => setEditing('new')} />}
      </Tabs>
      {editing ? <ChannelForm channel={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} /> : null}
    </>
  );
}

function Channels({ onEdit, onAdd, onSearch }: { onEdit: (channel: Channel) => void; onAdd: () => void; onSearch: PageProps['onSearch'] }) {
  const { t } = useTranslation('channels');
  const channels = useQuery(read('/api/channels'));
  return (
    <Loaded query={channels} framed>
      {({ data }) => data.length ? (
        <div className={styles['cards']}>
          {data.map((one) => <ChannelCard key={one.id} channel={one} onEdit={() => onEdit(one)} onLog={() => onSearch({ tab: 'log', channel: one.id, page: undefined })} />)}
        </div>
      ) : <Card><Empty text={t('empty')}><Button type="primary" onClick={onAdd}>{t('add')}</Button></Empty></Card>}
    </Loaded>
  );
}
