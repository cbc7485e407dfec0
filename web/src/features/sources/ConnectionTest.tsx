import { CheckCircleFilled, CloseCircleFilled, LoadingOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { send } from '@/api/client';
import { Failed } from '@/shared/States';
import { useWrite } from '@/shared/useWrite';
import styles from './Sources.module.css';

/** Asks the source step by step; each step is a sentence, the last one the verdict. */
export function ConnectionTest({ source }: { source: string }) {
  const { t } = useTranslation('sources');
  const test = useWrite({ mutationFn: () => send('post', '/api/sources/{source}/check', { params: { path: { source } } }) });
  const report = test.data?.data;
  return (
    <div className={styles['test']}>
      <Button onClick={() => test.mutate()} loading={test.isPending}>{test.isPending ? t('testing') : t('test')}</Button>
      {test.isPending ? <p className="muted" role="status"><LoadingOutlined /> {t('testing')}</p> : null}
      {test.error ? <Failed error={test.error} /> : null}
      {report && !test.isPending ? (
        <div className={styles['report']} data-ok={report.ok} role="status">
          <p className={styles['verdict']}>{report.ok ? <CheckCircleFilled /> : <CloseCircleFilled />} {t(report.ok ? 'fine' : 'broken')}</p>
          <ol>{report.steps.map((step) => <li key={step}>{step}</li>)}</ol>
        </div>
      ) : null}
    </div>
  );
}
