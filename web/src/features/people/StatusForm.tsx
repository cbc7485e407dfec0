import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/api/client';
import { today } from '@/shared/days';
import { Section } from '@/shared/Facts';
import { Field, Form, problemOf } from '@/shared/Field';
import { useCan } from '@/shared/me';
import { useWrite } from '@/shared/useWrite';
import { type Employee, STATUSES } from './search';

/** At work, on leave, gone; leaving says what it ends. */
export function StatusForm({ employee }: { employee: Employee }) {
  const { t } = useTranslation('people');
  const can = useCan();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [status, setStatus] = useState(employee.status);
  const [on, setOn] = useState(today());
  const leaves = status === 'left' && employee.status !== 'left';
  const save = useWrite({
    mutationFn: () => send('post', '/api/employees/{employee_id}/status', {
      params: { path: { employee_id: String(employee.id) } }, body: { status, updated_at: employee.updated_at, ...(leaves ? { on } : {}) },
    }),
    onSuccess: () => {
      message.success(t('state.done', { name: employee.name, status: t(`status.${status}`) }));
      return queries.invalidateQueries({ predicate: ({ queryKey }) => /^\/api\/(employees|teams|users)/.test(String(queryKey[0])) });
    },
  });
  if (!can('employee:manage')) return <Section title={t('state.title')}><p>{t(`status.${employee.status}`)}</p></Section>;
  return (
    <Section title={t('state.title')}>
      <Form
        label={t('state.title')} error={save.error} fields={['on']} onSubmit={() => save.mutate()}
        actions={<Button type="primary" danger={leaves} htmlType="submit" disabled={status === employee.status} loading={save.isPending}>{t('state.change')}</Button>}
      >
        <div><Segmented value={status} onChange={setStatus} aria-label={t('state.title')} options={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))} /></div>
        {leaves ? <Field label={t('state.on')} hint={t('state.leftLead')} problem={problemOf(save.error, 'on')}>{(id) => <input id={id} type="date" value={on} onChange={(event) => setOn(event.target.value)} />}</Field> : null}
      </Form>
    </Section>
  );
}
