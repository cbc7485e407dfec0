import { useTranslation } from 'react-i18next';
import { PageHead } from '@/shared/Card';
import { Tabs } from '@/shared/Tabs';
import { JobDrawer } from './JobDrawer';
import { JobList } from './JobList';
import { Schedules } from './Schedules';
import type { State } from './states';

export interface JobsSearch {
  tab?: 'schedules' | undefined;
  page?: number | undefined;
  state?: State | undefined;
  schedule?: number | undefined;
  /** The job whose drawer is open. */
  job?: number | undefined;
}
export interface PageProps {
  search: JobsSearch;
  onSearch: (change: JobsSearch) => void;
}

/** What runs in the background, and what starts by the clock. */
export function JobsPage({ search, onSearch }: PageProps) {
  const { t } = useTranslation('jobs');
  return (
    <>
      <PageHead title={t('title')} />
      <Tabs
        label={t('title')} current={search.tab ?? 'jobs'} onChange={(key) => onSearch({ tab: key === 'schedules' ? key : undefined, job: undefined })}
        tabs={[{ key: 'jobs', label: t('tab.jobs') }, { key: 'schedules', label: t('tab.schedules') }]}
      >
        {search.tab === 'schedules' ? <Schedules onSearch={onSearch} /> : <JobList search={search} onSearch={onSearch} />}
      </Tabs>
      {search.job === undefined ? null : <JobDrawer key={search.job} id={search.job} onClose={() => onSearch({ job: undefined })} />}
    </>
  );
}
