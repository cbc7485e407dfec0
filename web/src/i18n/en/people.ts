import type { Like } from '../like';
import type { people as zh } from '../zh/people';

export const people: Like<typeof zh> = {
  title: 'Teams and employees',
  label: 'Employees',
  add: 'New employee',
  search: 'Number, name, position, mail',
  anyStatus: 'Any status',
  status: { active: 'Active', leave: 'On leave', left: 'Left' },
  column: { no: 'Number', name: 'Name', team: 'Team', position: 'Position', agents: 'Dialer accounts', user: 'User', status: 'Status', joined: 'Joined', email: 'Mail', phone: 'Telephone', left: 'Left on', changed: 'Changed' },
  empty: 'No employees yet',
  noTeam: 'No team',
  teams: {
    title: 'Teams', all: 'Everybody', empty: 'No teams yet', add: 'New team', below: 'New team below', rename: 'Rename', move: 'Move', remove: 'Delete', name: 'Name of the team', parent: 'Above it', top: '(top)', tree: 'Tree of teams', open: 'Unfold {{name}}', fold: 'Fold {{name}}', count: '{{own}} people, {{all}} with those below',
    keys: '↑↓ choose · ←→ fold · N new · F2 rename · M move · Del delete', created: 'Team “{{name}}” made', renamed: 'Renamed “{{name}}”', moved: '“{{name}}” moved', moveHint: 'The teams below move along; who sees whom follows at once.', removeAsk: 'Delete team “{{name}}”?', removeLead: 'Only a team without employees and without teams below can be deleted. It is gone for good.', removed: 'Team “{{name}}” deleted',
  },
  tab: { facts: 'Facts', agents: 'Dialer accounts', kpis: 'Figures' },
  form: { title: 'New employee', edit: 'Change', noHint: 'Left empty: the next free one', created: 'Employee {{no}} {{name}} made', saved: 'Changes to {{name}} saved', phoneKeep: 'Left empty: stays as it is' },
  state: { title: 'Status', change: 'Change status', on: 'Last day', leftLead: 'Who leaves keeps their dialer accounts up to the last day, and can no longer sign in.', done: '{{name}} is now: {{status}}' },
  reveal: { button: 'Reveal the number', reason: 'What for', placeholder: 'e.g. to ask about the shift', note: 'It is written into the audit log and counts towards the day’s quota.', hides: 'hides in {{seconds}} s', confirm: 'Reveal' },
  agents: {
    none: 'No dialer account: no call counts for them', source: 'Source', id: 'Account', from: 'From', to: 'To', open: 'open', current: 'Current', past: 'Past', later: 'Later', add: 'Tie an account', suggestions: "Nobody's accounts (calls within 30 days)", pick: 'Choose or type an account', any: 'Any source', done: '{{agent}} tied', days: 'Days', saved: 'Days changed',
    remove: 'Take back', removeAsk: 'Take back the tie to {{agent}}?', removeLead: 'For a tie that never was: the calls of those days stop counting for them. One that has ended gets a last day instead.', removed: 'The tie to {{agent}} is taken back',
  },
  kpis: { day: 'Day', none: 'No calls within these days', note: 'Counted from the dialer accounts that were theirs on each day' },
};
