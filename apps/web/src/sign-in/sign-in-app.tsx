import type { SessionView } from '@smseal/protocol';
import { useEffect, useSyncExternalStore, useState } from 'react';
import { request } from '../account/request.ts';
import { ForgottenPassword } from './forgotten-password.tsx';
import { SignIn } from './sign-in.tsx';
import { SignUp } from './sign-up.tsx';

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
  const [unfinished, setUnfinished] = useState(false);
  useEffect(() => {
    const look = async () => {
      const session = await request<SessionView>('GET', '/v1/session');
      if (session.hasSignInMethod) onDone();
      else setUnfinished(true);
    };
    // Without a session this is simply the page to sign in on.
    look().catch(() => undefined);
  }, [onDone]);
  if (unfinished) return <SignUp begin="method" onSignIn={() => go('sign-in')} onDone={onDone} />;
  switch (place) {
    case 'sign-in':
      return <SignIn onDone={onDone} onSignUp={() => go('sign-up')} onForgotten={() => go('forgotten')} />;
    case 'sign-up':
      return <SignUp onSignIn={() => go('sign-in')} onDone={onDone} />;
    case 'forgotten':
      return <ForgottenPassword onDone={onDone} onSignIn={() => go('sign-in')} />;
  }
}
