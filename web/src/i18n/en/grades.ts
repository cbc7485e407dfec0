import type { Like } from '../like';
import type { grades as zh } from '../zh/grades';

export const grades: Like<typeof zh> = {
  title: 'Grades',
  tab: { figures: 'Statistics', rules: 'Rules' },
  table: 'Calls by grade',
  grade: 'Grade',
  code: 'Code',
  categoryName: 'Category',
  share: '% of calls',
  conversion: 'Conversion',
  conversionHint: 'Success ÷ graded calls (excluding not reached and ungraded)',
  category: { success: 'Success', follow_up: 'Follow-up', open: 'Pending', invalid: 'Invalid', not_reached: 'Not reached', unmapped: 'Unmapped', none: 'Ungraded' },
  funnel: { title: 'Conversion funnel', calls: 'Calls', connected: 'Connected', willing: 'Interested (follow-up + success)', orders: 'Orders', base: 'All calls', of: '{{step}} of previous step · {{all}} of calls' },
  trend: { title: 'Grade trend', interval: 'Interval', day: 'By day', week: 'By week', weekOf: 'Week starting', silent: 'Include not reached and ungraded' },
  by: { title: 'Grade mix', agent: 'Agent', task: 'Task', source: 'Source', truncated: 'Too many rows: only those with the most calls are shown. Choose a shorter range.' },
  match: { exact: 'Equals', regex: 'Regex' },
  field: { match: 'Match', pattern: 'Pattern', code: 'Code', label: 'Name', category: 'Category', order_kind: 'Order type', value: 'Unit price (yuan)' },
  lacking: { pattern: 'Enter a pattern', code: '1–40 letters, digits or _ . -', label: 'Enter a name', order_kind: 'Required for success, e.g. 9 or 1' },
  rules: {
    title: 'Rules', count: '{{count}} rules', count_one: '1 rule', add: 'New rule', discard: 'Discard changes', blank: '(empty)', order: 'Type {{kind}} order', up: 'Move up', down: 'Move down', remove: 'Delete rule',
    hint: 'Rules are tried from the top; the first match decides the grade. Drag a handle, or focus it and press ↑ ↓, to reorder.',
    move: 'Move rule {{rule}}', moveHint: 'Drag, or press ↑ ↓', nowAt: '“{{rule}}” is now number {{place}}',
    notJudged: 'The rules are in force, but regrading the calls did not finish. See Jobs for the reason.',
    saved: 'Rules in force: {{calls}} calls on {{days}} days were regraded, and all figures updated',
    leave: 'Leave without saving?', leaveText: 'Your changes to the rules will be lost.', leaveOk: 'Discard and leave',
    confirm: 'Save and apply the new rules?', confirmText: 'About {{calls}} calls of the last 30 days will change grade. Older calls are regraded as well, and all figures change accordingly.', audit: 'Who changed which rules, and when, is recorded in the audit log.',
    moved: 'Somebody else changed the rules', movedText: 'There is a newer version than the one you opened. Load it first and redo your changes, so that theirs are not overwritten.', load: 'Load the latest rules',
  },
  preview: {
    title: 'Changes after saving', days: 'last 30 days', clean: 'Edit a rule to see here which calls would change grade.', invalid: 'Fix the rules marked in red to see what would change.', nothing: 'These edits would not change the grade of any existing call.',
    sum: '{{texts}} grade texts and {{calls}} calls would change', flows: 'Grade changes', before: 'Now', after: 'After', texts: 'Grade texts', calls: 'Calls', byDay: 'Changes by day', day: 'Day', moved: 'Changed', orders: 'Of which orders',
  },
  unmapped: { title: 'Unmapped', text: 'Grade text', add: 'Create rule', added: 'In the rules', none: 'Every grade text is mapped.' },
};
