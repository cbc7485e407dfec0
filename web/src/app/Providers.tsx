import { SearchOutlined } from '@ant-design/icons';
import { App, ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
import zhCN from 'antd/locale/zh_CN';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isDark, usePrefs } from '@/shared/prefs';
import { antdTheme } from '@/theme/antd';
import { useMedia } from '@/shared/useMedia';
import { nonce, sealStyles } from '@/theme/nonce';
import { DARK, LIGHT } from '@/theme/tokens';
import { Tips } from '@/shared/Tips';

sealStyles();

function useLocale(language: string): Locale {
  const [english, setEnglish] = useState<Locale>();
  useEffect(() => {
    if (language !== 'en' || english) return;
    void Promise.all([import('antd/locale/en_US'), import('dayjs/locale/en')]).then(([one]) => setEnglish(one.default));
  }, [language, english]);
  return language === 'en' && english ? english : zhCN;
}

/** antd in the reader's theme and language. */
export function Providers({ children }: { children: ReactNode }) {
  const { theme, language, density } = usePrefs();
  useMedia('(prefers-color-scheme: dark)');
  const moves = !useMedia('(prefers-reduced-motion: reduce)');
  const dark = isDark(theme);
  const palette = dark ? DARK : LIGHT;
  const config = useMemo(() => antdTheme(palette, dark, density, moves), [palette, dark, density, moves]);
  const locale = useLocale(language);
  const { t } = useTranslation();
  const search = useMemo(() => ({ searchIcon: <SearchOutlined aria-label={t('search')} /> }), [t]);
  return (
    <ConfigProvider theme={config} locale={locale} csp={{ nonce }} button={{ autoInsertSpace: false }} inputSearch={search}>
      <App message={{ maxCount: 3 }} className="antd-app">
        {children}
        <Tips />
      </App>
    </ConfigProvider>
  );
}
