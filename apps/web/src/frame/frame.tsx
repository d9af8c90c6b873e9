import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { EraseHost } from '../erasure/erase-host.tsx';
import { CallCard } from '../phone/call-card.tsx';
import { Announcer } from './announcer.tsx';
import { PLACES } from './places.ts';
import { BottomBar, Rail } from './rail.tsx';
import { fetchLikely } from './fetch-likely.ts';
import { Notices } from './notices.tsx';
import { useShortcuts } from './shortcuts.ts';

const ShortcutHelp = lazy(async () => ({
  default: (await import('./shortcut-help.tsx')).ShortcutHelp,
}));
const LinkCards = lazy(async () => ({ default: (await import('../link/link-cards.tsx')).LinkCards }));

/** What stays while screens change: rail or bottom bar, notices, cards over everything, global keys. */
export function Frame() {
  const navigate = useNavigate();
  const [help, setHelp] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useShortcuts((keys) => {
    const go = { 'g i': '/', 'g c': '/contacts', 'g k': '/calls', 'g m': '/many' } as const;
    if (keys === '?') setHelp(true);
    else if (keys === 'n') void navigate({ to: '/new' });
    else if (keys in go) void navigate({ to: go[keys as keyof typeof go] });
    else return false;
    return true;
  });
  useFocusAfter(path);
  useEffect(fetchLikely, []);
  const inThread = path.startsWith('/c/') || path === '/new';
  return (
    <div className="flex h-dvh flex-col bg-paper text-ink print:h-auto">
      <a
        href="#main"
        className="sr-only z-60 rounded-soft bg-raised px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <Notices />
      <div className="flex min-h-0 flex-1">
        <Rail />
        <main id="main" tabIndex={-1} className="flex min-w-0 flex-1 outline-none">
          <Outlet />
        </main>
      </div>
      {!inThread && <BottomBar />}
      <CallCard />
      <EraseHost />
      <Announcer place={placeName(path)} />
      <Suspense fallback={null}>
        <LinkCards />
        {help && <ShortcutHelp onClose={() => setHelp(false)} />}
      </Suspense>
    </div>
  );
}

/** What the place of an address is called. */
function placeName(path: string): string {
  const place = PLACES.find(({ to }) => to !== '/' && path.startsWith(to));
  return place?.label ?? (path.startsWith('/phone') ? 'Phone' : 'Inbox');
}

/** Where the focus went away with what it was on, it goes to the content: nobody starts over at the top. */
function useFocusAfter(path: string): void {
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    const timer = setTimeout(() => {
      if (document.activeElement === document.body)
        document.getElementById('main')?.focus({ preventScroll: true });
    }, 0);
    return () => clearTimeout(timer);
  }, [path]);
}
