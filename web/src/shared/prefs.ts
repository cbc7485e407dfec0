/** What a person prefers on this machine. What one would share lives in the address instead. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type Theme = 'light' | 'dark' | 'system';
export type Language = 'zh-CN' | 'en';
export type Density = 'compact' | 'comfortable';
/** red-up: 红涨绿跌, green-up: 绿涨红跌. */
export type Market = 'red-up' | 'green-up';

interface Prefs {
  theme: Theme;
  language: Language;
  density: Density;
  market: Market;
  siderFolded: boolean;
  hiddenColumns: Record<string, string[]>;
  set: (change: Partial<Omit<Prefs, 'set'>>) => void;
  hideColumns: (table: string, hidden: string[]) => void;
}

const spoken = (): Language => (globalThis.navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh-CN');

export const usePrefs = create<Prefs>()(
  persist(
    (set) => ({
      theme: 'system',
      language: spoken(),
      density: 'compact',
      market: 'red-up',
      siderFolded: false,
      hiddenColumns: {},
      set: (change) => set(change),
      hideColumns: (table, hidden) =>
        set((before) => ({ hiddenColumns: { ...before.hiddenColumns, [table]: hidden } })),
    }),
    { name: 'leadline.prefs' },
  ),
);

const asksForDark = () => globalThis.matchMedia('(prefers-color-scheme: dark)');

/** Whether `theme` is dark at the moment. */
export const isDark = (theme: Theme): boolean => theme === 'dark' || (theme === 'system' && asksForDark().matches);

/** Keeps <html> as the preferences say, and tells when the system's own theme turns. */
export function applyPrefs(turned: () => void): () => void {
  const apply = () => {
    const { theme, language, density, market } = usePrefs.getState();
    const root = document.documentElement;
    root.dataset['theme'] = isDark(theme) ? 'dark' : 'light';
    root.dataset['density'] = density;
    root.dataset['market'] = market;
    root.lang = language;
  };
  apply();
  const media = asksForDark();
  const onSystem = () => {
    apply();
    turned();
  };
  media.addEventListener('change', onSystem);
  const stop = usePrefs.subscribe(apply);
  return () => {
    stop();
    media.removeEventListener('change', onSystem);
  };
}
