import { EyeOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/api/client';
import { Copy } from '@/shared/Copy';
import styles from './Calls.module.css';
import type { Call } from './columns';

const SHOWN_SECONDS = 60;
const SHORTEST = 2;

/** The masked number; the whole one for a reason, for a minute. */
export function Reveal({ call, allowed }: { call: Call; allowed: boolean }) {
  const { t } = useTranslation('calls');
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [left, setLeft] = useState(0);
  const reveal = useMutation({
    mutationFn: () => send('post', '/api/calls/{record_id}/reveal', { params: { path: { record_id: String(call.id) } }, body: { reason: reason.trim() } }),
    onSuccess: () => {
      setAsking(false);
      setReason('');
      setLeft(SHOWN_SECONDS);
    },
  });
  useEffect(() => {
    if (!left) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);

  const phone = left ? reveal.data?.data.phone : undefined;
  const short = reason.trim().length < SHORTEST;
  return (
    <>
      <div className="spread">
        <span className={styles['number']} data-testid="phone">{phone ?? call.phone ?? '—'} {phone ? <Copy text={phone} /> : null}</span>
        {phone ? <span className="muted">{t('reveal.hides', { seconds: left })}</span> : null}
        {allowed && call.phone && !phone && !asking ? <Button icon={<EyeOutlined />} onClick={() => setAsking(true)}>{t('reveal.button')}</Button> : null}
      </div>
      {asking ? (
        <form
          className={styles['reveal']} aria-label={t('reveal.title')}
          onSubmit={(event) => {
            event.preventDefault();
            if (!short) reveal.mutate();
          }}
        >
          <label htmlFor="reveal-reason">{t('reveal.reason')}</label>
          <Input id="reveal-reason" value={reason} maxLength={500} placeholder={t('reveal.placeholder')} onChange={(event) => setReason(event.target.value)} autoFocus />
          <p className="muted">{t('reveal.audited')}</p>
          {reveal.isError ? <p className={styles['problem']} role="alert">{reveal.error.message}</p> : null}
          <Button type="primary" htmlType="submit" disabled={short} loading={reveal.isPending} title={short ? t('reveal.short') : ''}>{t('reveal.confirm')}</Button>
        </form>
      ) : null}
    </>
  );
}
