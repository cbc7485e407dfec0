import { BarChartOutlined, TableOutlined } from '@ant-design/icons';
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Chart.module.css';
import { dressed } from './charts/base';
import { usePalette } from './palette';
import { Skeleton } from './Skeleton';

export interface Picked {
  index: number;
  name: string;
  series: string;
}

const RETRY_MS = 3000;

interface Props {
  /** What the chart shows, in a few words. */
  label: string;
  option: EChartsCoreOption;
  height?: number;
  /** A click on a point, a bar, or anywhere in its column. */
  onPick?: (picked: Picked) => void;
  /** The same figures as a table, for those who cannot see a chart. */
  table: ReactNode;
}

/**
 * ECharts, loaded when the chart comes into view. Colours, fonts and grid come from the theme (`charts/base.ts`), so that
 * an option tells only what it shows; `useMemo` it.
 */
export function Chart({ label, option, height = 260, onPick, table }: Props) {
  const { t } = useTranslation();
  const palette = usePalette();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const picked = useRef(onPick);
  const [near, setNear] = useState(false);
  const [ready, setReady] = useState(false);
  const [tries, setTries] = useState(0);
  const [asTable, setAsTable] = useState(false);
  useEffect(() => {
    picked.current = onPick;
  }, [onPick]);

  useEffect(() => {
    if (!box.current || near) return;
    const watcher = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && setNear(true), { rootMargin: '200px' });
    watcher.observe(box.current);
    return () => watcher.disconnect();
  }, [near, asTable]);
  useEffect(() => {
    if (!near || asTable || !box.current) return;
    const element = box.current;
    let gone = false;
    let watcher: ResizeObserver | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const failed = () => {
      // the server was away just then: try again in a while
      if (!gone) again = setTimeout(() => setTries((count) => count + 1), RETRY_MS);
    };
    import('./charts/engine').then(({ begin }) => {
      if (gone) return;
      chart.current = begin(element, (one) => picked.current?.(one));
      watcher = new ResizeObserver(() => chart.current?.resize());
      watcher.observe(element);
      setReady(true);
    }, failed);
    return () => {
      gone = true;
      clearTimeout(again);
      watcher?.disconnect();
      chart.current?.dispose();
      chart.current = undefined;
      setReady(false);
    };
  }, [near, asTable, tries]);
  useEffect(() => {
    if (!ready) return;
    chart.current?.setOption(dressed(option, palette), { notMerge: true });
  }, [ready, option, palette]);

  const switchLabel = t(asTable ? 'asChart' : 'asTable');
  return (
    <figure className={styles['figure']} aria-label={label}>
      <button type="button" className={styles['switch']} onClick={() => setAsTable(!asTable)} aria-label={switchLabel} title={switchLabel}>
        {asTable ? <BarChartOutlined /> : <TableOutlined />}
      </button>
      {asTable ? (
        <div className={styles['table']} style={{ maxHeight: height }}>{table}</div>
      ) : (
        <div className={styles['stage']} style={{ height }}>
          {/* ECharts owns what is inside the box: React puts nothing there */}
          <div ref={box} className={styles['box']} role="img" aria-label={label} data-pick={!!onPick} />
          {ready ? null : <div className={styles['waiting']}><Skeleton height="100%" /></div>}
        </div>
      )}
    </figure>
  );
}
