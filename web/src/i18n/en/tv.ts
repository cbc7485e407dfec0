import type { Like } from '../like';
import type { tv as zh } from '../zh/tv';

export const tv: Like<typeof zh> = {
  title: 'Call wallboard',
  panel: { today: 'Today', agents: 'Agents', trend: 'Trend', grades: 'Grades' },
  until: 'As of {{time}}',
  versus: 'against yesterday until {{time}}',
  reconnecting: 'Reconnecting…',
  waiting: 'Connecting…',
  paused: 'Rotation paused',
  kinds: '¥9 {{nine}} · ¥1 {{one}}',
  quiet: 'No calls yet today',
  hours: 'Calls and connected calls by the hour today',
  trendLead: 'Calls and orders of the last 30 days',
  agentsLead: 'The 10 with the most orders today',
  gradesLead: 'Grades of today',
  rank: 'Rank',
  agent: 'Agent',
  noAgent: 'No agent',
  keys: 'Keys',
  key: { move: 'the panel before, the next', choose: 'go to a panel', pause: 'pause or go on', full: 'full screen', help: 'these keys', leave: 'back to the overview' },
};
