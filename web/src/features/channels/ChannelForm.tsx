import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Input, Segmented, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, send } from '@/api/client';
import { Dialog } from '@/shared/Dialog';
import { Field, Form, Pair, problemOf } from '@/shared/Field';
import { useListed } from '@/shared/listed';
import { SEVERITIES, type Severity } from '@/shared/severity';
import { useWrite } from '@/shared/useWrite';
import { AddressFields } from './AddressFields';
import styles from './Channels.module.css';
import { addressOf, type Channel, type Draft, draftOf, KINDS, type Kind, settingsOf } from './model';

const FIELDS = ['name', 'url', 'secret', 'host', 'port', 'sender', 'recipients', 'quiet_from', 'quiet_to', 'severities'] as const;

interface Props {
  channel: Channel | undefined;
  onClose: () => void;
}

/** A new channel, or another form of one. What is secret is written and never shown. */
export function ChannelForm({ channel, onClose }: Props) {
  const { t } = useTranslation('channels');
  const common = useTranslation('common').t;
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(channel));
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const save = useWrite({
    mutationFn: () => {
      const address = addressOf(draft);
      if (!channel) return send('post', '/api/channels', { body: { ...settingsOf(draft), kind: draft.kind, address } });
      const body = { ...settingsOf(draft), ...(Object.keys(address).length ? { address } : {}) };
      return send('patch', '/api/channels/{channel_id}', { params: { path: { channel_id: channel.id } }, body });
    },
    onSuccess: ({ data }) => {
      void message.success(t(channel ? 'saved' : 'created', { name: draft.name.trim() }));
      // whoever opens it again before the list has come anew goes on from what was saved
      queries.setQueryData(read('/api/channels').queryKey, (before) => before && { ...before, data: before.data.map((one) => (one.id === data.id ? data : one)) });
      void queries.invalidateQueries({ queryKey: ['/api/channels'] });
      onClose();
    },
  });
  const title = channel ? `${t('edit')} · ${channel.name}` : t('add');
  return (
    <Dialog title={title} width={600} draft={draft} onClose={onClose}>
      <Form
        label={title} error={save.error} fields={FIELDS} onSubmit={() => save.mutate()}
        actions={<><Button onClick={onClose}>{common('cancel')}</Button><Button type="primary" htmlType="submit" loading={save.isPending} disabled={!draft.name.trim() || !draft.severities.length}>{t(channel ? 'save' : 'create')}</Button></>}
      >
        {channel ? null : (
          <Segmented<Kind> value={draft.kind} onChange={(kind) => set({ kind })} aria-label={t('field.kind')} className={styles['kinds'] ?? ''} options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} />
        )}
        <p className={styles['help']}>{t(`help.${draft.kind}`)}</p>
        <Field label={t('field.name')} problem={problemOf(save.error, 'name')}>
          {(id) => <Input id={id} value={draft.name} maxLength={100} autoFocus autoComplete="off" placeholder={t('field.nameHint')} onChange={(event) => set({ name: event.target.value })} />}
        </Field>
        <AddressFields draft={draft} set={set} channel={channel} error={save.error} />
        <What draft={draft} set={set} error={save.error} />
        <Quiet draft={draft} set={set} error={save.error} />
        <label className={styles['switch']}><Switch size="small" checked={draft.enabled} onChange={(enabled) => set({ enabled })} aria-label={t('field.enabled')} /><span>{t('field.enabled')}</span></label>
      </Form>
    </Dialog>
  );
}

interface PartProps {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  error: unknown;
}

function What({ draft, set, error }: PartProps) {
  const { t } = useTranslation('channels');
  const alerts = useTranslation('alerts').t;
  const rules = useQuery({ ...read('/api/alert-rules'), staleTime: 60_000 });
  const listed = useListed(rules);
  return (
    <>
      <Pair>
        <Field label={t('field.severities')} problem={problemOf(error, 'severities')}>
          {() => <Checkbox.Group<Severity> value={draft.severities} onChange={(severities) => set({ severities })} options={SEVERITIES.map((value) => ({ value, label: alerts(`severity.${value}`) }))} />}
        </Field>
        <Field label={t('field.language')}>
          {(id) => <Select id={id} value={draft.language} onChange={(language) => set({ language })} aria-label={t('field.language')} options={[{ value: 'zh-CN' as const, label: t('chinese') }, { value: 'en' as const, label: t('english') }]} />}
        </Field>
      </Pair>
      <Field label={t('field.rules')} problem={problemOf(error, 'rules')}>
        {(id) => <Select<string[]> id={id} mode="multiple" allowClear value={draft.rules} placeholder={t('field.allRules')} aria-label={t('field.rules')} onChange={(chosen) => set({ rules: chosen })} options={(rules.data?.data ?? []).map((rule) => ({ value: rule.name, label: rule.title }))} {...listed} />}
      </Field>
      <label className={styles['switch']}><Switch size="small" checked={draft.recoveries} onChange={(recoveries) => set({ recoveries })} aria-label={t('field.recoveries')} /><span>{t('field.recoveries')}</span></label>
    </>
  );
}

function Quiet({ draft, set, error }: PartProps) {
  const { t } = useTranslation('channels');
  return (
    <>
      <Field label={t('field.quiet')} hint={t('help.quiet')} problem={problemOf(error, 'quiet_from') ?? problemOf(error, 'quiet_to')}>
        {(id) => (
          <span className={styles['times']}>
            <input id={id} type="time" value={draft.quietFrom} aria-label={`${t('field.quiet')} ${t('field.from')}`} onChange={(event) => set({ quietFrom: event.target.value })} />
            <span className="muted">{t('field.to')}</span>
            <input type="time" value={draft.quietTo} aria-label={`${t('field.quiet')} ${t('field.to')}`} onChange={(event) => set({ quietTo: event.target.value })} />
            <span className="muted">{draft.zone}</span>
          </span>
        )}
      </Field>
      {draft.quietFrom ? <label className={styles['switch']}><Switch size="small" checked={draft.urgent} onChange={(urgent) => set({ urgent })} aria-label={t('field.urgent')} /><span>{t('field.urgent')}</span></label> : null}
    </>
  );
}
