import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { read, type Schemas } from '@/api/client';
import { Copy } from '@/shared/Copy';
import { useFormat } from '@/shared/format';
import { MiniTable } from '@/shared/MiniTable';
import { Pill } from '@/shared/Pill';
import { SideDrawer } from '@/shared/SideDrawer';
import { Loaded } from '@/shared/States';
import styles from './AuditDrawer.module.css';
import { type Change, NO_FILTERS } from './search';

type Entry = Schemas['AuditEntryShape'];

const shown = (value: unknown): string =>
  value === undefined || value === null ? '—' : typeof value === 'object' ? JSON.stringify(value, null, 1) : String(value);

/** The fields that the deed changed, side by side. */
function Changes({ entry }: { entry: Entry }) {
  const { t } = useTranslation('audit');
  const names = [...new Set([...Object.keys(entry.before ?? {}), ...Object.keys(entry.after ?? {})])];
  if (!names.length) return null;
  return (
    <>
      <h3 className={styles['heading']}>{t('changes')}</h3>
      <MiniTable
        label={t('changes')} rows={names} rowKey={(name) => name}
        columns={[
          { key: 'field', title: t('field'), cell: (name) => <code>{name}</code> },
          { key: 'before', title: t('before'), cell: (name) => <span className={styles['before']}>{shown(entry.before?.[name])}</span> },
          { key: 'after', title: t('after'), cell: (name) => <span className={styles['after']}>{shown(entry.after?.[name])}</span> },
        ]}
      />
    </>
  );
}

function Details({ entry }: { entry: Entry }) {
  const { t } = useTranslation('audit');
  const told = Object.entries(entry.details);
  return (
    <>
      <h3 className={styles['heading']}>{t('details')}</h3>
      {told.length ? (
        <dl className={styles['facts']}>
          {told.map(([name, value]) => <div key={name}><dt><code>{name}</code></dt><dd>{shown(value)}</dd></div>)}
        </dl>
      ) : <p className="muted">{t('noDetails')}</p>}
    </>
  );
}

/** One entry: who, what, when, from where, and what it changed. */
export function AuditDrawer({ id, last, onSearch }: { id: number; last: number | undefined; onSearch: Change }) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const query = useQuery(read('/api/audit/{entry_id}', { params: { path: { entry_id: id } } }));
  const only = (change: Parameters<Change>[0]) => onSearch({ ...NO_FILTERS, ...change, open: undefined });
  return (
    <SideDrawer open onClose={() => onSearch({ open: undefined })} title={t('entry', { id })} width={620}>
      <Loaded query={query}>
        {({ data }) => (
          <>
            <dl className={styles['facts']}>
              <div><dt>{t('at')}</dt><dd>{format.moment(data.at)}</dd></div>
              <div><dt>{t('actor')}</dt><dd>{data.actor} <Button type="link" size="small" onClick={() => only({ actor: data.actor })}>{t('byActor')}</Button></dd></div>
              <div><dt>{t('action')}</dt><dd><code>{data.action}</code></dd></div>
              <div><dt>{t('subject')}</dt><dd><code>{data.subject}</code> <Button type="link" size="small" onClick={() => only({ subject: data.subject })}>{t('onSubject')}</Button></dd></div>
              <div><dt>{t('result')}</dt><dd><Pill tone={data.result === 'ok' ? 'green' : 'red'}>{t(data.result === 'ok' ? 'ok' : 'refused')}</Pill></dd></div>
              <div><dt>{t('address')}</dt><dd>{data.address || '—'}</dd></div>
              {data.trace_id ? (
                <div>
                  <dt>{t('trace')}</dt>
                  <dd><code className={styles['trace']}>{data.trace_id}</code> <Copy text={data.trace_id} /> <Button type="link" size="small" onClick={() => only({ trace: data.trace_id })}>{t('same')}</Button></dd>
                </div>
              ) : null}
            </dl>
            <Changes entry={data} />
            <Details entry={data} />
          </>
        )}
      </Loaded>
      <div className={styles['steps']}>
        <Button disabled={last === undefined || id >= last} onClick={() => onSearch({ open: id + 1 })}>{t('newer')}</Button>
        <Button disabled={id <= 1} onClick={() => onSearch({ open: id - 1 })}>{t('older')}</Button>
      </div>
    </SideDrawer>
  );
}
