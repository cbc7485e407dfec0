import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Checkbox, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, type Schemas } from '@/api/client';
import { ClosingNote } from '@/shared/Closing';
import { useFormat } from '@/shared/format';
import { callsHref, figureHref } from '@/shared/links';
import { useCan } from '@/shared/me';
import { MiniTable } from '@/shared/MiniTable';
import { useOrderGrades } from '@/shared/orderGrades';
import { SideDrawer } from '@/shared/SideDrawer';
import { Empty, Loaded } from '@/shared/States';
import { Difference } from './Difference';
import { differs, MEASURES, weight } from './differences';
import { PullAgain } from './PullAgain';
import styles from './Reconciliation.module.css';

type Day = Schemas['DayBreakdownShape'];
type Side = 'accounts' | 'tasks';
interface Props {
  day: string;
  source: string;
  onClose: () => void;
}

/** A day by account and by task: where the difference comes from. */
export function DayDrawer({ day, source, onClose }: Props) {
  const format = useFormat();
  const can = useCan();
  const found = useQuery(read('/api/sync/reconciliation/{day}', { params: { path: { day }, query: { source } } }));
  return (
    <SideDrawer open onClose={onClose} width={720} title={`${format.day(day)} · ${source}`} extra={can('call:sync') ? <PullAgain day={day} source={source} /> : null}>
      <Loaded query={found}>
        {({ data }) => {
          const one = data.find((each) => each.total.source === source);
          return one ? <Body day={one} /> : <Empty />;
        }}
      </Loaded>
    </SideDrawer>
  );
}

function Body({ day }: { day: Day }) {
  const { t } = useTranslation('reconciliation');
  const common = useTranslation('common').t;
  const format = useFormat();
  const grades = useOrderGrades();
  const [side, setSide] = useState<Side>('accounts');
  const [only, setOnly] = useState(() => day.accounts.lines.some(differs));
  const { total } = day;
  const { lines, unattributed } = day[side];
  const shown = lines.filter((line) => !only || differs(line)).sort((a, b) => weight(b) - weight(a) || b.ours.calls - a.ours.calls);
  const hrefOf = (key: string) => callsHref({ start: total.date, end: total.date, source: [total.source], [side === 'accounts' ? 'agent' : 'task']: [key] });
  return (
    <>
      <MiniTable
        label={t('day.total')} rows={MEASURES} rowKey={(measure) => measure}
        columns={[
          { key: 'name', title: t('day.total'), cell: (measure) => common(`metric.${measure}`) },
          { key: 'ours', title: t('day.ours'), num: true, cell: (measure) => <Link to={figureHref({ start: total.date, end: total.date, source: [total.source] }, measure, grades)}>{format.number(total.ours[measure])}</Link> },
          { key: 'vendor', title: t('vendor'), num: true, cell: (measure) => format.number(total.vendor?.[measure]) },
          { key: 'difference', title: t('difference'), num: true, cell: (measure) => <Difference line={total} measure={measure} /> },
        ]}
      />
      <p className={styles['at']}>
        {total.vendor ? t('day.asked', { time: format.moment(total.vendor_at) }) : t('noVendor')} · {t('day.states', { grade: common(`dayState.${total.grade_state}`), task: common(`dayState.${total.task_state}`) })}
      </p>
      <div className={styles['at']}><ClosingNote closing={total.closing} day={total.date} source={total.source} /></div>
      <div className={styles['sides']}>
        <Segmented value={side} onChange={setSide} options={(['accounts', 'tasks'] as const).map((value) => ({ value, label: `${t(`day.${value}`)} ${day[value].lines.length}` }))} aria-label={t('day.side')} />
        <Checkbox checked={only} onChange={(event) => setOnly(event.target.checked)}>{t('onlyDifferingLines')}</Checkbox>
      </div>
      {shown.length ? (
        <MiniTable
          label={t(`day.${side}`)} rows={shown} rowKey={(line) => line.key}
          columns={[
            { key: 'name', title: t(`day.${side}`), cell: (line) => <Link to={hrefOf(line.key)}>{line.name || line.key || common('unknown')}</Link> },
            ...MEASURES.flatMap((measure) => [
              { key: measure, title: common(`metric.${measure}`), num: true, cell: (line: (typeof shown)[number]) => <span title={`${t('day.ours')} ${format.number(line.ours[measure])} · ${t('vendor')} ${format.number(line.vendor?.[measure])}`}>{format.number(line.ours[measure])}<span className="muted"> / {format.number(line.vendor?.[measure])}</span></span> },
              { key: `${measure}-difference`, title: t('difference'), num: true, cell: (line: (typeof shown)[number]) => <Difference line={line} measure={measure} /> },
            ]),
          ]}
        />
      ) : <Empty text={t(lines.length ? 'day.linesEqual' : 'day.noLines')} />}
      {unattributed && MEASURES.some((measure) => unattributed[measure]) ? (
        <p className={styles['rest']}>{t('day.unattributed', { calls: format.signed(unattributed.calls), connected: format.signed(unattributed.connected), orders: format.signed(unattributed.orders) })}</p>
      ) : null}
    </>
  );
}
