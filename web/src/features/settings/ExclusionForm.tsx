import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Input, Modal, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, send } from '@/api/client';
import { Failed } from '@/shared/States';
import styles from './Settings.module.css';

const PAUSE = 250;
const BETWEEN = '\n'; // in no account's name

/** Chooses an account among those that called, and says why it is no agent. */
export function ExclusionForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('settings');
  const common = useTranslation('common').t;
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [word, setWord] = useState('');
  const [asked, setAsked] = useState('');
  const [picked, setPicked] = useState<string>();
  const [reason, setReason] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(word.trim()), PAUSE);
    return () => clearTimeout(timer);
  }, [word]);
  const found = useQuery({ ...read('/api/search', { params: { query: { q: asked || '-', limit: 20 } } }), enabled: asked !== '' });
  const [source = '', account = ''] = picked?.split(BETWEEN) ?? [];
  const save = useMutation({
    mutationFn: () => send('post', '/api/settings/agent-exclusions', { body: { source, agent_id: account, reason: reason.trim() } }),
    onSuccess: () => {
      void message.success(t('exclusions.added', { account }));
      void queries.invalidateQueries();
      onClose();
    },
  });
  return (
    <Modal
      open title={t('exclusions.addTitle')} okText={t('exclusions.add')} cancelText={common('cancel')} onCancel={onClose}
      onOk={() => save.mutate()} okButtonProps={{ disabled: !picked, loading: save.isPending }}
    >
      <div className={styles['form']}>
        <label>
          <span>{t('exclusions.account')}</span>
          <Select
            showSearch={{ filterOption: false, onSearch: setWord }} value={picked ?? null} onChange={setPicked} placeholder={t('exclusions.pick')} loading={found.isFetching} autoFocus
            notFoundContent={asked ? common('emptyFiltered') : t('exclusions.pick')} aria-label={t('exclusions.account')}
            options={(found.data?.data.agents ?? []).map((agent) => ({ value: `${agent.source}${BETWEEN}${agent.agent_id}`, label: `${agent.name} ${agent.agent_id} · ${agent.source}` }))}
          />
        </label>
        <label>
          <span>{t('exclusions.reason')}</span>
          <Input value={reason} maxLength={200} placeholder={t('exclusions.reasonHint')} onChange={(event) => setReason(event.target.value)} />
        </label>
        {save.error ? <Failed error={save.error} /> : null}
      </div>
    </Modal>
  );
}
