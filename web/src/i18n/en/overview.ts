import type { Like } from '../like';
import type { overview as zh } from '../zh/overview';

export const overview: Like<typeof zh> = {
  title: 'Overview',
  period: { today: 'Today', yesterday: 'Yesterday', month: 'This month' },
  versus: {
    today: 'against yesterday until {{time}}',
    yesterday: 'against the day before',
    month: 'against last month until {{day}} {{time}}',
    monthDay: 'against last month until {{day}}',
  },
  before: 'Before: {{value}}',
  workingDays: '{{count}} working days',
  attention: {
    title: 'Needs attention',
    fine: 'All is well: every track is complete and nothing deviates.',
    nothing: 'There are no calls yet: see that the data source can be reached, then sync for the first time.',
    never: '{{count}} days were never synced and are not in the totals: {{days}}',
    incomplete: '{{source}}: calls of {{count}} days are incomplete: {{days}}',
    incompleteTotals: "{{source}}: the dialer's totals of {{count}} days are incomplete: {{days}}",
    unverified: '{{source}}: calls of {{count}} days came by file or push, not checked against the dialer yet: {{days}}',
    deviation: '{{period}}: orders deviate by {{value}} (the dialer {{vendor}}, by grade {{ours}})',
    missingTotals: '{{period}}: {{count}} days lack the dialer\'s totals, so the deviation cannot be checked',
    stale: '{{track}}: last complete {{time}} ({{source}})',
    failed: 'The last sync failed ({{source}}): {{error}}',
    open: 'Look',
  },
  track: { grade: 'Calls', task: 'Totals' },
  trend: { title: 'Trend', byHour: 'by hour', byDay: 'by day', label: '{{metric}} and {{rate}}', day: 'Day' },
  agents: { title: 'Agents', name: 'Agent', all: 'Calls without an agent', excluded: 'No agent', versus: 'Against before' },
  grades: { all: 'All grades', title: 'Grades', label: 'Grades' },
};
