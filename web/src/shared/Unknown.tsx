import { useTranslation } from 'react-i18next';
import { NOTHING } from './format';

/** In place of a figure of days that nobody has asked the dialer for: not known is not none. */
export function Unknown() {
  const { t } = useTranslation();
  return <span data-tip={t('neverSynced')} tabIndex={0} role="note" aria-label={t('neverSynced')}>{NOTHING}</span>;
}
