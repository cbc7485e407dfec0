import { useTranslation } from 'react-i18next';
import { NOTHING } from './format';

/** Names that no user can have (`employees/domain/names.py`). */
const SYSTEM: Partial<Record<string, 'system' | 'schedule' | 'commandLine'>> = { system: 'system', schedule: 'schedule', 'command line': 'commandLine' };

/** Who did something: a user by name, what is none in words. */
export function useWho(): (name: string | null | undefined) => string {
  const { t } = useTranslation();
  return (name) => {
    const none = name ? SYSTEM[name] : undefined;
    return none ? t(`who.${none}`) : name || NOTHING;
  };
}
