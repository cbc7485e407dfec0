import { CloudDownloadOutlined, ImportOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, type Schemas } from '@/api/client';
import { Card, PageHead } from '@/shared/Card';
import { addDays, type ChosenRange, chosenRange, type Day, type RangeSearch, today } from '@/shared/days';
import { usePace } from '@/shared/live';
import { useCan } from '@/shared/me';
import { RangePicker } from '@/shared/RangePicker';
import { Skeleton } from '@/shared/Skeleton';
import { Empty, Loaded } from '@/shared/States';
import { useToday } from '@/shared/useToday';
import { DayDrawer } from './DayDrawer';
import { PullDialog, type PullWish } from './PullDialog';
import { PullProgress } from './PullProgress';
import { RunDrawer } from './RunDrawer';
import { Runs } from './Runs';
import { SourceCard } from './SourceCard';
import styles from './Sync.module.css';
import { usePull } from './usePull';

export interface SyncSearch extends RangeSearch {
  page?: number;
  /** The run whose drawer is open. */
  run?: number;
  /** The day whose drawer is open, as `source:day`. */
  day?: string;
}

interface Props {
  search: SyncSearch;
  onSearch: (change: SyncSearch) => void;
}

const USUAL_DAYS = 35;
const SOURCE_PX = 210;
const rangeOfPage = (search: SyncSearch, now: Day): ChosenRange =>
  search.range || search.start ? chosenRange(search, '30d') : { start: addDays(now, 1 - USUAL_DAYS), end: now, preset: undefined };

function bySource(tracks: Schemas['TrackStatus'][]): [string, Schemas['TrackStatus'][]][] {
  const found = new Map<string, Schemas['TrackStatus'][]>();
  for (const track of tracks) found.set(track.source, [...(found.get(track.source) ?? []), track]);
  return [...found];
}

/** Which days are known for good, and what can be done about the others. */
export function SyncPage({ search, onSearch }: Props) {
  const { t } = useTranslation('sync');
  const can = useCan();
  const navigate = useNavigate();
  const pace = usePace();
  const [wish, setWish] = useState<PullWish>();
  const pull = usePull(useCallback(() => setWish(undefined), [])); // what came is told by a notice
  const range = rangeOfPage(search, useToday());
  const status = useQuery({ ...read('/api/sync/status', { params: { query: { start: range.start, end: range.end } } }), refetchInterval: pace(30_000) });
  const seesSources = can('settings:read');
  const tracks = status.data?.data.tracks ?? [];
  const pullable = [...new Set(tracks.flatMap((track) => (track.pullable ? [track.source] : [])))];
  const none = status.isSuccess && !pullable.length; // nothing that could be pulled: how to get there is told below
  const [source = '', day = ''] = search.day?.split(':') ?? [];
  return (
    <>
      <PageHead title={t('title')}>
        <RangePicker value={range} onChange={(chosen) => onSearch({ start: chosen.start, end: chosen.end, range: chosen.range, page: undefined })} />
        {can('call:import') ? <Button icon={<ImportOutlined />} onClick={() => void navigate({ to: '/import' })}>{t('import')}</Button> : null}
        {can('call:sync') && !none ? (
          <Button type="primary" icon={<CloudDownloadOutlined />} onClick={() => setWish({ start: today(), end: today() })}>{t('pull.button')}</Button>
        ) : null}
      </PageHead>
      <div className={styles['stack']}>
        {pull.running && !wish ? <Card><PullProgress jobs={pull.jobs} /></Card> : null}
        <Loaded query={status} framed waiting={<Card><Skeleton height={SOURCE_PX} /></Card>}>
          {({ data }) => data.tracks.length ? (
            <>
              {bySource(data.tracks).map(([name, own]) => (
                <SourceCard
                  key={name} source={name} tracks={own} range={range} pullable={pullable.includes(name)} day={source === name ? day : undefined}
                  onDay={(one) => onSearch({ day: `${name}:${one}`, run: undefined })}
                  onFill={(days) => setWish({ start: range.start, end: range.end, source: name, days })}
                />
              ))}
            </>
          ) : <Card><Empty text={t('none')}>{seesSources ? <Link to="/system/sources">{t('toSources')}</Link> : null}</Empty></Card>}
        </Loaded>
        <Runs page={search.page ?? 1} current={search.run === undefined ? undefined : String(search.run)} onPage={(page) => onSearch({ page })} onRun={(run) => onSearch({ run, day: undefined })} />
      </div>
      {day ? (
        <DayDrawer
          day={day} source={source} tracks={tracks.filter((track) => track.source === source)} pullable={pullable.includes(source)}
          onClose={() => onSearch({ day: undefined })} onPull={setWish}
        />
      ) : null}
      {search.run === undefined ? null : <RunDrawer id={search.run} onClose={() => onSearch({ run: undefined })} onPull={setWish} />}
      {wish ? <PullDialog wish={wish} sources={pullable} pull={pull} onClose={() => setWish(undefined)} /> : null}
    </>
  );
}
