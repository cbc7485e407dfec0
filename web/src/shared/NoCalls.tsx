import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from './States';

/** No calls on the chosen days, and where they would come from: for a table. */
export function NoCallsText() {
  const { t } = useTranslation();
  return <>{t('noCalls')} <Link to="/sync">{t('toSync')}</Link></>;
}

/** The same, for a card. */
export const NoCalls = () => <Empty text={<NoCallsText />} />;
