import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './Field.module.css';

/** Somebody else has changed the record since the draft was begun: it would be refused; the newest can be taken instead. */
export function Moved({ moved, onTake }: { moved: boolean; onTake: () => void }) {
  const { t } = useTranslation();
  if (!moved) return null;
  return <p className={styles['moved']} role="status">{t('moved.text')} <Button size="small" onClick={onTake}>{t('moved.take')}</Button></p>;
}
