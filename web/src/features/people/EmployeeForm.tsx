import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, type Schemas, send } from '@/api/client';
import { Dialog } from '@/shared/Dialog';
import { Field, Form, Pair, problemOf } from '@/shared/Field';
import { useListed } from '@/shared/listed';
import { useWrite } from '@/shared/useWrite';
import type { Employee } from './search';

const FIELDS = ['name', 'employee_no', 'team_id', 'position', 'phone', 'email', 'joined_on'] as const;

/** A new employee, or another's facts. */
export function EmployeeForm({ old: now, team, onClose }: { old?: Employee; team?: number | undefined; onClose: () => void }) {
  const { t } = useTranslation('people');
  const common = useTranslation('common').t;
  const queries = useQueryClient();
  const { message } = App.useApp();
  const teams = useQuery(read('/api/teams'));
  const listed = useListed(teams);
  const [old] = useState(now); // as it was when the form was opened: what others change meanwhile is not overwritten
  const [draft, setDraft] = useState({
    name: old?.name ?? '', employee_no: old?.employee_no ?? '', team_id: old ? old.team?.id ?? 0 : team ?? 0, position: old?.position ?? '', phone: '', email: old?.email ?? '', joined_on: old?.joined_on ?? '',
  });
  const set = (change: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...change }));
  const save = useWrite({
    mutationFn: async (): Promise<{ data: Schemas['EmployeeShape'] }> => {
      const body = { name: draft.name.trim(), team_id: draft.team_id || null, position: draft.position.trim(), email: draft.email.trim(), joined_on: draft.joined_on || null };
      const given = { ...body, ...(draft.phone.trim() ? { phone: draft.phone.trim() } : {}) };
      const number = draft.employee_no.trim().toUpperCase();
      if (!old) return send('post', '/api/employees', { body: { ...given, ...(number ? { employee_no: number } : {}) } });
      return send('put', '/api/employees/{employee_id}', { params: { path: { employee_id: String(old.id) } }, body: { ...given, employee_no: number || old.employee_no, updated_at: old.updated_at } });
    },
    onSuccess: ({ data }) => {
      message.success(old ? t('form.saved', { name: data.name }) : t('form.created', { no: data.employee_no, name: data.name }));
      onClose();
      return queries.invalidateQueries({ predicate: ({ queryKey }) => /^\/api\/(employees|teams)/.test(String(queryKey[0])) });
    },
  });
  const title = t(old ? 'form.edit' : 'form.title');
  const places = [{ value: 0, label: t('noTeam') }, ...(teams.data?.data.map((one) => ({ value: one.id, label: `${'\u3000'.repeat(one.depth - 1)}${one.name}` })) ?? (old?.team ? [{ value: old.team.id, label: old.team.name }] : []))];
  const text = (key: 'name' | 'position' | 'email' | 'phone' | 'employee_no', label: string, hint?: string) => (
    <Field label={label} hint={hint} problem={problemOf(save.error, key)}>
      {(id) => <Input id={id} value={draft[key]} maxLength={key === 'email' ? 200 : 100} autoComplete="off" onChange={(event) => set({ [key]: event.target.value })} />}
    </Field>
  );
  return (
    <Dialog title={title} width={520} draft={draft} onClose={onClose}>
      <Form
        label={title} error={save.error} fields={FIELDS} onSubmit={() => save.mutate()}
        actions={<><Button onClick={onClose}>{common('cancel')}</Button><Button type="primary" htmlType="submit" loading={save.isPending} disabled={!draft.name.trim()}>{common('save')}</Button></>}
      >
        <Pair>{text('name', t('column.name'))}{text('employee_no', t('column.no'), old ? undefined : t('form.noHint'))}</Pair>
        <Pair>
          <Field label={t('column.team')} problem={problemOf(save.error, 'team_id')}>
            {(id) => <Select id={id} value={draft.team_id} aria-label={t('column.team')} onChange={(value) => set({ team_id: value })} options={places} {...listed} />}
          </Field>
          {text('position', t('column.position'))}
        </Pair>
        <Pair>{text('phone', t('column.phone'), old?.phone ? `${old.phone} · ${t('form.phoneKeep')}` : undefined)}{text('email', t('column.email'))}</Pair>
        <Field label={t('column.joined')} problem={problemOf(save.error, 'joined_on')}>{(id) => <input id={id} type="date" value={draft.joined_on} onChange={(event) => set({ joined_on: event.target.value })} />}</Field>
      </Form>
    </Dialog>
  );
}
