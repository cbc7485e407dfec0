import { createFileRoute, isRedirect, redirect } from '@tanstack/react-router';
import { ApiError } from '@/api/client';
import type { Refused } from '@/api/session';
import { queries } from '@/app/queries';
import { Shell } from '@/app/Shell';
import { meQuery } from '@/shared/me';

/** Everything behind the sign-in. */
export const Route = createFileRoute('/_app')({
  beforeLoad: async ({ location }) => {
    try {
      if (await queries.ensureQueryData(meQuery)) return;
    } catch (error) {
      if (isRedirect(error)) throw error;
      const { status, code, message, traceId } = error as Refused;
      throw new ApiError(status, { code, error: message, trace_id: traceId });
    }
    queries.removeQueries({ queryKey: meQuery.queryKey });
    throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
  },
  component: Shell,
});
