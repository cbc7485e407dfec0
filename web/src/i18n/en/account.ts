import type { Like } from '../like';
import type { account as zh } from '../zh/account';

export const account: Like<typeof zh> = {
  title: 'My account',
  profile: { title: 'About me', username: 'User name', name: 'Name', role: 'Role', scope: 'Data scope', employee: 'Employee', permissions: 'Permissions', count: '{{count}}', noAccount: 'You are signed in by a development token that belongs to no account: there is no password, no session and no personal token.' },
  password: {
    title: 'Change the password', current: 'Current password', next: 'New password', rules: 'At least 10 characters, without your user name, and none of the common ones', repeat: 'New password again', differs: 'The two new passwords differ',
    submit: 'Change password', done: 'Password changed; {{count}} sessions elsewhere ended', wrong: 'That is not the current password',
  },
  sessions: { title: 'Signed in on', device: 'Device', address: 'Address', began: 'Since', seen: 'Last seen', here: 'this one', end: 'Sign out', ended: 'Signed out there', ask: 'Sign out on that device?', lead: 'The session on {{device}} ends at once.', others: 'Sign out everywhere else', askOthers: 'Sign out on {{count}} other devices?', leadOthers: 'You stay signed in here; the others end at once.', endedOthers: 'Signed out on {{count}} devices' },
  tokens: {
    title: 'Personal tokens', lead: 'For other systems that call the API in your name. A token never holds more than you do, and ends with your account.', add: 'New token', name: 'Used for', namePlaceholder: 'e.g. daily report', expires: 'Expires', used: 'Last used', never: 'Never', permissions: 'Permissions', shown: 'Token', days: 'Good for', daysCount: '{{count}} days',
    all: 'All', none: 'None', chosen: '{{count}} of {{total}} chosen', submit: 'Make the token', made: 'Token “{{name}}” is made. Keep it now, it is not shown again:', done: 'I have kept it', revoke: 'Revoke', ask: 'Revoke token “{{name}}”?', lead2: 'Whatever uses it is refused at once, for good.', revoked: 'Token “{{name}}” revoked', empty: 'No personal tokens yet',
  },
  preferences: 'Preferences (kept in this browser)',
};
