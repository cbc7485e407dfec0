import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, send } from '@/api/client';
import { Dialog } from '@/shared/Dialog';
import { Field, Form, problemOf } from '@/shared/Field';
import { Once } from '@/shared/Once';
import { Loaded, Loading } from '@/shared/States';
import { useWrite } from '@/shared/useWrite';
import styles from './Account.module.css';

const DAYS = [7, 30, 90, 180, 366];

/** A token with some of one's own permissions; it is shown this once. */
export function NewToken({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('account');
  const common = useTranslation('common').t;
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [days, setDays] = useState(90);
  const [chosen, setChosen] = useState<string[]>([]);
  const held = useQuery({ ...read('/api/auth/permissions'), staleTime: 60_000 });
  const make = useWrite({
    mutationFn: () => send('post', '/api/auth/tokens', { body: { name: name.trim(), days, permissions: chosen } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['/api/auth/tokens'] }),
  });
  const made = make.data?.data;
  const total = held.data?.data.length ?? 0;
  const toggle = (permission: string, on: boolean) => setChosen((before) => (on ? [...before, permission] : before.filter((one) => one !== permission)));
  return (
    <Dialog title={t('tokens.add')} draft={[name, days, chosen]} sticky={!!made} onClose={onClose}>
      {made ? (
        <div style={{ display: 'grid', gap: 12 }}>
          <Once secret={made.token} note={t('tokens.made', { name: made.name })} />
          <Button type="primary" onClick={onClose}>{t('tokens.done')}</Button>
        </div>
      ) : (
        <Form
          label={t('tokens.add')} error={make.error} fields={['name']} onSubmit={() => make.mutate()}
          actions={<><Button onClick={onClose}>{common('cancel')}</Button><Button type="primary" htmlType="submit" loading={make.isPending} disabled={!name.trim() || !chosen.length}>{t('tokens.submit')}</Button></>}
        >
          <Field label={t('tokens.name')} problem={problemOf(make.error, 'name')}>
            {(id) => <Input id={id} value={name} maxLength={100} placeholder={t('tokens.namePlaceholder')} autoFocus onChange={(event) => setName(event.target.value)} />}
          </Field>
          <Field label={t('tokens.days')}>
            {() => <Segmented value={days} onChange={setDays} aria-label={t('tokens.days')} options={DAYS.map((value) => ({ value, label: t('tokens.daysCount', { count: value }) }))} />}
          </Field>
          <div className="spread">
            <span className="muted">{t('tokens.permissions')} · {t('tokens.chosen', { count: chosen.length, total })}</span>
            <span><Button size="small" type="link" onClick={() => setChosen((held.data?.data ?? []).map((one) => one.name))}>{t('tokens.all')}</Button><Button size="small" type="link" onClick={() => setChosen([])}>{t('tokens.none')}</Button></span>
          </div>
          <Loaded query={held} waiting={<Loading rows={4} />}>
            {({ data }) => (
              <div className={styles['choices']} role="group" aria-label={t('tokens.permissions')}>
                {data.map((one) => <Checkbox key={one.name} checked={chosen.includes(one.name)} onChange={(event) => toggle(one.name, event.target.checked)}>{one.description} <small className="muted">{one.name}</small></Checkbox>)}
              </div>
            )}
          </Loaded>
        </Form>
      )}
    </Dialog>
  );
}
