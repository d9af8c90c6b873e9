import type { SessionView } from '@smseal/protocol';
import { useCallback, useEffect, useSyncExternalStore, useState } from 'react';
import { request } from '../account/request.ts';
import { ForgottenPassword } from './forgotten-password.tsx';
import { SignIn } from './sign-in.tsx';
import { SignUp } from './sign-up.tsx';
import { WakeAccount } from './wake-account.tsx';

type Place = 'sign-in' | 'sign-up' | 'forgotten';

const PLACES: Readonly<Record<string, Place>> = { '#sign-up': 'sign-up', '#forgotten': 'forgotten' };

function usePlace(): [Place, (place: Place) => void] {
  const hash = useSyncExternalStore(
    (changed) => {
      addEventListener('hashchange', changed);
      return () => removeEventListener('hashchange', changed);
    },
    () => location.hash,
  );
  return [
    PLACES[hash] ?? 'sign-in',
    (place) => {
      location.hash = place === 'sign-in' ? '' : place;
    },
  ];
}

/** The page before the app. Whoever has a session already is sent on, or to the step that is still missing. */
export function SignInApp({ onDone }: { onDone(): void }) {
  const [place, go] = usePlace();
  const [session, setSession] = useState<SessionView | null>(null);
  const goOn = useCallback(
    (found: SessionView) => {
      if (found.hasSignInMethod && found.closedUntil === null) onDone();
      else setSession(found);
    },
    [onDone],
  );
  useEffect(() => {
    // Without a session this is simply the page to sign in on.
    request<SessionView>('GET', '/v1/session').then(goOn, () => undefined);
  }, [goOn]);
  if (session?.closedUntil)
    return (
      <WakeAccount
        session={session}
        until={session.closedUntil}
        onWoken={onDone}
        onLeft={() => setSession(null)}
      />
    );
  if (session) return <SignUp begin="method" onSignIn={() => go('sign-in')} onDone={onDone} />;
  switch (place) {
    case 'sign-in':
      return <SignIn onSignedIn={goOn} onSignUp={() => go('sign-up')} onForgotten={() => go('forgotten')} />;
    case 'sign-up':
      return <SignUp onSignIn={() => go('sign-in')} onDone={onDone} />;
    case 'forgotten':
      return <ForgottenPassword onSignedIn={goOn} onSignIn={() => go('sign-in')} />;
  }
}
