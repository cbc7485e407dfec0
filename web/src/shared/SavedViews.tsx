import { DeleteOutlined, SaveOutlined, StarOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, type Schemas, send } from '@/api/client';
import { Pop } from './Pop';
import styles from './SavedViews.module.css';
import type { RawSearch } from './search';
import { Loaded, Loading } from './States';
import { useWrite } from './useWrite';

type View = Schemas['ViewShape'];
interface Props {
  /** Which list they are of. */
  page: string;
  /** The address's filters as they are now. */
  query: object;
  onApply: (query: RawSearch) => void;
}

/** Filters under a name: one's own, and those that colleagues share. */
export function SavedViews({ page, query, onApply }: Props) {
  const { t } = useTranslation('views');
  const common = useTranslation('common').t;
  const { message, modal } = App.useApp();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const stored = useQuery({ ...read('/api/views', { params: { query: { page } } }), staleTime: 60_000 });
  const views = stored.data?.data ?? [];
  const changed = async () => {
    await queries.invalidateQueries({ queryKey: ['/api/views'] });
  };
  const fail = (error: Error) => void message.error(error.message);
  const remove = useWrite({
    mutationFn: (view: View) => send('delete', '/api/views/{view_id}', { params: { path: { view_id: view.id } } }),
    onSuccess: async (_, view) => {
      await changed();
      void message.success(t('removed', { name: view.name }));
    },
    onError: fail,
  });
  const update = useWrite({
    mutationFn: (view: View) => send('patch', '/api/views/{view_id}', { params: { path: { view_id: view.id } }, body: { name: view.name, shared: view.shared, is_default: view.is_default, pinned: view.pinned, query: query as View['query'] } }),
    onSuccess: async (_, view) => {
      await changed();
      void message.success(t('saved', { name: view.name }));
    },
    onError: fail,
  });
  const ask = (view: View, act: 'update' | 'remove') => {
    const { name } = view;
    const words = act === 'remove'
      ? { title: t('removeAsk', { name }), content: t(view.shared ? 'removeSharedLead' : 'removeLead'), okText: t('remove'), okButtonProps: { danger: true } }
      : { title: t('updateAsk', { name }), content: t(view.shared ? 'updateSharedLead' : 'updateLead'), okText: t('overwrite') };
    const work = act === 'remove' ? remove : update;
    void modal.confirm({ ...words, cancelText: common('cancel'), onOk: () => work.mutateAsync(view).catch(() => undefined) });
  };
  const content = (
    <div className={styles['box']}>
      <Loaded query={stored} waiting={<Loading rows={1} />}>{({ data }) => (data.length ? null : <p className="muted">{t('none')}</p>)}</Loaded>
      <ul>
        {views.map((view) => (
          <li key={view.id}>
            <button
              type="button" className={styles['view']}
              onClick={() => {
                setOpen(false);
                onApply(view.query);
              }}
            >
              {view.name}
              <small>{[view.is_default && t('isDefault'), !view.own && t('by', { owner: view.owner })].filter(Boolean).join(' · ')}</small>
            </button>
            {view.own ? (
              <>
                <Button size="small" type="text" icon={<SaveOutlined />} aria-label={`${t('update')} ${view.name}`} title={t('update')} onClick={() => ask(view, 'update')} />
                <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={`${t('remove')} ${view.name}`} title={t('remove')} onClick={() => ask(view, 'remove')} />
              </>
            ) : null}
          </li>
        ))}
      </ul>
      <SaveView page={page} query={query} onSaved={changed} />
    </div>
  );
  return (
    <Pop open={open} onOpenChange={setOpen} placement="bottomLeft" label={t('button')} content={content}>
      <Button icon={<StarOutlined />}>{t('button')}{views.length ? ` · ${views.length}` : ''}</Button>
    </Pop>
  );
}

function SaveView({ page, query, onSaved }: { page: string; query: object; onSaved: () => Promise<void> }) {
  const { t } = useTranslation('views');
  const { message } = App.useApp();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const save = useWrite({
    mutationFn: () => send('post', '/api/views', { body: { page, name: name.trim(), query: query as View['query'], shared, is_default: false, pinned: false } }),
    onSuccess: async () => {
      await onSaved();
      void message.success(t('saved', { name: name.trim() }));
      setName('');
    },
  });
  return (
    <form
      className={styles['save']}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) save.mutate();
      }}
    >
      <label htmlFor="view-name">{t('saveTitle')}</label>
      <Input id="view-name" size="small" value={name} maxLength={60} placeholder={t('name')} onChange={(event) => setName(event.target.value)} />
      <div className="spread">
        <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>{t('shared')}</Checkbox>
        <Button size="small" type="primary" htmlType="submit" disabled={!name.trim()} loading={save.isPending} title={name.trim() ? '' : t('nameNeeded')}>{t('save')}</Button>
      </div>
      {save.isError ? <p role="alert" className={styles['problem']}>{save.error.message}</p> : null}
    </form>
  );
}
