import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { Once } from '@/shared/Once';

export type Way = 'link' | 'password';

/** How a user gets in for the first time, or again. */
export function Secret({ made }: { made: Schemas['OneTime'] }) {
  const { t } = useTranslation('users');
  const way: Way = made.sign_in_link ? 'link' : 'password';
  return <Once secret={made.sign_in_link ?? made.one_time_password ?? ''} note={t(`once.${way}`)} />;
}
