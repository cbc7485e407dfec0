import type { Like } from '../like';
import type { people as zh } from '../zh/people';

export const people: Like<typeof zh> = {
  title: 'Teams and employees',
  label: 'Employees',
  add: 'New employee',
  search: 'Number, name, position',
  anyStatus: 'Any status',
  status: { active: 'Active', leave: 'On leave', left: 'Left' },
  column: { no: 'Employee no.', name: 'Name', team: 'Team', position: 'Position', agents: 'Dialer accounts', user: 'User', status: 'Status', joined: 'Joined', email: 'Email', phone: 'Mobile', left: 'Left on', changed: 'Last changed' },
  empty: 'No employees yet',
  emptySeen: 'No employees that you can view. If you expect some, ask your manager.',
  noTeam: 'No team',
  teams: {
    title: 'Teams', all: 'All employees', empty: 'No teams yet', emptySeen: 'No teams that you can view', add: 'New team', below: 'New sub-team', rename: 'Rename', move: 'Move', remove: 'Delete', name: 'Team name', parent: 'Parent team', top: '(top level)', tree: 'Team tree', open: 'Expand {{name}}', fold: 'Collapse {{name}}', count: '{{own}} people, {{all}} including sub-teams',
    keys: '↑↓ select · ←→ fold · N new · F2 rename · M move · Del delete', created: 'Team “{{name}}” created', renamed: 'Renamed to “{{name}}”', moved: '“{{name}}” moved', moveHint: 'Sub-teams move along, and data scopes change immediately.', removeAsk: 'Delete team “{{name}}”?', removeLead: 'Only a team without employees and sub-teams can be deleted. This cannot be undone.', removed: 'Team “{{name}}” deleted',
  },
  tab: { facts: 'Profile', agents: 'Dialer accounts', kpis: 'Performance' },
  form: { title: 'New employee', edit: 'Edit profile', noHint: 'Leave empty to number automatically', created: 'Employee {{no}} {{name}} created', saved: 'Changes to {{name}} saved', phoneKeep: 'Leave empty to keep it' },
  state: { title: 'Employment status', change: 'Change status', on: 'Last working day', leftLead: 'On leaving: dialer accounts stay linked up to the last day, and the user account is disabled immediately.', done: '{{name}} is now “{{status}}”' },
  reveal: { button: 'Reveal full number', reason: 'Reason', placeholder: 'e.g. to confirm the shift', note: 'Recorded in the audit log, and counts towards your daily quota.', hides: 'Hidden again in {{seconds}} s', confirm: 'Reveal' },
  agents: {
    none: 'No dialer account linked, so no calls count for this employee', source: 'Source', id: 'Dialer account', from: 'From', to: 'To', open: 'No limit', current: 'Current', past: 'Ended', later: 'Not started', add: 'Link account', suggestions: 'Unlinked accounts (with calls in the last 30 days)', pick: 'Choose or type a dialer account', any: 'Any source', done: '{{agent}} linked', days: 'Change dates', saved: 'Dates changed',
    remove: 'Remove link', removeAsk: 'Remove the link to {{agent}}?', removeLead: 'Only for links made by mistake: the calls of those days will no longer count for this employee. For a link that has ended, set an end date instead.', removed: 'Link to {{agent}} removed',
  },
  kpis: { day: 'Day', none: 'No calls in this period', note: 'Counted from the dialer accounts this employee held on each day' },
};
