import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import { CloseDialog } from './CloseDialog';
import { today } from './days';
import { useFormat } from './format';
import { useCan } from './me';
import { Pill } from './Pill';

type Close = Schemas['ClosingShape'] | null | undefined;

/** Whether a day is closed; nothing for one that never was. */
export function ClosingPill({ closing }: { closing: Close }) {
  const { t } = useTranslation();
  if (!closing) return null;
  return <Pill tone={closing.state === 'closed' ? 'teal' : 'amber'}>{t(`closing.${closing.state}`)}</Pill>;
}

/** When a day was closed, by whom and why, or why it was opened again; and the button for who may do either. */
export function ClosingNote({ closing, day, source }: { closing: Close; day: string; source: string }) {
  const { t } = useTranslation();
  const can = useCan();
  const [asking, setAsking] = useState<'close' | 'reopen'>();
  const act = closing?.state !== 'closed' ? 'close' as const : closing.closed_by ? 'reopen' as const : undefined;
  return (
    <>
      {closing ? <Told closing={closing} /> : <p className="muted">{t('closing.never')}</p>}
      {act && day < today() && can('day:close') ? <Button size="small" onClick={() => setAsking(act)}>{t(`closing.act.${act}`)}</Button> : null}
      {asking ? <CloseDialog act={asking} day={day} source={source} onClose={() => setAsking(undefined)} /> : null}
    </>
  );
}

function Told({ closing }: { closing: NonNullable<Close> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const closed = closing.state === 'closed';
  const by = closed ? closing.closed_by : closing.reopened_by;
  const why = closed ? closing.note : closing.reason;
  return (
    <>
      <p className="line-up">
        <ClosingPill closing={closing} />
        <span className="muted">{[format.moment(closed ? closing.closed_at : closing.reopened_at), by ? t('closing.by', { name: by }) : ''].filter(Boolean).join(' · ')}</span>
      </p>
      {why ? <p>{why}</p> : null}
    </>
  );
}
