import { PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { Alert, App, Button } from 'antd';
import { useCallback, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, read, type Schemas, send } from '@/api/client';
import { Card } from '@/shared/Card';
import { useFormat } from '@/shared/format';
import { useCan } from '@/shared/me';
import { useJob } from '@/shared/useJob';
import { useWrite } from '@/shared/useWrite';
import styles from './Rules.module.css';
import { PreviewCard } from './PreviewCard';
import { RuleList } from './RuleList';
import { type Draft, drafted, missing, plain, problemsOf, type Rule, ruleFor, same } from './rules';
import { UnmappedCard } from './UnmappedCard';
import { usePreview } from './usePreview';

interface Props {
  rules: Rule[];
  version: string | undefined;
  reload: () => Promise<{ rules: Rule[]; version: string | undefined } | undefined>;
}

/** The draft of the rules: tried against what was seen as one types, put in force when it is saved. */
export function RulesEditor({ rules, version, reload }: Props) {
  const { t } = useTranslation('grades');
  const common = useTranslation('common').t;
  const format = useFormat();
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const can = useCan();
  const writes = can('settings:write');
  const follows = can('job:read');
  const [base, setBase] = useState({ rules, version });
  const [drafts, setDrafts] = useState<Draft[]>(() => drafted(rules));
  const [open, setOpen] = useState<number>();
  const dirty = !same(drafts, base.rules);
  const moved = version !== base.version;
  const start = (from: Rule[], of: string | undefined) => {
    setBase({ rules: from, version: of });
    setDrafts(drafted(from));
    setOpen(undefined);
  };
  if (moved && !dirty) start(rules, version);

  const incomplete = drafts.some((draft) => missing(draft).length);
  const still = useDeferredValue(drafts);
  const preview = usePreview(still, dirty && !incomplete);
  const problems = problemsOf(preview.error instanceof ApiError ? preview.error.details : []);
  const unmapped = useQuery(read('/api/settings/grade-rules/unmapped'));

  const [job, setJob] = useState<number>();
  const { running } = useJob(job, useCallback((state: string, { result }: Schemas['JobShape']) => {
    if (state === 'done') void message.success(t('rules.saved', { calls: format.number(Number(result?.['calls'])), days: format.number(Number(result?.['days'])) }), 6);
    else void message.warning(t('rules.notJudged'), 8);
  }, [message, t, format]));
  const save = useWrite({
    mutationFn: () => send('put', '/api/settings/grade-rules', { params: { query: { async: follows } }, body: { rules: plain(drafts), version: base.version ?? null } }),
    onSuccess: async ({ data }) => {
      if ('job_id' in data) setJob(Number(data.job_id));
      else void message.success(t('rules.saved', { calls: format.number(data.rejudged_calls), days: format.number(data.rejudged_days) }), 6);
      const fresh = await reload();
      start(fresh?.rules ?? plain(drafts), fresh?.version);
      await queries.invalidateQueries();
    },
    onError: async (error) => {
      if (error instanceof ApiError && error.code === 'grade_rules_moved') await reload();
      else void message.error(error.message, 8);
    },
  });
  useBlocker({
    shouldBlockFn: async () => !(await modal.confirm({ title: t('rules.leave'), content: t('rules.leaveText'), okText: t('rules.leaveOk'), cancelText: common('cancel') })),
    enableBeforeUnload: dirty, disabled: !dirty,
  });

  const confirm = () => {
    const calls = (preview.data ?? []).reduce((sum, use) => sum + use.calls, 0);
    modal.confirm({
      title: t('rules.confirm'), content: <><p>{t('rules.confirmText', { calls: format.number(calls) })}</p><p className="muted">{t('rules.audit')}</p></>,
      okText: common('save'), cancelText: common('cancel'), onOk: () => save.mutateAsync().catch(() => undefined),
    });
  };
  const add = (text: string) => {
    const rule = ruleFor(text);
    setDrafts([...drafts, rule]);
    setOpen(rule.id);
  };
  const blocked = !dirty || incomplete || still !== drafts || preview.isFetching || preview.isError || moved;
  return (
    <div className={styles['columns']}>
      <Card
        title={t('rules.title')} note={<span className="muted">{t('rules.count', { count: drafts.length })}</span>} flush
        extra={writes ? (
          <>
            <Button size="small" icon={<PlusOutlined />} onClick={() => add('')}>{t('rules.add')}</Button>
            {dirty ? <Button size="small" onClick={() => start(base.rules, base.version)}>{t('rules.discard')}</Button> : null}
            <Button size="small" type="primary" disabled={blocked} loading={save.isPending || running} onClick={confirm}>{common('save')}</Button>
          </>
        ) : null}
      >
        {moved && dirty && !save.isPending ? (
          <Alert
            type="warning" showIcon className={styles['notice'] ?? ''} title={t('rules.moved')} description={t('rules.movedText')}
            action={<Button size="small" onClick={() => start(rules, version)}>{t('rules.load')}</Button>}
          />
        ) : null}
        <p className={styles['hint']}>{t('rules.hint')}</p>
        <RuleList drafts={drafts} onDrafts={setDrafts} open={open} onOpen={setOpen} problems={problems} readOnly={!writes} />
      </Card>
      <div className={styles['side']}>
        <PreviewCard drafts={drafts} before={base.rules} dirty={dirty} incomplete={incomplete} preview={preview} problems={problems} />
        <UnmappedCard query={unmapped} drafts={drafts} onAdd={writes ? add : undefined} />
      </div>
    </div>
  );
}
