import { DoubleLeftOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Choice } from '../Choice';
import { useFormat } from '../format';
import styles from './DataTable.module.css';
import type { Pager } from './types';

/** Where one is among the pages, and the way on. */
export function PagerBar({ pager, rows }: { pager: Pager; rows: number }) {
  return pager.kind === 'flow' ? <FlowBar pager={pager} rows={rows} /> : <PagesBar pager={pager} />;
}

function FlowBar({ pager, rows }: { pager: Extract<Pager, { kind: 'flow' }>; rows: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={styles['pager']}>
      <span role="status">{t('table.loaded', { rows: format.number(rows) })}{pager.state === 'more' ? '' : ` · ${t(`table.flow.${pager.state}`)}`}</span>
      {pager.state === 'more' ? <Button size="small" onClick={pager.onMore}>{t('more')}</Button> : null}
      <Button size="small" onClick={pager.onPages}>{t('table.byPages')}</Button>
    </div>
  );
}

function PagesBar({ pager }: { pager: Exclude<Pager, { kind: 'flow' }> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const counted = pager.kind === 'pages';
  const previous = counted ? (pager.page > 1 ? () => pager.onPage(pager.page - 1) : undefined) : pager.onPrevious;
  const next = counted ? (pager.page < pager.pages ? () => pager.onPage(pager.page + 1) : undefined) : pager.hasNext ? pager.onNext : undefined;
  const first = counted ? (pager.page > 2 ? () => pager.onPage(1) : undefined) : pager.onFirst;
  return (
    <nav className={styles['pager']} aria-label={t('table.page', { page: pager.page })}>
      <span>{counted ? t('table.of', { total: format.number(pager.total) }) : null}</span>
      {pager.onPerPage ? (
        <Choice
          value={pager.perPage} onChange={pager.onPerPage} label={t('table.perPage', { count: pager.perPage })}
          options={(pager.sizes ?? [20, 50, 100, 200]).map((count) => ({ value: count, label: t('table.perPage', { count }) }))}
        />
      ) : null}
      {!counted && pager.onFlow ? <Button size="small" type="text" onClick={pager.onFlow}>{t('table.byScrolling')}</Button> : null}
      <Button size="small" type="text" icon={<DoubleLeftOutlined />} disabled={!first} onClick={first} aria-label={t('table.first')} title={t('table.first')} />
      <Button size="small" icon={<LeftOutlined />} disabled={!previous} onClick={previous} aria-label={t('table.previous')}>{t('table.previous')}</Button>
      <span>{counted ? `${pager.page} / ${Math.max(pager.pages, 1)}` : t('table.page', { page: pager.page })}</span>
      <Button size="small" disabled={!next} onClick={next} aria-label={t('table.next')}>{t('table.next')} <RightOutlined /></Button>
    </nav>
  );
}
