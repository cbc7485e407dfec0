import { createFileRoute } from '@tanstack/react-router';
import { signedIn } from '@/app/guard';
import { Shell } from '@/app/Shell';

/** Everything behind the sign-in. */
export const Route = createFileRoute('/_app')({ beforeLoad: signedIn, component: Shell });
