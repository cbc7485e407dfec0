import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCan } from './me';
import { Empty } from './States';

/** No calls on the chosen days, or none that anybody asked for, and for who may pull them, where they would come from: for a table. */
export function NoCallsText({ unknown }: { unknown?: boolean }) {
  const { t } = useTranslation();
  const can = useCan();
  const imports = can('call:import') ? <> <Link to="/import">{t('toImport')}</Link></> : null;
  if (!can('call:sync')) return <>{t('noCallsSeen')}{imports}</>;
  return <>{t(unknown ? 'neverAsked' : 'noCalls')} <Link to="/sync">{t('toSync')}</Link>{imports}</>;
}

/** The same, for a card. */
export const NoCalls = (props: { unknown?: boolean }) => <Empty text={<NoCallsText {...props} />} />;
