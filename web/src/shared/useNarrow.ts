import { useMedia } from './useMedia';

/** Whether the window is as narrow as a telephone or a small tablet. */
export const useNarrow = (): boolean => useMedia('screen and (width < 860px)');
