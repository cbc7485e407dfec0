import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { Card } from '@/shared/Card';
import { useFormat } from '@/shared/format';
import { usePace } from '@/shared/live';
import { MiniTable } from '@/shared/MiniTable';
import { Pill } from '@/shared/Pill';
import { Empty, Loaded } from '@/shared/States';
import { isOver, TONES } from './Parts';

/** The reader's own last imports. */
export function Recent({ onOpen }: { onOpen: (job: number) => void }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const pace = usePace();
  const imports = useQuery({ ...read('/api/calls/imports'), refetchInterval: ({ state }) => (state.data?.data.imports.every(isOver) ? false : pace(3000)) });
  return (
    <Card title={t('recent.title')} flush>
      <Loaded query={imports}>
        {({ data }) => data.imports.length ? (
          <MiniTable
            label={t('recent.title')} rows={data.imports} rowKey={(one) => String(one.job_id)} onRow={(one) => onOpen(one.job_id)}
            columns={[
              { key: 'file', title: t('recent.file'), cell: (one) => one.file },
              { key: 'state', title: t('recent.state'), cell: (one) => <Pill tone={TONES[one.state]} dot>{t(`state.${one.state}`)}</Pill> },
              { key: 'came', title: t('recent.came'), num: true, cell: (one) => `${format.number(one.new)} / ${format.number(one.updated)}` },
              { key: 'refused', title: t('recent.refused'), num: true, cell: (one) => format.number(one.refused) },
              { key: 'source', title: t('recent.source'), cell: (one) => one.source },
              { key: 'at', title: t('recent.at'), cell: (one) => format.moment(one.created_at) },
            ]}
          />
        ) : <Empty text={t('recent.none')} />}
      </Loaded>
    </Card>
  );
}
