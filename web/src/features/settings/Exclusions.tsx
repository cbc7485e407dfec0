import { PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, type Schemas, send } from '@/api/client';
import { Card } from '@/shared/Card';
import { useFormat } from '@/shared/format';
import { useCan } from '@/shared/me';
import { MiniTable } from '@/shared/MiniTable';
import { Empty, Loaded } from '@/shared/States';
import { useWho } from '@/shared/who';
import { useWrite } from '@/shared/useWrite';
import { ExclusionForm } from './ExclusionForm';
import styles from './Settings.module.css';

type Exclusion = Schemas['ExclusionShape'];

/** The accounts that are counted among no agents, and how to change that. */
export function Exclusions() {
  const who = useWho();
  const { t } = useTranslation('settings');
  const common = useTranslation('common').t;
  const format = useFormat();
  const can = useCan();
  const { modal, message } = App.useApp();
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const query = useQuery(read('/api/settings/agent-exclusions'));
  const remove = useWrite({
    mutationFn: (exclusion: Exclusion) =>
      send('delete', '/api/settings/agent-exclusions/{exclusion_id}', { params: { path: { exclusion_id: exclusion.id } } }),
    onSuccess: (_, exclusion) => {
      void message.success(t('exclusions.removed', { account: exclusion.agent_id }));
      void queries.invalidateQueries();
    },
    onError: (error) => void message.error(error.message),
  });
  const ask = (exclusion: Exclusion) =>
    void modal.confirm({
      title: t('exclusions.removeTitle', { account: exclusion.agent_name ?? exclusion.agent_id }), content: t('exclusions.removeText'),
      okText: t('exclusions.remove'), cancelText: common('cancel'), onOk: () => remove.mutateAsync(exclusion).catch(() => undefined),
    });
  const columns = [
    { key: 'account', title: t('exclusions.account'), cell: (row: Exclusion) => <span className={styles['account']}>{row.agent_name ?? row.agent_id}{row.agent_name ? <small>{row.agent_id}</small> : null}</span> },
    { key: 'source', title: t('exclusions.source'), cell: (row: Exclusion) => row.source },
    { key: 'reason', title: t('exclusions.reason'), cell: (row: Exclusion) => <span className={styles['reason']}>{row.reason || '—'}</span> },
    { key: 'by', title: t('exclusions.by'), cell: (row: Exclusion) => who(row.created_by) },
    { key: 'at', title: t('exclusions.at'), cell: (row: Exclusion) => format.moment(row.created_at) },
    ...(can('settings:write') ? [{ key: 'remove', title: common('acts'), cell: (row: Exclusion) => <Button type="link" size="small" onClick={() => ask(row)}>{t('exclusions.remove')}</Button> }] : []),
  ];
  return (
    <Card
      title={t('exclusions.title')} flush
      extra={
        <span className="line-up">
          {can('audit:read') ? <Link to="/system/audit" search={{ action: 'agent_exclusion', range: '30d' }}>{t('exclusions.history')}</Link> : null}
          {can('settings:write') ? <Button size="small" type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>{t('exclusions.add')}</Button> : null}
        </span>
      }
    >
      <p className={styles['hint']}>{t('exclusions.hint')}</p>
      <Loaded query={query}>
        {({ data }) => data.length
          ? <MiniTable label={t('exclusions.label')} columns={columns} rows={data} rowKey={(row) => String(row.id)} />
          : <Empty text={t('exclusions.none')} />}
      </Loaded>
      {adding ? <ExclusionForm onClose={() => setAdding(false)} /> : null}
    </Card>
  );
}
