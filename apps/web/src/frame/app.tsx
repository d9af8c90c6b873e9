import { CSPProvider } from '@base-ui/react/csp-provider';
import { RouterProvider, type RouterHistory } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useSaidAnything } from '../design/toast.ts';
import { TipLayer } from '../design/tip-layer.tsx';
import { EngineProvider, useEngine, useEngineValue } from './engine-context.tsx';
import type { EngineStore } from './engine-store.ts';
import { createAppRouter } from './router.tsx';
import { Splash } from './splash.tsx';

const ToastRoom = lazy(async () => ({ default: (await import('../design/toast-room.tsx')).ToastRoom }));
const NeedsRoot = lazy(async () => ({
  default: (await import('../secret-key/needs-root.tsx')).NeedsRoot,
}));
const NeedsDevice = lazy(async () => ({ default: (await import('../link/needs-device.tsx')).NeedsDevice }));
const Closed = lazy(async () => ({ default: (await import('../account/closed.tsx')).Closed }));
const Deleted = lazy(async () => ({ default: (await import('../account/deleted.tsx')).Deleted }));
const Removed = lazy(async () => ({ default: (await import('../device/removed.tsx')).Removed }));

interface AppProps {
  store: EngineStore;
  /** Goes to the sign-in page, which is an entry of its own. */
  onSignedOut(): void;
  history?: RouterHistory;
}

/** The whole app for one engine. */
export function App({ store, onSignedOut, history }: AppProps) {
  return (
    <CSPProvider disableStyleElements>
      <EngineProvider store={store}>
        <Suspense fallback={<Splash />}>
          <Gate onSignedOut={onSignedOut} {...(history ? { history } : {})} />
        </Suspense>
        <Toasts />
        <TipLayer />
      </EngineProvider>
    </CSPProvider>
  );
}

function SignedOut({ onSignedOut }: { onSignedOut(): void }) {
  useEffect(onSignedOut, [onSignedOut]);
  return <Splash />;
}

/** Loaded with the first sentence that is said. */
function Toasts() {
  return useSaidAnything() ? (
    <Suspense fallback={null}>
      <ToastRoom />
    </Suspense>
  ) : null;
}

/** Shows the screens that the state of this browser allows. */
function Gate({ onSignedOut, history }: Omit<AppProps, 'store'>) {
  const engine = useEngine();
  const status = useEngineValue('status');
  const [router] = useState(() => createAppRouter(history));
  if (status === null) return <Splash />;
  switch (status.state) {
    case 'signed-out':
      return <SignedOut onSignedOut={onSignedOut} />;
    case 'needs-root':
      return <NeedsRoot />;
    case 'needs-device':
      return <NeedsDevice />;
    case 'closed':
      return <Closed onSignIn={onSignedOut} />;
    case 'removed':
      return <Removed />;
    case 'deleted':
      return <Deleted view={status.deletion} certificate={() => engine.deletionCertificate()} />;
    case 'ready':
      return <RouterProvider router={router} />;
  }
}
