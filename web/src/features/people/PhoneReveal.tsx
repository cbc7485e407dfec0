import { EyeOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/api/client';
import { Copy } from '@/shared/Copy';
import { Field, Form, problemOf } from '@/shared/Field';
import { useCan } from '@/shared/me';
import styles from './People.module.css';

const SHOWN_SECONDS = 60;

/** The masked number; whole after a reason, for a minute. */
export function PhoneReveal({ id, masked }: { id: number; masked: string }) {
  const { t } = useTranslation('people');
  const common = useTranslation('common').t;
  const can = useCan();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [left, setLeft] = useState(0);
  const reveal = useMutation({
    mutationFn: () => send('post', '/api/employees/{employee_id}/reveal', { params: { path: { employee_id: String(id) } }, body: { reason: reason.trim() } }),
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
  return (
    <>
      <span className="line-up">
        <span data-testid="phone">{phone ?? masked}</span>
        {phone ? <><Copy text={phone} /><small className="muted">{t('reveal.hides', { seconds: left })}</small></> : null}
        {!phone && !asking && can('phone:reveal') ? <Button size="small" icon={<EyeOutlined />} onClick={() => setAsking(true)}>{t('reveal.button')}</Button> : null}
      </span>
      {asking ? (
        <div className={styles['reveal']}>
          <Form
            label={t('reveal.button')} error={reveal.error} fields={['reason']} onSubmit={() => reveal.mutate()}
            actions={<><Button size="small" onClick={() => setAsking(false)}>{common('cancel')}</Button><Button size="small" type="primary" htmlType="submit" disabled={!reason.trim()} loading={reveal.isPending}>{t('reveal.confirm')}</Button></>}
          >
            <Field label={t('reveal.reason')} hint={t('reveal.note')} problem={problemOf(reveal.error, 'reason')}>
              {(field) => <Input id={field} value={reason} maxLength={200} autoFocus placeholder={t('reveal.placeholder')} onChange={(event) => setReason(event.target.value)} />}
            </Field>
          </Form>
        </div>
      ) : null}
    </>
  );
}
