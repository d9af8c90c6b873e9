import { Link, Outlet, useRouterState, useSearch } from '@tanstack/react-router';
import { Archive, ArrowLeft, Inbox, SquarePen } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { EmptyState } from '../design/empty-state.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { ProblemNote } from '../design/problem-note.tsx';
import { useAnswer, useEngineValue } from '../frame/engine-context.tsx';
import { useShortcuts } from '../frame/shortcuts.ts';
import { TwoPanes } from '../frame/two-panes.tsx';
import { SearchField } from '../search/search-field.tsx';
import { ConversationList } from './conversation-list.tsx';
import { ConversationSkeleton } from './conversation-row.tsx';
import { EmptyInbox } from './empty-inbox.tsx';

const SearchResults = lazy(async () => ({
  default: (await import('../search/search-results.tsx')).SearchResults,
}));

type Box = 'inbox' | 'archived';

/** The screen people live in: conversations, and the open one. */
export function InboxScreen() {
  const box = useSearch({ from: '/inbox', select: (search): Box => search.box ?? 'inbox' });
  const open = useRouterState({ select: (state) => state.location.pathname !== '/' });
  const [query, setQuery] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useShortcuts((keys) => {
    if (keys !== '/') return false;
    field.current?.focus();
    field.current?.select();
    return true;
  });
  return (
    <TwoPanes
      label={box === 'archived' ? 'Archived' : 'Inbox'}
      open={open}
      list={
        <>
          <ListHeader box={box} />
          <SearchField ref={field} value={query} onChange={setQuery} />
          {query.trim() ? (
            <Suspense fallback={<ConversationSkeleton rows={5} />}>
              <SearchResults query={query.trim()} field={field} />
            </Suspense>
          ) : (
            <Conversations box={box} />
          )}
        </>
      }
    >
      <Outlet />
    </TwoPanes>
  );
}

function ListHeader({ box }: { box: Box }) {
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 px-3">
      {box === 'archived' && (
        <IconButton label="Back to the inbox" render={<Link to="/" />}>
          <ArrowLeft size={20} />
        </IconButton>
      )}
      <h1 className="flex-1 pl-1 text-title font-semibold">{box === 'archived' ? 'Archived' : 'Inbox'}</h1>
      {box === 'inbox' && (
        <IconButton label="Archived conversations" render={<Link to="/" search={{ box: 'archived' }} />}>
          <Archive size={20} />
        </IconButton>
      )}
      <IconButton label="New message" keys="n" render={<Link to="/new" />}>
        <SquarePen size={20} />
      </IconButton>
    </header>
  );
}

/** Nothing is there yet because it is on its way, not because there is none. */
function Opening() {
  return (
    <>
      <p role="status" className="px-4 pb-2 text-small text-ink-2">
        Your texts are being opened…
      </p>
      <ConversationSkeleton />
    </>
  );
}

function Conversations({ box }: { box: Box }) {
  const [answer, again] = useAnswer(`conversations ${box}`, (engine) => engine.conversations(box), [
    'conversations',
  ]);
  const phase = useEngineValue('sync')?.phase;
  switch (answer.state) {
    case 'loading':
      return <ConversationSkeleton />;
    case 'failed':
      return (
        <div className="p-3">
          <ProblemNote what="Your conversations could not be shown." trouble={answer.trouble} again={again} />
        </div>
      );
    case 'ready':
      if (answer.value.rows.length > 0) return <ConversationList rows={answer.value.rows} box={box} />;
      if (phase === 'starting' || phase === 'cache' || phase === 'first') return <Opening />;
      return box === 'inbox' ? (
        <EmptyInbox />
      ) : (
        <EmptyState icon={<Inbox size={32} />} title="Nothing archived">
          Press e on a conversation to put it here. A new text brings it back to the inbox.
        </EmptyState>
      );
  }
}
