import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, InputNumber, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, type Schemas, send } from '@/api/client';
import { Card } from '@/shared/Card';
import { useFormat } from '@/shared/format';
import { useCan } from '@/shared/me';
import { SEVERITIES, SeverityPill } from '@/shared/severity';
import { Loaded } from '@/shared/States';
import { useWrite } from '@/shared/useWrite';
import styles from './Alerts.module.css';

type Rule = Schemas['RuleShape'];
type Patch = Schemas['RulePatch'];

/** What is looked at, from when it counts as wrong, and how soon somebody should look. */
export function Rules() {
  const { t } = useTranslation('alerts');
  const rules = useQuery(read('/api/alert-rules'));
  return (
    <>
      <p className={styles['hint']}>{t('rule.hint')}</p>
      <Loaded query={rules} framed>{({ data }) => <div className={styles['rules']}>{data.map((rule) => <RuleCard key={`${rule.name}:${rule.threshold ?? ''}`} rule={rule} />)}</div>}</Loaded>
    </>
  );
}

function RuleCard({ rule }: { rule: Rule }) {
  const { t } = useTranslation('alerts');
  const format = useFormat();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const may = useCan()('alert:manage');
  const [threshold, setThreshold] = useState(rule.threshold);
  const save = useWrite({
    mutationFn: (patch: Patch) => send('patch', '/api/alert-rules/{name}', { params: { path: { name: rule.name } }, body: patch }),
    onSuccess: () => {
      void message.success(t('rule.saved', { title: rule.title }));
      void queries.invalidateQueries({ queryKey: ['/api/alert-rules'] });
    },
    onError: (error) => void message.error(error.message, 6),
  });
  const bounds = rule.bounds;
  const changed = threshold !== null && threshold !== rule.threshold;
  return (
    <Card
      className={rule.enabled ? undefined : styles['off']} title={rule.title} note={<SeverityPill severity={rule.severity} />}
      extra={may ? <Switch checked={rule.enabled} loading={save.isPending} aria-label={t('rule.on', { title: rule.title })} title={rule.enabled ? t('rule.offText') : ''} onChange={(enabled) => save.mutate({ enabled })} /> : null}
    >
      <p className={styles['about']}>{rule.about}</p>
      <div className={styles['set']}>
        {bounds ? (
          <label>
            <span>{t('rule.threshold')}</span>
            <span className="line-up">
              <InputNumber<number> controls={false} value={threshold} min={bounds.least} max={bounds.most} disabled={!may || !rule.enabled} onChange={setThreshold} aria-label={`${rule.title} ${t('rule.threshold')}`} style={{ width: 92 }} />
              <span>{bounds.unit}</span>
              {changed ? <Button type="primary" loading={save.isPending} onClick={() => save.mutate({ threshold })}>{t('rule.save')}</Button> : <small className="muted">{t('rule.usual', { value: format.number(bounds.usual) })}</small>}
            </span>
          </label>
        ) : null}
        {may ? (
          <label>
            <span>{t('rule.severity')}</span>
            <Select value={rule.severity} disabled={!rule.enabled} aria-label={`${rule.title} ${t('rule.severity')}`} style={{ width: 100 }} onChange={(severity) => save.mutate({ severity })} options={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))} />
          </label>
        ) : null}
      </div>
      {rule.updated_by && rule.updated_at ? <p className={styles['by']}>{t('rule.by', { name: rule.updated_by, time: format.moment(rule.updated_at) })}</p> : null}
    </Card>
  );
}
