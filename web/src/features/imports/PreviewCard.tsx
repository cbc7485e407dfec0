import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ApiError, type Reply, type Schemas, send } from '@/api/client';
import { Card } from '@/shared/Card';
import { useFormat } from '@/shared/format';
import { MiniTable } from '@/shared/MiniTable';
import { Loaded } from '@/shared/States';
import { useDebounced } from '@/shared/useDebounced';
import styles from './Import.module.css';
import type { Kind, Lacking } from './mapping';
import { RefusalTable } from './Parts';

const ROUTE = '/api/calls/imports/preview';
interface Props {
  file: number;
  kind: Kind;
  mapping: Record<string, unknown> | null;
  lacks: readonly Lacking[];
}

/** What an import would read of the first rows. Nothing is written. */
export function PreviewCard({ file, kind, mapping, lacks }: Props) {
  const { t } = useTranslation('imports');
  const wanted = JSON.stringify({ file_id: file, kind, mapping });
  const asked = useDebounced(wanted, 400);
  const seen = useQuery<Reply<typeof ROUTE, 'post'>, ApiError>({
    queryKey: [ROUTE, asked], enabled: !lacks.length && asked === wanted, placeholderData: keepPreviousData, staleTime: Infinity,
    queryFn: () => send('post', ROUTE, { body: JSON.parse(asked) as Schemas['PreviewBody'] }),
  });
  return (
    <Card title={t('preview.title')}>
      {lacks.length ? lacks.map((one) => <p key={one} className={styles['problem']} role="alert">{t(`mapping.lacking.${one}`)}</p>)
        : <Loaded query={seen}>{({ data }) => <Tried tried={data} />}</Loaded>}
    </Card>
  );
}

function Tried({ tried }: { tried: Schemas['PreviewShape'] }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const column = (key: string) => t(`preview.column.${key}` as 'preview.column.start');
  const words = { read: format.number(tried.read), calls: format.number(tried.read - tried.refused), refused: format.number(tried.refused) };
  return (
    <>
      <p role="status">{t(tried.whole ? 'preview.whole' : 'preview.read', words)}</p>
      {tried.calls.length ? (
        <div className={styles['part']}>
          <h3>{t('preview.calls')}</h3>
          <MiniTable
            label={t('preview.calls')} rows={tried.calls} rowKey={(_, index) => String(index)}
            columns={[
              { key: 'start', title: column('start'), cell: (call) => format.moment(call.start_time) },
              { key: 'phone', title: column('phone'), cell: (call) => call.phone },
              { key: 'agent', title: column('agent'), cell: (call) => <span className={styles['cell']}>{[call.agent_name, call.agent_id].filter(Boolean).join(' · ')}</span> },
              { key: 'task', title: column('task'), cell: (call) => <span className={styles['cell']}>{call.task_name ?? call.task_id}</span> },
              { key: 'duration', title: column('duration'), num: true, cell: (call) => format.duration(call.duration) },
              { key: 'outcome', title: column('outcome'), cell: (call) => call.outcome_label },
              { key: 'grade', title: column('grade'), cell: (call) => <span className={styles['cell']}>{call.grade}</span> },
              { key: 'id', title: column('id'), cell: (call) => <code className={styles['cell']}>{call.call_id}</code> },
            ]}
          />
        </div>
      ) : <p className={styles['problem']}>{t('preview.nothing')}</p>}
      {tried.refusals.length ? <div className={styles['part']}><h3>{t('preview.refusals')}</h3><RefusalTable rows={tried.refusals} /></div> : null}
    </>
  );
}
