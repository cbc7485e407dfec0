import { createFileRoute } from '@tanstack/react-router';
import { SignInPage } from '@/features/signIn/SignInPage';
import { ownPath, reads, text } from '@/shared/search';

export const Route = createFileRoute('/sign-in')({
  validateSearch: reads<{ next?: string }>((raw) => ({ next: ownPath(text(raw['next'], 2000)) })),
  component: function SignIn() {
    return <SignInPage next={Route.useSearch().next ?? '/'} />;
  },
});
