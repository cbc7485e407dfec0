import { PlusOutlined } from '@ant-design/icons';
import type { UseQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ApiError, Reply } from '@/api/client';
import { Card } from '@/shared/Card';
import { useFormat } from '@/shared/format';
import { MiniTable } from '@/shared/MiniTable';
import { Loaded } from '@/shared/States';
import styles from './Rules.module.css';
import type { Draft } from './rules';

interface Props {
  query: UseQueryResult<Reply<'/api/settings/grade-rules/unmapped', 'get'>, ApiError>;
  drafts: readonly Draft[];
  onAdd: ((text: string) => void) | undefined;
}

/** Texts that came with calls and that no rule fits; a click makes a rule of one. */
export function UnmappedCard({ query, drafts, onAdd }: Props) {
  const { t } = useTranslation('grades');
  const common = useTranslation('common').t;
  const format = useFormat();
  const taken = new Set(drafts.filter((rule) => rule.match === 'exact').map((rule) => rule.pattern));
  return (
    <Card title={t('unmapped.title')} note={<span className="muted">{t('preview.days')}</span>}>
      <Loaded query={query}>
        {({ data }) => data.length ? (
          <MiniTable
            label={t('unmapped.title')} rows={data} rowKey={(use) => use.text}
            columns={[
              { key: 'text', title: t('unmapped.text'), cell: (use) => <span className={styles['texts']} title={use.text}>{use.text}</span> },
              { key: 'calls', title: t('preview.calls'), num: true, cell: (use) => format.number(use.calls) },
              { key: 'act', title: common('acts'), cell: (use) => !onAdd ? null : taken.has(use.text.trim()) ? <span className="muted">{t('unmapped.added')}</span> : <Button size="small" icon={<PlusOutlined />} aria-label={`${t('unmapped.add')} ${use.text}`} onClick={() => onAdd(use.text.trim())}>{t('unmapped.add')}</Button> },
            ]}
          />
        ) : <p className={styles['quiet']}>{t('unmapped.none')}</p>}
      </Loaded>
    </Card>
  );
}
