import { Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field, Pair, problemOf } from '@/shared/Field';
import { type Channel, type Draft, PORTS, SIGNED, STARTS } from './model';

interface Props {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  channel: Channel | undefined;
  error: unknown;
}

/** Where messages go, by the kind of the channel. */
export function AddressFields(props: Props) {
  return props.draft.kind === 'email' ? <MailFields {...props} /> : <UrlFields {...props} />;
}

function UrlFields({ draft, set, channel, error }: Props) {
  const { t } = useTranslation('channels');
  const shown = channel?.address.url;
  return (
    <>
      <Field label={t(draft.kind === 'webhook' ? 'field.webhook' : 'field.url')} hint={shown ? t('help.urlKept', { shown }) : undefined} problem={problemOf(error, 'url')}>
        {(id) => <Input id={id} value={draft.url} maxLength={2000} autoComplete="off" spellCheck={false} placeholder={shown ?? STARTS[draft.kind]} onChange={(event) => set({ url: event.target.value })} />}
      </Field>
      {SIGNED.has(draft.kind) ? (
        <Field label={t(draft.kind === 'webhook' ? 'field.webhookSecret' : 'field.secret')} hint={t(channel?.address.has_secret ? 'help.kept' : 'help.optional')} problem={problemOf(error, 'secret')}>
          {(id) => <Input.Password id={id} value={draft.secret} maxLength={500} autoComplete="new-password" onChange={(event) => set({ secret: event.target.value })} />}
        </Field>
      ) : null}
    </>
  );
}

function MailFields({ draft, set, channel, error }: Props) {
  const { t } = useTranslation('channels');
  const kinds = (['ssl', 'starttls', 'none'] as const).map((value) => ({ value, label: t(`security.${value}`) }));
  return (
    <>
      <Field label={t('field.host')} problem={problemOf(error, 'host')}>
        {(id) => <Input id={id} value={draft.host} maxLength={253} autoComplete="off" spellCheck={false} placeholder="smtp.exmail.qq.com" onChange={(event) => set({ host: event.target.value })} />}
      </Field>
      <Pair>
        <Field label={t('field.security')}>{(id) => <Select id={id} value={draft.security} aria-label={t('field.security')} onChange={(security) => set({ security, port: PORTS[security] })} options={kinds} />}</Field>
        <Field label={t('field.port')} problem={problemOf(error, 'port')}>{(id) => <InputNumber<number> controls={false} id={id} value={draft.port} min={1} max={65535} style={{ width: '100%' }} onChange={(port) => set({ port })} />}</Field>
      </Pair>
      <Pair>
        <Field label={t('field.username')} hint={t('help.optional')}>{(id) => <Input id={id} value={draft.username} maxLength={500} autoComplete="off" onChange={(event) => set({ username: event.target.value })} />}</Field>
        <Field label={t('field.password')} hint={t(channel?.address.has_password ? 'help.kept' : 'help.optional')}>
          {(id) => <Input.Password id={id} value={draft.password} maxLength={500} autoComplete="new-password" onChange={(event) => set({ password: event.target.value })} />}
        </Field>
      </Pair>
      <Field label={t('field.sender')} problem={problemOf(error, 'sender')}>{(id) => <Input id={id} value={draft.sender} maxLength={320} autoComplete="off" onChange={(event) => set({ sender: event.target.value })} />}</Field>
      <Field label={t('field.recipients')} hint={t('help.recipients')} problem={problemOf(error, 'recipients')}>
        {(id) => <Select<string[]> id={id} mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', ';', ' ', ',', ';']} value={draft.recipients} aria-label={t('field.recipients')} onChange={(recipients) => set({ recipients })} />}
      </Field>
    </>
  );
}
