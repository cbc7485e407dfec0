import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/api/client';
import { Dialog } from '@/shared/Dialog';
import { Form } from '@/shared/Field';
import { useWrite } from '@/shared/useWrite';
import { WayChoice } from './NewUser';
import { nameOf, type User } from './parts';
import { Secret, type Way } from './Secret';

/** Takes a user's password, and gives a way to come in again. */
export function ResetPassword({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('users');
  const common = useTranslation('common').t;
  const queries = useQueryClient();
  const [way, setWay] = useState<Way>('link');
  const reset = useWrite({
    mutationFn: () => send('post', '/api/users/{user_id}/reset-password', { params: { path: { user_id: user.id } }, body: { secret: way } }),
    onSuccess: () => queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/users') }),
  });
  const title = t('reset.title', { name: nameOf(user) });
  return (
    <Dialog title={title} width={460} sticky={!!reset.data} onClose={onClose}>
      {reset.data ? (
        <div style={{ display: 'grid', gap: 12, justifyItems: 'stretch' }}>
          <Secret made={reset.data.data} />
          <Button type="primary" onClick={onClose}>{t('new.done')}</Button>
        </div>
      ) : (
        <Form
          label={title} error={reset.error} onSubmit={() => reset.mutate()}
          actions={<><Button onClick={onClose}>{common('cancel')}</Button><Button type="primary" danger htmlType="submit" loading={reset.isPending}>{t('reset.submit')}</Button></>}
        >
          <p>{t('reset.lead')}</p>
          <WayChoice value={way} onChange={setWay} />
        </Form>
      )}
    </Dialog>
  );
}
