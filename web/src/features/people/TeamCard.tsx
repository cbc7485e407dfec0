import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, send } from '@/api/client';
import { Card } from '@/shared/Card';
import { useCan, useMe } from '@/shared/me';
import { Empty, Loaded, Loading } from '@/shared/States';
import { useWrite } from '@/shared/useWrite';
import styles from './People.module.css';
import type { Team } from './search';
import { TeamDialog, type TeamWish } from './TeamDialog';
import { type Deed, TeamTree } from './TeamTree';

/** The tree of teams, and what can be done with the chosen one. */
export function TeamCard({ chosen, onChoose }: { chosen: number | undefined; onChoose: (id: number | undefined) => void }) {
  const { t } = useTranslation('people');
  const common = useTranslation('common').t;
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const manages = useCan()('team:manage');
  const scope = useMe()?.data_scope;
  const [wish, setWish] = useState<TeamWish>();
  const teams = useQuery(read('/api/teams'));
  const remove = useWrite({
    mutationFn: (team: Team) => send('delete', '/api/teams/{team_id}', { params: { path: { team_id: team.id } } }),
    onSuccess: (_, team) => {
      message.success(t('teams.removed', { name: team.name }));
      if (chosen === team.id) onChoose(undefined);
      return queries.invalidateQueries({ queryKey: ['/api/teams'] });
    },
    onError: (error) => message.error(error.message),
  });
  const deed = (kind: Deed, team: Team) => {
    if (kind !== 'remove') return setWish({ kind, team });
    modal.confirm({
      title: t('teams.removeAsk', { name: team.name }), content: t('teams.removeLead'), okText: t('teams.remove'), okButtonProps: { danger: true },
      cancelText: common('cancel'), onOk: () => remove.mutateAsync(team).catch(() => undefined),
    });
  };
  const add = manages ? <Button size="small" onClick={() => setWish({ kind: 'new' })}>{t('teams.add')}</Button> : null;
  return (
    <Card title={t('teams.title')} extra={add}>
      <Loaded query={teams} waiting={<Loading rows={4} />}>
        {({ data }) => {
          const team = data.find((one) => one.id === chosen);
          return (
            <>
              {data.length ? <TeamTree teams={data} chosen={chosen} onChoose={onChoose} onDeed={manages ? deed : undefined} /> : <Empty text={t(scope === 'all' ? 'teams.empty' : 'teams.emptySeen')} />}
              {manages && team ? (
                <div className={styles['deeds']}>
                  {(['below', 'rename', 'move'] as const).map((kind) => <Button key={kind} size="small" onClick={() => deed(kind, team)}>{t(`teams.${kind}`)}</Button>)}
                  <Button size="small" danger onClick={() => deed('remove', team)}>{t('teams.remove')}</Button>
                </div>
              ) : null}
              {manages && data.length ? <p className={styles['keys']}>{t('teams.keys')}</p> : null}
              {wish ? <TeamDialog wish={wish} teams={data} onClose={() => setWish(undefined)} /> : null}
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}
