import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Composer } from '../composer/composer.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { useMediaQuery, WIDE } from '../design/media-query.ts';
import { ProblemNote } from '../design/problem-note.tsx';
import type { ThreadWindow } from '../engine/engine-api.ts';
import { useEngine } from '../frame/engine-context.tsx';
import { useShortcuts } from '../frame/shortcuts.ts';
import { ThreadHeader } from './thread-header.tsx';
import { ThreadList } from './thread-list.tsx';
import { ThreadSkeleton } from './thread-skeleton.tsx';
import { useThread } from './use-thread.ts';

const ThreadDetails = lazy(async () => ({ default: (await import('./thread-details.tsx')).ThreadDetails }));
const PictureViewer = lazy(async () => ({ default: (await import('./picture-viewer.tsx')).PictureViewer }));

/** The open conversation. Its parts start anew for each. */
export function ThreadScreen() {
  const conversation = useParams({ from: '/inbox/c/$conversation', select: (params) => params.conversation });
  const at = useSearch({ from: '/inbox/c/$conversation', select: (search) => search.at });
  return <Thread key={`${conversation} ${at ?? ''}`} conversation={conversation} at={at ?? null} />;
}

const DETAILS_KEY = 'smseal:details';

function Thread({ conversation, at }: { conversation: string; at: number | null }) {
  const thread = useThread(conversation, at ?? 'unread');
  const wide = useMediaQuery(WIDE);
  const [details, setDetails] = useState(() => wide && localStorage.getItem(DETAILS_KEY) !== 'closed');
  const [picture, setPicture] = useState<{ item: string; key: string } | null>(null);
  const { window } = thread;
  useReading(window);
  useBack(details && !wide, () => setDetails(false));
  const toggleDetails = () => {
    if (wide) localStorage.setItem(DETAILS_KEY, details ? 'closed' : 'open');
    setDetails(!details);
  };
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <ThreadHeader
          row={window?.conversation ?? null}
          detailsOpen={details}
          onToggleDetails={toggleDetails}
        />
        {thread.trouble ? (
          <div className="flex-1 p-6">
            <ProblemNote
              what="This conversation could not be opened."
              trouble={thread.trouble}
              again={thread.again}
            />
          </div>
        ) : !window ? (
          <ThreadSkeleton />
        ) : window.items.length === 0 ? (
          <EmptyState title="No texts yet">Write the first one below.</EmptyState>
        ) : (
          <ThreadList
            thread={thread}
            window={window}
            at={at}
            onOpenPicture={(item, key) => setPicture({ item, key })}
          />
        )}
        {window && <Composer conversation={window.conversation} />}
      </div>
      <Suspense fallback={null}>
        {details && window && (
          <ThreadDetails window={window} wide={wide} onClose={toggleDetails} onOpenPicture={setPicture} />
        )}
        {picture && window && (
          <PictureViewer window={window} at={picture} onClose={() => setPicture(null)} onMove={setPicture} />
        )}
      </Suspense>
    </div>
  );
}

/** What is on screen counts as read while the page is in front. */
function useReading(window: ThreadWindow | null): void {
  const engine = useEngine();
  const last = window?.items.at(-1);
  const all = window !== null && window.start + window.items.length >= window.total;
  const unread = (window?.conversation.unread ?? 0) > 0;
  const id = window?.conversation.id;
  const at = all ? last?.at : undefined;
  useEffect(() => {
    if (!unread || !at || !id) return;
    const mark = () => {
      if (document.visibilityState === 'visible')
        engine.setConversation(id, { readUpTo: at }).catch(() => undefined);
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [engine, id, at, unread]);
}

/** Esc closes what lies over the thread, then the thread. */
function useBack(covered: boolean, uncover: () => void): void {
  const navigate = useNavigate();
  const box = useSearch({ from: '/inbox', select: (search) => search.box });
  useShortcuts((keys) => {
    if (keys !== 'Escape') return false;
    if (covered) uncover();
    else void navigate({ to: '/', search: box ? { box } : {} });
    return true;
  });
}
