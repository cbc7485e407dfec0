import type { Like } from '../like';
import type { zh } from '../zh';
import { common } from './common';
import { shell } from './shell';
import { signIn } from './signIn';

export const en: Like<typeof zh> = {
  common,
  shell,
  signIn,
};
