import type { Like } from '../like';
import type { zh } from '../zh';
import { common } from './common';
import { overview } from './overview';
import { shell } from './shell';
import { signIn } from './signIn';

export const en: Like<typeof zh> = {
  common,
  overview,
  shell,
  signIn,
};
