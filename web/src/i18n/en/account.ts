import type { Like } from '../like';
import type { account as zh } from '../zh/account';

export const account: Like<typeof zh> = {
  title: 'My account',
  profile: { title: 'Profile', username: 'Username', name: 'Name', role: 'Role', scope: 'Data scope', employee: 'Employee', permissions: 'Permissions', count: '{{count}}', noAccount: 'You are signed in with a development token that belongs to no account, so there is no password, session or personal token.' },
  password: {
    title: 'Change password', current: 'Current password', next: 'New password', rules: 'At least 10 characters; must not contain your username or be a common password', repeat: 'Repeat new password', differs: 'The two passwords do not match',
    submit: 'Change password', done: 'Password changed; {{count}} other sessions signed out', done_one: 'Password changed; 1 other session signed out', wrong: 'The current password is incorrect',
  },
  sessions: { title: 'Signed-in devices', device: 'Device', address: 'IP address', began: 'Signed in', seen: 'Last active', here: 'This device', end: 'Sign out', ended: 'Device signed out', ask: 'Sign out this device?', lead: 'The session on {{device}} ends immediately.', others: 'Sign out all other devices', askOthers: 'Sign out {{count}} other devices?', askOthers_one: 'Sign out 1 other device?', leadOthers: 'You stay signed in here; every other session ends immediately.', endedOthers: '{{count}} devices signed out', endedOthers_one: '1 device signed out' },
  tokens: {
    title: 'Personal tokens', lead: 'For other systems that call the API on your behalf. A token never has more permissions than you do, and stops working when your account is disabled.', add: 'New token', name: 'Purpose', namePlaceholder: 'e.g. daily report', expires: 'Expires', used: 'Last used', never: 'Never', permissions: 'Permissions', shown: 'Token', days: 'Valid for', daysCount: '{{count}} days', daysCount_one: '1 day',
    all: 'Select all', none: 'Clear', chosen: '{{count}} of {{total}} selected', submit: 'Create token', made: 'Token “{{name}}” created. Save it now; it will not be shown again:', done: 'I have saved it', revoke: 'Revoke', ask: 'Revoke token “{{name}}”?', lead2: 'Any system that uses it loses access immediately. This cannot be undone.', revoked: 'Token “{{name}}” revoked', empty: 'No personal tokens yet',
  },
  preferences: 'Preferences (saved in this browser)',
};
