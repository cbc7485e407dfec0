import { common } from './common';
import { overview } from './overview';
import { shell } from './shell';
import { signIn } from './signIn';

/** One namespace a feature, one line each. */
export const zh = {
  common,
  overview,
  shell,
  signIn,
} as const;
