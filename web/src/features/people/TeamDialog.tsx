import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/api/client';
import { Dialog } from '@/shared/Dialog';
import { Field, Form, problemOf } from '@/shared/Field';
import { useWrite } from '@/shared/useWrite';
import { type Team, withBelow } from './search';

export type TeamWish = { kind: 'new'; team?: undefined } | { kind: 'below' | 'rename' | 'move'; team: Team };
const TITLES = { new: 'add', below: 'below', rename: 'rename', move: 'move' } as const;

/** Makes, renames or moves a team. */
export function TeamDialog({ wish, teams, onClose }: { wish: TeamWish; teams: Team[]; onClose: () => void }) {
  const { t } = useTranslation('people');
  const common = useTranslation('common').t;
  const queries = useQueryClient();
  const { message } = App.useApp();
  const { kind, team } = wish;
  const [name, setName] = useState(kind === 'rename' ? team.name : '');
  const [parent, setParent] = useState<number>(kind === 'below' ? team.id : kind === 'move' ? team.parent_id ?? 0 : 0);
  const save = useWrite({
    mutationFn: async (): Promise<unknown> => {
      if (kind === 'new' || kind === 'below') return send('post', '/api/teams', { body: { name: name.trim(), parent_id: parent || null } });
      const change = kind === 'rename' ? { name: name.trim() } : { parent_id: parent || null };
      return send('patch', '/api/teams/{team_id}', { params: { path: { team_id: team.id } }, body: { ...change, updated_at: team.updated_at } });
    },
    onSuccess: () => {
      const done = { new: 'created', below: 'created', rename: 'renamed', move: 'moved' } as const;
      message.success(t(`teams.${done[kind]}`, { name: kind === 'move' ? team.name : name.trim() }));
      onClose();
      return Promise.all([queries.invalidateQueries({ queryKey: ['/api/teams'] }), queries.invalidateQueries({ queryKey: ['/api/employees'] })]);
    },
  });
  const away = kind === 'move' ? withBelow(teams, team.id) : new Set<number>();
  const places = [{ value: 0, label: t('teams.top') }, ...teams.filter(({ id }) => !away.has(id)).map((one) => ({ value: one.id, label: `${'\u3000'.repeat(one.depth - 1)}${one.name}` }))];
  const title = t(`teams.${TITLES[kind]}`);
  return (
    <Dialog title={team ? `${title} · ${team.name}` : title} width={420} draft={[name, parent]} onClose={onClose}>
      <Form
        label={title} error={save.error} fields={['name', 'parent_id']} onSubmit={() => save.mutate()}
        actions={<><Button onClick={onClose}>{common('cancel')}</Button><Button type="primary" htmlType="submit" loading={save.isPending} disabled={kind !== 'move' && !name.trim()}>{common('save')}</Button></>}
      >
        {kind === 'move' ? null : (
          <Field label={t('teams.name')} problem={problemOf(save.error, 'name')}>{(id) => <Input id={id} value={name} maxLength={100} autoFocus onChange={(event) => setName(event.target.value)} />}</Field>
        )}
        {kind === 'rename' ? null : (
          <Field label={t('teams.parent')} hint={kind === 'move' ? t('teams.moveHint') : undefined} problem={problemOf(save.error, 'parent_id')}>
            {(id) => <Select id={id} value={parent} options={places} onChange={setParent} aria-label={t('teams.parent')} />}
          </Field>
        )}
      </Form>
    </Dialog>
  );
}
