import { createContext, use } from 'react';
import { LIGHT, type Palette } from '@/theme/tokens';

export const PaletteContext = createContext<Palette>(LIGHT);
/** The colours of the theme as values, for what cannot read custom properties. */
export const usePalette = (): Palette => use(PaletteContext);
