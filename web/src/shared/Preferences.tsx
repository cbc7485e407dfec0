import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './Preferences.module.css';
import { type Language, usePrefs } from './prefs';

const LANGUAGES: { value: Language; label: string }[] = [{ value: 'zh-CN', label: '中文' }, { value: 'en', label: 'English' }];

/** How the page looks to this person, on this machine. */
export function Preferences() {
  const { t } = useTranslation('shell');
  const common = useTranslation('common').t;
  const { theme, language, market, density, set } = usePrefs();
  return (
    <dl className={styles['prefs']}>
      <dt>{t('user.theme')}</dt>
      <dd>
        <Segmented
          size="small" value={theme} aria-label={t('user.theme')} onChange={(value) => set({ theme: value })}
          options={(['light', 'dark', 'system'] as const).map((value) => ({ value, label: t(`user.${value}`) }))}
        />
      </dd>
      <dt>{t('user.language')}</dt>
      <dd>
        <Segmented
          size="small" value={language} aria-label={t('user.language')} onChange={(value) => set({ language: value })}
          options={LANGUAGES}
        />
      </dd>
      <dt>{t('user.density')}</dt>
      <dd>
        <Segmented
          size="small" value={density} aria-label={t('user.density')} onChange={(value) => set({ density: value })}
          options={(['compact', 'comfortable'] as const).map((value) => ({ value, label: common(`table.${value}`) }))}
        />
      </dd>
      <dt>{t('user.market')}</dt>
      <dd>
        <Segmented
          size="small" value={market} aria-label={t('user.market')} onChange={(value) => set({ market: value })}
          options={[{ value: 'red-up' as const, label: t('user.redUp') }, { value: 'green-up' as const, label: t('user.greenUp') }]}
        />
      </dd>
    </dl>
  );
}
