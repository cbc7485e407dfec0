import { theme as antd, type ThemeConfig } from 'antd';
import type { Density } from '@/shared/prefs';
import type { Palette } from './tokens';

/** antd in our clothes: hairlines instead of shadows, our blues, the density of the preferences; nothing `moves` for who asked their system for that. */
export function antdTheme(palette: Palette, dark: boolean, density: Density, moves: boolean): ThemeConfig {
  return {
    // its rules are a stylesheet (tools/antdStyles.mjs); only the values of this theme are set at run time
    hashed: false,
    zeroRuntime: true,
    algorithm: [dark ? antd.darkAlgorithm : antd.defaultAlgorithm, ...(density === 'compact' ? [antd.compactAlgorithm] : [])],
    token: {
      colorPrimary: palette.solid,
      colorLink: palette.primary,
      colorLinkHover: palette.primary,
      colorInfo: palette.primary,
      colorError: palette.red,
      colorSuccess: palette.green,
      colorWarning: palette.amber,
      colorBgLayout: palette.page,
      colorBgContainer: palette.surface,
      colorBgElevated: palette.raised,
      colorBorder: dark ? '#3a414e' : '#d3d8e0',
      colorBorderSecondary: palette.line,
      colorText: palette.text,
      colorTextSecondary: palette.muted,
      colorTextTertiary: palette.muted,
      colorTextDescription: palette.muted,
      colorTextPlaceholder: dark ? '#8a92a1' : '#6b7280',
      fontFamily: 'var(--font)',
      fontSize: 14,
      controlHeight: 32,
      borderRadius: 7,
      borderRadiusLG: 10,
      wireframe: false,
      // what a stylesheet alone would hold still, antd would wait for: a closed dialog would stay over the page
      motion: moves,
      motionDurationMid: '0.14s',
      motionDurationSlow: '0.2s',
    },
    components: {
      Drawer: { paddingLG: 20 },
      Segmented: { trackBg: dark ? '#1f242d' : '#eceff4' },
      Button: { primaryShadow: 'none', defaultShadow: 'none', fontWeight: 500 },
    },
  };
}
