import type { Like } from '../like';
import type { tv as zh } from '../zh/tv';

export const tv: Like<typeof zh> = {
  title: 'Call wallboard',
  panel: { today: 'Today', agents: 'Agents', trend: 'Trend', grades: 'Grades' },
  until: 'As of {{time}}',
  versus: 'vs yesterday up to {{time}}',
  reconnecting: 'Reconnecting…',
  waiting: 'Connecting…',
  blind: 'No data can be read right now. It will appear once the server answers.',
  paused: 'Rotation paused',
  kinds: '¥9 {{nine}} · ¥1 {{one}}',
  quiet: 'No calls yet today',
  unsynced: 'Not synced yet today: no figures are known',
  hours: 'Calls and connected calls by hour today',
  trendLead: 'Calls and orders, last 30 days',
  agentsLead: 'Top 10 by orders today',
  gradesLead: 'Calls by grade today',
  rank: 'Rank',
  agent: 'Agent',
  noAgent: 'No agent',
  keys: 'Shortcuts',
  key: { move: 'Previous / next panel', choose: 'Go to a panel', pause: 'Pause or resume rotation', full: 'Full screen', help: 'Show shortcuts', leave: 'Back to the overview' },
};
