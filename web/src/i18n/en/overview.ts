import type { Like } from '../like';
import type { overview as zh } from '../zh/overview';

export const overview: Like<typeof zh> = {
  title: 'Overview',
  period: { today: 'Today', yesterday: 'Yesterday', month: 'This month' },
  versus: {
    today: 'vs yesterday up to {{time}}',
    yesterday: 'vs the day before',
    month: 'vs last month up to {{day}} {{time}}',
    monthDay: 'vs last month up to {{day}}',
  },
  before: 'Previous: {{value}}',
  workingDays: '{{count}} working days',
  workingDays_one: '1 working day',
  attention: {
    title: 'Needs attention',
    fine: 'All clear: every track is complete, with no deviation.',
    nothing: 'No call data yet: check that the data source can be reached, then run the first sync.',
    never: '{{count}} days were never synced and are not in the totals: {{days}}',
    never_one: '1 day was never synced and is not in the totals: {{days}}',
    incomplete: '{{source}}: call data incomplete on {{count}} days: {{days}}',
    incomplete_one: '{{source}}: call data incomplete on 1 day: {{days}}',
    incompleteTotals: '{{source}}: dialer totals incomplete on {{count}} days: {{days}}',
    incompleteTotals_one: '{{source}}: dialer totals incomplete on 1 day: {{days}}',
    unverified: '{{source}}: calls of {{count}} days came by file or push and are not yet verified against the dialer: {{days}}',
    unverified_one: '{{source}}: calls of 1 day came by file or push and are not yet verified against the dialer: {{days}}',
    deviation: '{{period}}: orders deviate by {{value}} (dialer {{vendor}}, by grade {{ours}})',
    missingTotals: '{{period}}: dialer totals missing for {{count}} days, so the deviation cannot be checked',
    missingTotals_one: '{{period}}: dialer totals missing for 1 day, so the deviation cannot be checked',
    stale: '{{track}}: last complete sync {{time}} ({{source}})',
    failed: 'The last sync failed ({{source}}): {{error}}',
    open: 'View',
  },
  track: { grade: 'Calls', task: 'Totals' },
  trend: { title: 'Trend', byHour: 'by hour', byDay: 'by day', label: '{{metric}} and {{rate}}', day: 'Day' },
  agents: { title: 'Agent ranking', name: 'Agent', all: 'Calls without an agent', excluded: 'Not an agent', versus: 'vs previous' },
  grades: { all: 'All grades', title: 'Grades', label: 'Calls by grade' },
};
