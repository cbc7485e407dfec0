import { useTranslation } from 'react-i18next';
import { today } from '@/shared/days';
import { useFormat } from '@/shared/format';
import { useAgents, useGrades, useQuiet } from './live';
import { leadersOf } from './panels';
import styles from './Tv.module.css';

/** Who has the most orders today. */
export function AgentsPanel() {
  const { t } = useTranslation('tv');
  const common = useTranslation('common').t;
  const format = useFormat();
  const quiet = useQuiet();
  const board = useAgents(today()).data?.data;
  const rows = board && leadersOf(board);
  return (
    <>
      <p className={styles['lead']}>{rows && !rows.length ? t(quiet) : t('agentsLead')}</p>
      {rows?.length ? (
        <table className={styles['board']}>
          <thead>
            <tr>
              <th scope="col">{t('rank')}</th>
              <th scope="col">{t('agent')}</th>
              {(['orders', 'success_rate', 'calls', 'connected', 'contact_rate'] as const).map((metric) => <th key={metric} scope="col" className="num">{common(`metric.${metric}`)}</th>)}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={`${row.source} ${row.agent_id ?? ''}`} data-top={index < 3}>
                <td>{index + 1}</td>
                <td>{row.name ?? row.agent_id ?? t('noAgent')}</td>
                <td className="num"><b>{format.number(row.orders)}</b></td>
                <td className="num">{format.rate(row.success_rate)}</td>
                <td className="num">{format.number(row.calls)}</td>
                <td className="num">{format.number(row.connected)}</td>
                <td className="num">{format.rate(row.contact_rate)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </>
  );
}

/** What today's calls came to. */
export function GradesPanel() {
  const { t } = useTranslation('tv');
  const format = useFormat();
  const quiet = useQuiet();
  const rows = useGrades(today()).data?.data;
  const most = Math.max(1, ...(rows ?? []).map((row) => row.calls));
  return (
    <>
      <p className={styles['lead']}>{rows && !rows.length ? t(quiet) : t('gradesLead')}</p>
      <ul className={styles['grades']}>
        {rows?.map((row) => (
          <li key={row.code ?? ''}>
            <span>{row.label}</span>
            <span className={styles['track']} aria-hidden="true"><i data-tone={row.category ?? 'none'} style={{ width: `${(row.calls / most) * 100}%` }} /></span>
            <b className="num">{format.number(row.calls)}</b>
            <span className="num">{format.rate(row.share)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
