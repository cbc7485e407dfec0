import type { Like } from '../like';
import type { zh } from '../zh';
import { account } from './account';
import { alerts } from './alerts';
import { audit } from './audit';
import { calls } from './calls';
import { callStats } from './callStats';
import { channels } from './channels';
import { common } from './common';
import { grades } from './grades';
import { imports } from './imports';
import { jobs } from './jobs';
import { overview } from './overview';
import { people } from './people';
import { roles } from './roles';
import { reconciliation } from './reconciliation';
import { settings } from './settings';
import { shell } from './shell';
import { signIn } from './signIn';
import { sources } from './sources';
import { sync } from './sync';
import { users } from './users';
import { views } from './views';
import { tv } from './tv';

export const en: Like<typeof zh> = {
  account,
  alerts,
  audit,
  calls,
  callStats,
  channels,
  common,
  grades,
  imports,
  jobs,
  overview,
  people,
  roles,
  reconciliation,
  settings,
  shell,
  signIn,
  sources,
  sync,
  users,
  views,
  tv,
};
