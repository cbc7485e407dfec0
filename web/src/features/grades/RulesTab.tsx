import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { Loaded, Loading } from '@/shared/States';
import { Card } from '@/shared/Card';
import { RulesEditor } from './RulesEditor';

/** The rules in force, and an editor on them. */
export default function RulesTab() {
  const { t } = useTranslation('grades');
  const rules = useQuery({ ...read('/api/settings/grade-rules'), staleTime: 15_000 });
  const reload = async () => {
    const { data } = await rules.refetch();
    return data ? { rules: data.data, version: versionOf(data.meta) } : undefined;
  };
  return (
    <Loaded query={rules} framed waiting={<Card title={t('rules.title')}><Loading rows={10} /></Card>}>
      {({ data, meta }) => <RulesEditor rules={data} version={versionOf(meta)} reload={reload} />}
    </Loaded>
  );
}

const versionOf = (meta: object | null | undefined): string | undefined => {
  const version = (meta as { version?: unknown } | null | undefined)?.version;
  return typeof version === 'string' ? version : undefined;
};
