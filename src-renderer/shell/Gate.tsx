import { Button } from '@mantine/core';
import { connectNow } from '../bridge/connection.ts';
import { useFreshet } from '../bridge/store.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Shell } from './Shell.tsx';
import { SignIn } from './SignIn.tsx';

/** What is shown while there is no connection yet; after the first, the data stays on screen. */
export function Gate() {
  const link = useFreshet((state) => state.link);
  const known = useFreshet((state) => state.app !== null);
  if (link === 'sign-in' || link === 'refused') return <SignIn refused={link === 'refused'} />;
  if (known) return <Shell />;
  if (link === 'lost') {
    return (
      <main>
        <EmptyState
          title="Freshet does not answer"
          text="The program behind this page is not running or still starting. This page tries again by itself."
          action={<Button onClick={connectNow}>Try now</Button>}
        />
      </main>
    );
  }
  return (
    <main>
      <Loading words="Connecting to Freshet" />
    </main>
  );
}
