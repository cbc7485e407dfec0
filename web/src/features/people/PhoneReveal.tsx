import { EyeOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { send } from '@/api/client';
import { Copy } from '@/shared/Copy';
import { Field, Form, problemOf } from '@/shared/Field';
import { useCan } from '@/shared/me';
import { useReveal } from '@/shared/useReveal';
import styles from './People.module.css';

/** The masked number; whole after a reason, for a minute. */
export function PhoneReveal({ id, masked }: { id: number; masked: string }) {
  const { t } = useTranslation('people');
  const common = useTranslation('common').t;
  const can = useCan();
  const { asking, setAsking, reason, setReason, left, reveal, phone } = useReveal((given) =>
    send('post', '/api/employees/{employee_id}/reveal', { params: { path: { employee_id: String(id) } }, body: { reason: given } }));
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
