import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { PageHead } from '@/shared/Card';
import { Pill } from '@/shared/Pill';
import { Tabs } from '@/shared/Tabs';
import { AlertDrawer } from './AlertDrawer';
import { AlertList } from './AlertList';
import { Rules } from './Rules';
import { NO_FILTERS, type PageProps, TABS } from './search';

/** What is wrong, what was, and by which rules. */
export function AlertsPage({ search, onSearch }: PageProps) {
  const { t } = useTranslation('alerts');
  const tab = search.tab ?? 'open';
  const open = useQuery(read('/api/alerts/summary')).data?.data.open;
  return (
    <>
      <PageHead title={t('title')} note={open ? <Pill tone="red">{t('count', { count: open })}</Pill> : null} />
      <Tabs
        label={t('title')} current={tab} tabs={TABS.map((key) => ({ key, label: t(`tab.${key}`) }))}
        onChange={(key) => onSearch({ ...NO_FILTERS, alert: undefined, tab: key === 'open' ? undefined : key })}
      >
        {tab === 'rules' ? <Rules /> : <AlertList key={tab} search={search} onSearch={onSearch} />}
      </Tabs>
      {search.alert === undefined ? null : <AlertDrawer key={search.alert} id={search.alert} onClose={() => onSearch({ alert: undefined })} />}
    </>
  );
}
