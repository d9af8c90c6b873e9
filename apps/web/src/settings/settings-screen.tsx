import { Link, Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { LogOut, MonitorSmartphone, Router, Send, Settings } from 'lucide-react';
import { useState, type ComponentType, type ReactNode } from 'react';
import { useIsOpen } from '../account/use-is-open.ts';
import { ConfirmDialog } from '../design/dialog.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { ErasuresPage } from '../erasure/erasures-page.tsx';
import { useAct, useEngine } from '../frame/engine-context.tsx';
import { Page } from '../frame/page.tsx';
import { NotHere } from '../frame/not-here.tsx';
import { TwoPanes } from '../frame/two-panes.tsx';
import { AboutPage } from './about-page.tsx';
import { ActivityPage } from './activity-page.tsx';
import { AppearancePage } from './appearance-page.tsx';
import { DeletePage } from './delete-page.tsx';
import { ExportPage } from './export-page.tsx';
import { SecretKeyPage } from './secret-key-page.tsx';
import { PAGE_WORDS, SETTINGS_PAGES, type SettingsPageName } from './settings-pages.ts';
import { SignInPage } from './sign-in-page.tsx';
import { StoragePage } from './storage-page.tsx';

const ITEM =
  'flex min-h-12 w-full items-center gap-3 rounded-card px-3 text-left ring-inside hover:bg-sunken aria-[current=page]:bg-selected aria-[current=page]:text-seal';

/** The list of settings, and the page that is open. */
export function SettingsScreen() {
  const open = useRouterState({ select: (state) => state.location.pathname.startsWith('/settings/') });
  const [leaving, setLeaving] = useState(false);
  return (
    <TwoPanes
      label="Settings"
      open={open}
      list={
        <>
          <header className="flex h-14 shrink-0 items-center px-4">
            <h1 className="text-title font-semibold">Settings</h1>
          </header>
          <nav
            aria-label="Settings"
            className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto px-2 pb-6"
          >
            {SETTINGS_PAGES.map((page) => (
              <PageLink key={page} page={page} />
            ))}
            <Link to="/many" className={ITEM}>
              <Mark icon={Send} /> Send to many
            </Link>
            <Link to="/gateways" className={ITEM}>
              <Mark icon={Router} /> Gateways
            </Link>
            <Link to="/devices" className={ITEM}>
              <Mark icon={MonitorSmartphone} /> Devices
            </Link>
            <button type="button" className={ITEM} onClick={() => setLeaving(true)}>
              <Mark icon={LogOut} /> Sign out
            </button>
          </nav>
          <SignOutDialog open={leaving} onClose={() => setLeaving(false)} />
        </>
      }
    >
      <Outlet />
    </TwoPanes>
  );
}

function Mark({ icon: Icon }: { icon: ComponentType<{ size?: number }> }) {
  return (
    <span aria-hidden className="text-ink-3">
      <Icon size={20} />
    </span>
  );
}

function PageLink({ page }: { page: SettingsPageName }) {
  return (
    <Link to="/settings/$page" params={{ page }} className={ITEM}>
      <Mark icon={PAGE_WORDS[page].icon} /> {PAGE_WORDS[page].title}
    </Link>
  );
}

function SignOutDialog({ open, onClose }: { open: boolean; onClose(): void }) {
  const engine = useEngine();
  const isOpen = useIsOpen();
  const act = useAct();
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title="Sign out of this browser?"
      action="Sign out"
      busy="Signing out…"
      onConfirm={async () => {
        await act('You were not signed out.', () => engine.signOut());
      }}
    >
      <p>
        Its keys and everything it keeps of your texts are destroyed here. Your other devices go on as before.
      </p>
      <p>
        To open your texts here again, link this browser anew or{' '}
        {isOpen ? 'get a code by text' : 'type your secret key'}.
      </p>
    </ConfirmDialog>
  );
}

/** Beside the list while no page is open. */
export function SettingsStart() {
  return (
    <EmptyState icon={<Settings size={36} />} title="Choose a setting">
      Each holds at once; there is nothing to save.
    </EmptyState>
  );
}

const PAGES = {
  'sign-in': () => <SignInPage />,
  storage: () => <StoragePage />,
  'secret-key': () => <SecretKeyPage />,
  appearance: () => <AppearancePage />,
  export: () => <ExportPage />,
  erasures: () => <ErasuresPage />,
  activity: () => <ActivityPage />,
  about: () => <AboutPage />,
  delete: () => <DeletePage />,
} satisfies Record<SettingsPageName, () => ReactNode>;

/** One page of settings, by its address. */
export function SettingsPage() {
  const name = useParams({ from: '/settings/$page', select: (params) => params.page });
  const page = SETTINGS_PAGES.find((each) => each === name);
  if (!page) return <NotHere />;
  return (
    <Page title={PAGE_WORDS[page].title} back={{ to: '/settings', label: 'Back to settings' }}>
      {PAGES[page]()}
    </Page>
  );
}
