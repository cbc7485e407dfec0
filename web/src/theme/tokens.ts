/** Colours that antd needs as values; the same stand in styles.css as custom properties. */
export interface Palette {
  page: string;
  surface: string;
  raised: string;
  line: string;
  text: string;
  muted: string;
  primary: string;
  solid: string;
  soft: string;
  red: string;
  green: string;
  amber: string;
}

export const LIGHT: Palette = {
  page: '#f4f5f8',
  surface: '#ffffff',
  raised: '#ffffff',
  line: '#e4e7ec',
  text: '#171a21',
  muted: '#5a6272',
  primary: '#1d4ed8',
  solid: '#1d4ed8',
  soft: '#edf2ff',
  red: '#c8272d',
  green: '#0f7b46',
  amber: '#96590a',
};

export const DARK: Palette = {
  page: '#0e1014',
  surface: '#16191f',
  raised: '#1c2028',
  line: '#272c36',
  text: '#e6e9ef',
  muted: '#a0a8b6',
  primary: '#86a8ff',
  solid: '#2f5bd8',
  soft: '#1b2540',
  red: '#ff7a78',
  green: '#4cc588',
  amber: '#f0b25a',
};
