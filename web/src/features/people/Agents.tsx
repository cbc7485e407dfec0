import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Schemas, send } from '@/api/client';
import { today } from '@/shared/days';
import { Section } from '@/shared/Facts';
import { useCan } from '@/shared/me';
import { MiniTable } from '@/shared/MiniTable';
import { Pill } from '@/shared/Pill';
import { useWrite } from '@/shared/useWrite';
import { AgentForm } from './AgentForm';
import type { Employee } from './search';

export type Agent = Schemas['AgentShape'];

/** The dialer accounts that were and are an employee's, with their days. */
export function Agents({ employee }: { employee: Employee }) {
  const { t } = useTranslation('people');
  const common = useTranslation('common').t;
  const can = useCan()('agent:assign');
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const [form, setForm] = useState<{ agent?: Agent }>();
  const remove = useWrite({
    mutationFn: (agent: Agent) => send('delete', '/api/employees/{employee_id}/agents/{row_id}', { params: { path: { employee_id: String(employee.id), row_id: agent.id } } }),
    onSuccess: (_, agent) => {
      message.success(t('agents.removed', { agent: agent.agent_id }));
      return queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/employees') });
    },
    onError: (error) => message.error(error.message),
  });
  const ask = (agent: Agent) => modal.confirm({
    title: t('agents.removeAsk', { agent: agent.agent_id }), content: t('agents.removeLead'), okText: t('agents.remove'), okButtonProps: { danger: true },
    cancelText: common('cancel'), onOk: () => remove.mutateAsync(agent).catch(() => undefined),
  });
  const state = (agent: Agent) => {
    if (agent.current) return <Pill tone="green" dot>{t('agents.current')}</Pill>;
    return <Pill>{t(agent.valid_from && agent.valid_from > today() ? 'agents.later' : 'agents.past')}</Pill>;
  };
  return (
    <Section extra={can && !form ? <Button size="small" type="primary" onClick={() => setForm({})}>{t('agents.add')}</Button> : null}>
      {form ? <AgentForm key={form.agent?.id ?? 0} employee={employee} old={form.agent} onDone={() => setForm(undefined)} /> : null}
      {employee.agents.length ? (
        <MiniTable
          label={t('tab.agents')} rows={employee.agents} rowKey={(agent) => String(agent.id)}
          columns={[
            { key: 'id', title: t('agents.id'), cell: (agent) => <strong>{agent.agent_id}</strong> },
            { key: 'source', title: t('agents.source'), cell: (agent) => agent.source || t('agents.any') },
            { key: 'from', title: t('agents.from'), cell: (agent) => agent.valid_from ?? t('agents.open') },
            { key: 'to', title: t('agents.to'), cell: (agent) => agent.valid_to ?? t('agents.open') },
            { key: 'state', title: t('column.status'), cell: state },
            ...(can ? [{
              key: 'deeds', title: common('acts'), num: true,
              cell: (agent: Agent) => <><Button size="small" type="link" onClick={() => setForm({ agent })}>{t('agents.days')}</Button><Button size="small" type="link" danger onClick={() => ask(agent)}>{t('agents.remove')}</Button></>,
            }] : []),
          ]}
        />
      ) : <p className="muted">{t('agents.none')}</p>}
    </Section>
  );
}
