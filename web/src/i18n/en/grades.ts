import type { Like } from '../like';
import type { grades as zh } from '../zh/grades';

export const grades: Like<typeof zh> = {
  title: 'Grades',
  tab: { figures: 'Figures', rules: 'Rules' },
  table: 'Calls by grade',
  grade: 'Grade',
  code: 'Code',
  categoryName: 'Category',
  share: 'Of all calls',
  conversion: 'Conversion',
  conversionHint: 'Success ÷ calls with a grade (neither not reached nor ungraded)',
  category: { success: 'Success', follow_up: 'Follow up', open: 'Open', invalid: 'Invalid', not_reached: 'Not reached', unmapped: 'Unmapped', none: 'Ungraded' },
  funnel: { title: 'Funnel', calls: 'Calls', connected: 'Connected', willing: 'Willing (follow up + success)', orders: 'Orders', base: 'All calls', of: '{{step}} of the step before · {{all}} of all calls' },
  trend: { title: 'Grades over time', interval: 'Interval', day: 'By day', week: 'By week', weekOf: 'Week from', silent: 'With not reached and ungraded' },
  by: { title: 'Who brings what', agent: 'Agent', task: 'Task', source: 'Source', truncated: 'Too many rows: only those with most calls; choose a shorter range' },
  match: { exact: 'equals', regex: 'regex' },
  field: { match: 'Match', pattern: 'Pattern', code: 'Code', label: 'Name', category: 'Category', order_kind: 'Order kind', value: 'Value (yuan)' },
  lacking: { pattern: 'The pattern is missing', code: '1–40 letters, digits or _ . -', label: 'The name is missing', order_kind: 'A success needs one, such as 9 or 1' },
  rules: {
    title: 'Rules', count: '{{count}} rules', add: 'New rule', discard: 'Discard', blank: '(empty)', order: 'Kind {{kind}}', up: 'Up', down: 'Down', remove: 'Delete the rule',
    hint: 'Tried from the top; the first rule that fits decides. Drag by the handle, or focus it and press ↑ ↓.',
    move: 'Move the rule {{rule}}', moveHint: 'Drag, or press ↑ ↓', nowAt: '“{{rule}}” is now number {{place}}',
    notJudged: 'In force, but judging the calls anew did not end well: see Jobs for the reason',
    saved: 'In force: {{calls}} calls on {{days}} days were judged anew, and the figures with them',
    leave: 'Leave without saving?', leaveText: 'Your changes of the rules will be lost.', leaveOk: 'Discard and leave',
    confirm: 'Put these rules in force?', confirmText: 'About {{calls}} calls of the last 30 days get another grade; older ones are judged again as well, and the figures follow.', audit: 'The audit log keeps who changed which rules and when.',
    moved: 'Somebody else changed the rules', movedText: 'There is a newer version than the one you opened. Load it and make your changes there, so that theirs are kept.', load: 'Load the newest',
  },
  preview: {
    title: 'What saving would change', days: 'last 30 days', clean: 'Change a rule, and this shows which calls would get another grade.', invalid: 'Mend the rules marked red to see what would change.', nothing: 'No call that is here would get another grade.',
    sum: '{{texts}} texts, {{calls}} calls would change', flows: 'Moves between grades', before: 'Now', after: 'Then', texts: 'Texts', calls: 'Calls', byDay: 'Changes by day', day: 'Day', moved: 'Moved', orders: 'Orders among them',
  },
  unmapped: { title: 'Unmapped', text: 'Text', add: 'Make a rule', added: 'in the rules', none: 'Every text has its rule.' },
};
