import { useTranslation } from 'react-i18next';
import { PageHead } from '@/shared/Card';
import { DropCard } from './DropCard';
import { FileView } from './FileView';
import styles from './Import.module.css';
import { JobView } from './JobView';
import { Recent } from './Recent';
import type { PageProps } from './search';

/** A file is uploaded, looked at, and taken by a job: each step has its address. */
export function ImportPage({ search, onSearch }: PageProps) {
  const { t } = useTranslation('imports');
  const again = () => onSearch({});
  let step = <DropCard onSeen={(file) => onSearch({ file })} />;
  if (search.job !== undefined) step = <JobView key={search.job} id={search.job} onSearch={onSearch} />;
  else if (search.file !== undefined) step = <FileView key={search.file} id={search.file} onStarted={(job) => onSearch({ job })} onOther={again} />;
  return (
    <>
      <PageHead title={t('title')} />
      <div className={styles['stack']}>
        {step}
        <Recent onOpen={(job) => onSearch({ job })} />
      </div>
    </>
  );
}
