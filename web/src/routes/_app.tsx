import { createFileRoute } from '@tanstack/react-router';
import { signedIn } from '@/app/guard';
import { Shell } from '@/app/Shell';
import { Later } from '@/shared/Later';

const inSteps = () => <Later waiting={null}>{() => <Shell />}</Later>;

/** Everything behind the sign-in. The frame is drawn in steps, and then the page in it. */
export const Route = createFileRoute('/_app')({ beforeLoad: signedIn, component: inSteps });
