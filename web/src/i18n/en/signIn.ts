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
  wait: 'Try again in {{seconds}} s',
  unreachable: 'The server cannot be reached. Check your connection and try again.',
  failed: 'Sign-in failed ({{status}}). Try again, or ask your administrator.',
  trace: 'Trace ID {{id}}',
  byLink: 'Signing you in…',
  linkFailed: 'This sign-in link has expired or has already been used. Get a new one, or sign in with your account.',
  byToken: 'Signing you in from another system…',
  expiredTitle: 'Your session has ended',
  expiredLead: 'Please sign in again. What you have entered on the page is kept.',
  leave: 'Go to the sign-in page',
  language: '中文',
  forgot: 'Forgot your password? Your administrator can reset it.',
};
