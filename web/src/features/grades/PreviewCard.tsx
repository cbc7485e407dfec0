import { useTranslation } from 'react-i18next';
import { Card } from '@/shared/Card';
import { useFormat } from '@/shared/format';
import { MiniTable } from '@/shared/MiniTable';
import { Failed, Loading } from '@/shared/States';
import styles from './Rules.module.css';
import { daysOf, type Draft, flowsOf, type Problems, type Rule, type Use } from './rules';
import type { Preview } from './usePreview';

interface Props {
  drafts: readonly Draft[];
  before: readonly Rule[];
  dirty: boolean;
  incomplete: boolean;
  preview: Preview;
  problems: Problems;
}

/** What the draft would change if it were saved: which texts get another grade, and how many calls of which days. */
export function PreviewCard({ drafts, before, dirty, incomplete, preview, problems }: Props) {
  const { t } = useTranslation('grades');
  const body = () => {
    if (!dirty) return <p className={styles['quiet']}>{t('preview.clean')}</p>;
    if (incomplete || problems.size) return <p className={styles['quiet']} role="status">{t('preview.invalid')}</p>;
    if (preview.isError) return <Failed error={preview.error} />;
    if (!preview.data) return <Loading rows={3} />;
    if (!preview.data.length) return <p className={styles['quiet']} role="status">{t('preview.nothing')}</p>;
    return <Moves uses={preview.data} drafts={drafts} before={before} />;
  };
  return <Card title={t('preview.title')} note={<span className="muted">{t('preview.days')}</span>}><div aria-busy={preview.isFetching} data-busy={preview.isFetching} className={styles['preview']}>{body()}</div></Card>;
}

function Moves({ uses, drafts, before }: { uses: readonly Use[]; drafts: readonly Rule[]; before: readonly Rule[] }) {
  const { t } = useTranslation('grades');
  const format = useFormat();
  const ordersIn = (rules: readonly Rule[]) => {
    const codes = new Set(rules.filter((rule) => rule.order_kind).map((rule) => rule.code));
    return (code: string) => codes.has(code);
  };
  const flows = flowsOf(uses);
  const days = daysOf(uses, ordersIn(before), ordersIn(drafts));
  const named = (code: string, rules: readonly Rule[]) => rules.find((rule) => rule.code === code)?.label ?? (code === 'unmapped' ? t('category.unmapped') : code);
  return (
    <>
      <p className={styles['sum']} role="status">{t('preview.sum', { texts: format.number(uses.length), calls: format.number(uses.reduce((sum, use) => sum + use.calls, 0)) })}</p>
      <MiniTable
        label={t('preview.flows')} rows={flows} rowKey={(flow) => `${flow.from}>${flow.to}`}
        columns={[
          { key: 'from', title: t('preview.before'), cell: (flow) => named(flow.from, before) },
          { key: 'to', title: t('preview.after'), cell: (flow) => <strong>{named(flow.to, drafts)}</strong> },
          { key: 'texts', title: t('preview.texts'), cell: (flow) => <span className={styles['texts']} title={format.list(flow.texts)}>{format.list(flow.texts)}</span> },
          { key: 'calls', title: t('preview.calls'), num: true, cell: (flow) => format.number(flow.calls) },
        ]}
      />
      {days.length ? (
        <div className={styles['daily']}>
          <MiniTable
            label={t('preview.byDay')} rows={days} rowKey={(day) => day.date}
            columns={[
              { key: 'day', title: t('preview.day'), cell: (day) => format.day(day.date) },
              { key: 'calls', title: t('preview.moved'), num: true, cell: (day) => format.number(day.calls) },
              { key: 'orders', title: t('preview.orders'), num: true, cell: (day) => <span data-changed={day.before !== day.after}>{format.number(day.before)} → {format.number(day.after)}</span> },
            ]}
          />
        </div>
      ) : null}
    </>
  );
}
