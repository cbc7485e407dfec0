/** Two languages. Chinese is the source of the keys' types (`zh`); English is loaded when it is asked for. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { explain } from '@/api/client';
import { speak } from '@/api/session';
import { type Language, usePrefs } from '@/shared/prefs';
import { zh } from './zh';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof zh;
  }
}

async function use(language: Language): Promise<void> {
  if (language === 'en' && !i18next.hasResourceBundle('en', 'common')) {
    const { en } = await import('./en');
    for (const [name, texts] of Object.entries(en)) i18next.addResourceBundle('en', name, texts);
  }
  speak(language);
  await i18next.changeLanguage(language);
}

/** Ready to translate into the language of the preferences, and following them from then on. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    defaultNS: 'common',
    ns: Object.keys(zh),
    resources: { 'zh-CN': zh },
    interpolation: { escapeValue: false }, // React escapes
  });
  explain((status, writing) => i18next.t(status === 0 ? 'states.unreachable' : writing ? 'states.undone' : 'states.failed'));
  await use(usePrefs.getState().language);
  usePrefs.subscribe((now, before) => {
    if (now.language !== before.language) void use(now.language);
  });
}
