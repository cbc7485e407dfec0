import type { UseQueryResult } from '@tanstack/react-query';
import { Button, type SelectProps } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './listed.module.css';

export type Listed = Pick<UseQueryResult, 'isPending' | 'isLoadingError' | 'refetch'>;
type Said = Pick<SelectProps, 'loading' | 'notFoundContent' | 'popupRender' | 'onOpenChange'>;

/** What a select says while the list behind it is not there: such a list is not told as an empty one. Opening it asks anew. */
export function useListed(query: Listed | undefined): Said {
  const { t } = useTranslation();
  if (query?.isPending) return { loading: true, notFoundContent: t('loading') };
  if (!query?.isLoadingError) return {};
  const again = () => void query.refetch();
  return {
    notFoundContent: <span />, // antd opens no list that has nothing to say
    onOpenChange: (open) => open && again(),
    popupRender: (menu) => <>{menu}<ListFailed onAgain={again} /></>,
  };
}

/** That the choices could not be loaded, with a button that leaves the focus where it is. */
export function ListFailed({ onAgain }: { onAgain: () => void }) {
  const { t } = useTranslation();
  return (
    <span role="alert" className={styles['failed']}>
      {t('states.listFailed')} <Button size="small" onMouseDown={(event) => event.preventDefault()} onClick={onAgain}>{t('retry')}</Button>
    </span>
  );
}
