import type { ContactPayload } from '@smseal/protocol';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Contact, Eraser, History, MessageSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import { ReaderMark } from '../account/reader-mark.tsx';
import { WhoReads } from '../account/who-reads.tsx';
import { Avatar } from '../design/avatar.tsx';
import { Button } from '../design/button.tsx';
import { CopyButton } from '../design/copy-button.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { ProblemNote } from '../design/problem-note.tsx';
import { askToErase } from '../erasure/ask-to-erase.ts';
import { BackLink } from '../frame/back-link.tsx';
import { useAct, useAnswer, useEngine } from '../frame/engine-context.tsx';
import { PaneTitle, PartTitle } from '../frame/pane-title.tsx';

/** Beside the list while nobody is open. */
export function NoContact() {
  return (
    <EmptyState icon={<Contact size={40} />} title="Choose a contact">
      Numbers, texts and calls with a person stand here.
    </EmptyState>
  );
}

/** One person: numbers, with the way to their texts and calls. */
export function ContactDetail() {
  const id = useParams({ from: '/contacts/$contact', select: (params) => params.contact });
  const [answer, again] = useAnswer(`contact ${id}`, (engine) => engine.contact(id), ['contacts']);
  const picture = usePicture(id);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <header className="flex h-14 items-center px-4 md:hidden">
        <BackLink to="/contacts" label="Back to contacts" />
      </header>
      <div className="mx-auto max-w-150 px-4 py-4 md:py-10">
        {answer.state === 'loading' ? (
          <DetailSkeleton />
        ) : answer.state === 'failed' ? (
          <ProblemNote what="This contact could not be shown." trouble={answer.trouble} again={again} />
        ) : answer.value ? (
          <Person id={id} contact={answer.value} picture={picture} />
        ) : (
          <EmptyState title="This contact is gone">It was erased, or deleted on the phone.</EmptyState>
        )}
      </div>
    </div>
  );
}

function usePicture(id: string): string | null {
  const [answer] = useAnswer('contacts', (engine) => engine.contacts(), ['contacts']);
  return answer.state === 'ready' ? (answer.value.rows.find((row) => row.id === id)?.picture ?? null) : null;
}

function Person({ id, contact, picture }: { id: string; contact: ContactPayload; picture: string | null }) {
  return (
    <article className="flex flex-col gap-6">
      <header className="flex flex-col items-center gap-3 text-center">
        <Avatar id={id} name={contact.name} picture={picture} size={96} />
        <PaneTitle className="text-title font-semibold">{contact.name}</PaneTitle>
        {contact.organisation && <p className="text-ink-2">{contact.organisation}</p>}
      </header>
      <Block title="Numbers">
        {contact.numbers.length === 0 && <p className="py-3 text-ink-2">No number is known.</p>}
        {contact.numbers.map((number) => (
          <NumberLine key={number.value} number={number} />
        ))}
      </Block>
      {contact.emails.length > 0 && (
        <Block title="E-mail">
          {contact.emails.map((email) => (
            <div key={email.value} className="flex items-center justify-between gap-3 py-3">
              <span className="truncate">{email.value}</span>
              <CopyButton text={email.value} label="Copy" />
            </div>
          ))}
        </Block>
      )}
      {contact.note && (
        <Block title="Note">
          <p className="py-3 whitespace-pre-wrap">{contact.note}</p>
        </Block>
      )}
      <p className="flex items-center justify-center gap-2 text-small text-ink-2">
        <ReaderMark size={14} className="text-seal" /> <WhoReads />
      </p>
      <section className="flex flex-col items-start gap-3 border-t border-line pt-6">
        <PartTitle className="text-small font-semibold text-ink-2">Erase</PartTitle>
        <p className="text-ink-2">
          The contact, texts, calls, drafts and their entries in texts to many go from the server and from all
          your devices. What goes and what stays is shown before.
        </p>
        <Button
          variant="danger"
          icon={<Eraser size={16} aria-hidden />}
          onClick={() =>
            askToErase({ target: { of: 'contact', contact: id, groups: 'theirs' }, name: contact.name })
          }
        >
          Erase everything about this person
        </Button>
      </section>
    </article>
  );
}

function NumberLine({ number }: { number: ContactPayload['numbers'][number] }) {
  const engine = useEngine();
  const act = useAct();
  const navigate = useNavigate();
  const open = () =>
    void act('The conversation could not be opened.', async () => {
      const row = await engine.conversationFor([number.value]);
      await (row.last
        ? navigate({ to: '/c/$conversation', params: { conversation: row.id } })
        : navigate({ to: '/new', search: { to: number.value } }));
    });
  return (
    <div className="flex flex-wrap items-center gap-2 py-3">
      <p className="min-w-40 flex-1 max-md:w-full max-md:flex-none">
        <span className="tabular block">{number.value}</span>
        {number.label && <span className="block text-small text-ink-2">{number.label}</span>}
      </p>
      <Button onClick={open} icon={<MessageSquare size={16} aria-hidden />}>
        Texts
      </Button>
      <Link
        to="/calls"
        search={{ number: number.value }}
        className="inline-flex min-h-11 items-center gap-2 rounded-card border border-edge bg-raised px-4 font-medium hover:bg-sunken"
      >
        <History size={16} aria-hidden /> Calls
      </Link>
    </div>
  );
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <PartTitle className="mb-1 text-small font-semibold text-ink-2">{title}</PartTitle>
      <div className="divide-y divide-line rounded-card border border-line bg-raised px-4">{children}</div>
    </section>
  );
}

function DetailSkeleton() {
  return (
    <div aria-hidden className="flex flex-col items-center gap-4">
      <span className="skeleton size-24 rounded-full" />
      <span className="skeleton h-6 w-48" />
      <span className="skeleton h-28 w-full rounded-card" />
    </div>
  );
}
