/** What stands before every page behind the sign-in. */
import { isRedirect, redirect } from '@tanstack/react-router';
import { ApiError } from '@/api/client';
import type { Refused } from '@/api/session';
import { meQuery } from '@/shared/me';
import { queries } from './queries';

/** Lets those who are signed in pass, and leads the others to the sign-in and back. */
export async function signedIn({ location }: { location: { href: string } }): Promise<void> {
  try {
    if (await queries.ensureQueryData(meQuery)) return;
  } catch (error) {
    if (isRedirect(error)) throw error;
    const { status, code, message, traceId } = error as Refused;
    throw new ApiError(status, { code, error: message, trace_id: traceId });
  }
  queries.removeQueries({ queryKey: meQuery.queryKey });
  throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
}
