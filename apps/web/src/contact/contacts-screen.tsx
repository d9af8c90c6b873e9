import { Outlet, useRouterState } from '@tanstack/react-router';
import { Contact, SearchX } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { countOf } from '../design/amounts.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { ProblemNote } from '../design/problem-note.tsx';
import type { ContactRow } from '../engine/engine-api.ts';
import { useAnswer } from '../frame/engine-context.tsx';
import { useShortcuts } from '../frame/shortcuts.ts';
import { TwoPanes } from '../frame/two-panes.tsx';
import { ConversationSkeleton } from '../conversation/conversation-row.tsx';
import { SearchField } from '../search/search-field.tsx';
import { ContactList } from './contact-list.tsx';

/** Contacts of the linked phones, and the one that is open. */
export function ContactsScreen() {
  const open = useRouterState({ select: (state) => state.location.pathname.startsWith('/contacts/') });
  const [query, setQuery] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const [answer, again] = useAnswer('contacts', (engine) => engine.contacts(), ['contacts']);
  useShortcuts((keys) => {
    if (keys !== '/') return false;
    field.current?.focus();
    return true;
  });
  const rows = answer.state === 'ready' ? answer.value.rows : [];
  return (
    <TwoPanes
      label="Contacts"
      open={open}
      list={
        <>
          <header className="flex h-14 shrink-0 items-center gap-2 px-4">
            <h1 className="flex-1 text-title font-semibold">Contacts</h1>
            <p className="tabular text-small text-ink-2">
              {rows.length > 0 && countOf(rows.length, 'person', 'people')}
            </p>
          </header>
          <SearchField ref={field} value={query} onChange={setQuery} label="Search contacts" />
          {answer.state === 'loading' ? (
            <ConversationSkeleton />
          ) : answer.state === 'failed' ? (
            <div className="p-3">
              <ProblemNote what="Your contacts could not be shown." trouble={answer.trouble} again={again} />
            </div>
          ) : (
            <Found rows={rows} query={query.trim()} />
          )}
        </>
      }
    >
      <Outlet />
    </TwoPanes>
  );
}

function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
}

function matches(contact: ContactRow, query: string): boolean {
  const digits = query.replaceAll(/[^0-9+]/g, '');
  return (
    plain(contact.name).includes(plain(query)) ||
    (digits.length > 1 &&
      contact.numbers.some((number) => number.value.replaceAll(/[^0-9+]/g, '').includes(digits)))
  );
}

function Found({ rows, query }: { rows: readonly ContactRow[]; query: string }) {
  const found = useMemo(
    () => (query ? rows.filter((contact) => matches(contact, query)) : rows),
    [rows, query],
  );
  if (rows.length === 0)
    return (
      <EmptyState icon={<Contact size={32} />} title="No contacts yet">
        They come from your phone. Link it, and allow its agent to read contacts.
      </EmptyState>
    );
  if (found.length === 0)
    return (
      <EmptyState icon={<SearchX size={32} />} title={`Nobody found for “${query}”`}>
        Search looks in names and numbers.
      </EmptyState>
    );
  return <ContactList rows={found} index={query === ''} />;
}
