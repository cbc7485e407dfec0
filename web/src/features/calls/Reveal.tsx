import { EyeOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { send } from '@/api/client';
import { Copy } from '@/shared/Copy';
import { useReveal } from '@/shared/useReveal';
import styles from './Calls.module.css';
import type { Call } from './columns';

const SHORTEST = 2;

/** The masked number; the whole one for a reason, for a minute. */
export function Reveal({ call, allowed }: { call: Call; allowed: boolean }) {
  const { t } = useTranslation('calls');
  const { asking, setAsking, reason, setReason, left, reveal, phone } = useReveal((given) =>
    send('post', '/api/calls/{record_id}/reveal', { params: { path: { record_id: String(call.id) } }, body: { reason: given } }));
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
