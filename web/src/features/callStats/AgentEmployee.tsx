import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { read } from '@/api/client';
import { useCan } from '@/shared/me';
import { Pill } from '@/shared/Pill';

/** Whose account it is today, for those who may see employees. */
export function AgentEmployee({ source, id, name }: { source: string; id: string; name: string | null }) {
  const { t } = useTranslation('callStats');
  const reads = useCan()('employee:read');
  const query = useQuery({
    ...read('/api/employees', { params: { query: { q: name ?? '', per_page: 200 } } }),
    enabled: reads, staleTime: 300_000,
  });
  const found = query.data?.data.find((one) => one.agents.some((agent) => agent.current && agent.source === source && agent.agent_id === id));
  if (!found) return null;
  return (
    <>
      <Pill tone="teal">{t('agents.employee', { name: found.name, number: found.employee_no })}</Pill>
      {found.team ? <span>{found.team.name}</span> : null}
    </>
  );
}
