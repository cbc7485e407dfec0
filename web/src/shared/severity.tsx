import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { Pill, type Tone } from './Pill';

export type Severity = Schemas['Severity'];
export const SEVERITIES = ['critical', 'warning', 'info'] as const satisfies readonly Severity[];
const TONES: Record<Severity, Tone> = { critical: 'red', warning: 'amber', info: 'blue' };

/** How soon somebody should look. */
export function SeverityPill({ severity }: { severity: Severity }) {
  const { t } = useTranslation('alerts');
  return <Pill tone={TONES[severity]} dot>{t(`severity.${severity}`)}</Pill>;
}
