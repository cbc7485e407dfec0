import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { useFormat } from './format';
import { Pill } from './Pill';

type Close = Schemas['ClosingShape'] | null | undefined;

/** Whether a day is closed; nothing for one that never was. */
export function ClosingPill({ closing }: { closing: Close }) {
  const { t } = useTranslation();
  if (!closing) return null;
  return <Pill tone={closing.state === 'closed' ? 'teal' : 'amber'}>{t(`closing.${closing.state}`)}</Pill>;
}

/** When a day was closed, or why it was opened again. */
export function ClosingNote({ closing }: { closing: Close }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!closing) return <p className="muted">{t('closing.never')}</p>;
  const at = closing.state === 'closed' ? closing.closed_at : closing.reopened_at;
  return (
    <>
      <p className="line-up"><ClosingPill closing={closing} /><span className="muted">{format.moment(at)}</span></p>
      {closing.reason ? <p>{closing.reason}</p> : null}
    </>
  );
}
