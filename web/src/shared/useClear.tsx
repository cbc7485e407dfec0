import { CloseCircleFilled } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';

/** `allowClear` of a text field: its cross in the reader's language. */
export function useClear() {
  const { t } = useTranslation();
  return { clearIcon: <CloseCircleFilled aria-label={t('clear')} /> };
}
