import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, AutoComplete, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, send } from '@/api/client';
import { Field, Form, Pair, problemOf } from '@/shared/Field';
import { ListFailed } from '@/shared/listed';
import { useChanged, useUnsaved } from '@/shared/unsaved';
import { useWrite } from '@/shared/useWrite';
import type { Agent } from './Agents';
import styles from './People.module.css';
import type { Employee } from './search';

const FIELDS = ['source', 'agent_id', 'valid_from', 'valid_to'] as const;

/** Ties a dialer account for some days, or changes the days of a tie. Accounts that are nobody's are offered. */
export function AgentForm({ employee, old, onDone }: { employee: Employee; old: Agent | undefined; onDone: () => void }) {
  const { t } = useTranslation('people');
  const common = useTranslation('common').t;
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [draft, setDraft] = useState({ source: old?.source ?? '', agent: old?.agent_id ?? '', from: old?.valid_from ?? '', to: old?.valid_to ?? '' });
  useUnsaved(useChanged(draft));
  const set = (change: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...change }));
  const found = useQuery({ ...read('/api/employees/unassigned-agents'), enabled: !old });
  const free = found.data?.data ?? [];
  const save = useWrite({
    mutationFn: async (): Promise<unknown> => {
      const days = { valid_from: draft.from || null, valid_to: draft.to || null };
      if (old) return send('put', '/api/employees/{employee_id}/agents/{row_id}', { params: { path: { employee_id: String(employee.id), row_id: old.id } }, body: days });
      return send('post', '/api/employees/{employee_id}/agents', { params: { path: { employee_id: String(employee.id) } }, body: { source: draft.source.trim(), agent_id: draft.agent.trim(), ...days } });
    },
    onSuccess: () => {
      message.success(old ? t('agents.saved') : t('agents.done', { agent: draft.agent.trim() }));
      onDone();
      return queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/employees') });
    },
  });
  const offers = free.map((one) => ({ value: `${one.source}\n${one.agent_id}`, label: `${one.agent_id} ${one.name ?? ''} · ${one.source} · ${one.last_day}` }))
    .filter((one) => one.label.includes(draft.agent));
  const choose = (value: string) => {
    const [source = '', agent = ''] = value.includes('\n') ? value.split('\n') : [draft.source, value];
    set({ source, agent });
  };
  const title = old ? `${t('agents.days')} · ${old.agent_id}` : t('agents.add');
  return (
    <div className={styles['reveal']} style={{ marginBottom: 12 }}>
      <Form
        label={title} error={save.error} fields={FIELDS} onSubmit={() => save.mutate()}
        actions={<><Button onClick={onDone}>{common('cancel')}</Button><Button type="primary" htmlType="submit" loading={save.isPending} disabled={!draft.agent.trim()}>{common('save')}</Button></>}
      >
        <strong>{title}</strong>
        {old ? null : (
          <Pair>
            <Field label={t('agents.id')} hint={found.isLoadingError ? <ListFailed onAgain={() => void found.refetch()} /> : offers.length ? t('agents.suggestions') : undefined} problem={problemOf(save.error, 'agent_id')}>
              {(id) => <AutoComplete id={id} value={draft.agent} options={offers} onChange={choose} placeholder={t('agents.pick')} popupMatchSelectWidth={340} aria-label={t('agents.id')} />}
            </Field>
            <Field label={t('agents.source')} problem={problemOf(save.error, 'source')}>
              {(id) => <Input id={id} value={draft.source} maxLength={50} placeholder={t('agents.any')} onChange={(event) => set({ source: event.target.value })} />}
            </Field>
          </Pair>
        )}
        <Pair>
          <Field label={t('agents.from')} hint={draft.from ? undefined : t('agents.open')} problem={problemOf(save.error, 'valid_from')}>{(id) => <input id={id} type="date" value={draft.from} onChange={(event) => set({ from: event.target.value })} />}</Field>
          <Field label={t('agents.to')} hint={draft.to ? undefined : t('agents.open')} problem={problemOf(save.error, 'valid_to')}>{(id) => <input id={id} type="date" value={draft.to} onChange={(event) => set({ to: event.target.value })} />}</Field>
        </Pair>
      </Form>
    </div>
  );
}
