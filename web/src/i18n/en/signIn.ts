import type { Like } from '../like';
import type { signIn as zh } from '../zh/signIn';

export const signIn: Like<typeof zh> = {
  title: 'Sign in to Leadline',
  lead: 'Calls, contacts and orders in one place.',
  username: 'Username',
  password: 'Password',
  show: 'Show password',
  hide: 'Hide password',
  submit: 'Sign in',
  busy: 'Signing in…',
  needed: 'Enter your username and password',
  wait: 'Try again in {{seconds}} seconds',
  unreachable: 'The server cannot be reached. Check your connection and try again.',
  failed: 'Signing in failed ({{status}}). Try again, or ask your administrator.',
  trace: 'Trace id {{id}}',
  byLink: 'Signing you in by the link…',
  linkFailed: 'This link has expired or was used before. Get a new one, or sign in with your account.',
  byToken: 'Coming in from the other system…',
  expiredTitle: 'Your session has ended',
  expiredLead: 'Sign in again. What you have filled in on the page stays.',
  leave: 'Leave to the sign-in page',
  language: '中文',
  forgot: 'Forgot your password? Your administrator can reset it.',
};
