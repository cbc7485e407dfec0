import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, send } from '@/api/client';
import { Dialog } from '@/shared/Dialog';
import { Field, Form, problemOf } from '@/shared/Field';
import { useWrite } from '@/shared/useWrite';

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
  const save = useWrite({
    mutationFn: () => send('post', '/api/settings/agent-exclusions', { body: { source, agent_id: account, reason: reason.trim() } }),
    onSuccess: () => {
      void message.success(t('exclusions.added', { account }));
      void queries.invalidateQueries();
      onClose();
    },
  });
  return (
    <Dialog title={t('exclusions.addTitle')} draft={[picked, reason]} onClose={onClose}>
      <Form
        label={t('exclusions.addTitle')} error={save.error} fields={['agent_id', 'reason']} onSubmit={() => save.mutate()}
        actions={<><Button onClick={onClose}>{common('cancel')}</Button><Button type="primary" htmlType="submit" loading={save.isPending} disabled={!picked}>{t('exclusions.add')}</Button></>}
      >
        <Field label={t('exclusions.account')} problem={problemOf(save.error, 'agent_id')}>
          {(id) => (
            <Select
              id={id} showSearch={{ filterOption: false, onSearch: setWord }} value={picked ?? null} onChange={setPicked} placeholder={t('exclusions.pick')} loading={found.isFetching} autoFocus
              notFoundContent={found.error ? found.error.message : asked ? common('emptyFiltered') : t('exclusions.pick')} aria-label={t('exclusions.account')}
              options={(found.data?.data.agents ?? []).map((agent) => ({ value: `${agent.source}${BETWEEN}${agent.agent_id}`, label: `${agent.name} ${agent.agent_id} · ${agent.source}` }))}
            />
          )}
        </Field>
        <Field label={t('exclusions.reason')} problem={problemOf(save.error, 'reason')}>
          {(id) => <Input id={id} value={reason} maxLength={200} placeholder={t('exclusions.reasonHint')} onChange={(event) => setReason(event.target.value)} />}
        </Field>
      </Form>
    </Dialog>
  );
}
