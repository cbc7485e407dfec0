import { common } from './common';
import { shell } from './shell';
import { signIn } from './signIn';

/** One namespace a feature, one line each. */
export const zh = {
  common,
  shell,
  signIn,
} as const;
