import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { SealMark } from '../design/seal-mark.tsx';
import { Section } from '../design/section.tsx';
import { fullTime, stampTime } from '../design/times.ts';
import type { TextTimelineView } from '../engine/message/timeline-api.ts';
import { Page } from '../frame/page.tsx';
import { STATES } from '../thread/state-mark.tsx';
import { EncodingSection } from './encoding-section.tsx';
import { EventList } from './event-list.tsx';
import { SegmentList } from './segment-list.tsx';

/** The life of one text, from what became of it down to its octets. */
export function TimelinePage({ timeline }: { timeline: TextTimelineView }) {
  const { conversation, segments, submission, sender } = timeline;
  return (
    <Page
      title="What happened to this text"
      back={{ to: '/', label: 'Back to the inbox' }}
      actions={
        <Link
          to="/c/$conversation"
          params={{ conversation: conversation.id }}
          className="touch rounded-soft font-medium text-seal underline underline-offset-2"
        >
          Conversation
        </Link>
      }
    >
      <Outcome timeline={timeline} />
      <Facts timeline={timeline} />
      <Section title="Step by step">
        <EventList events={timeline.events} />
        <p className="flex items-start gap-2 text-small text-ink-2">
          <SealMark size={15} />
          <span>
            Told on this device from the sealed text and the reports that {sender.name ?? 'its sender'}{' '}
            signed. What only the server says is marked.
          </span>
        </p>
      </Section>
      <EncodingSection encoding={timeline.encoding} />
      {submission && <SegmentList segments={segments} submission={submission} />}
    </Page>
  );
}

function Outcome({ timeline: { state, outcome, text } }: { timeline: TextTimelineView }) {
  const { icon: Icon, tone } = STATES[state];
  return (
    <div className="mb-4 flex flex-col gap-3">
      <p role="status" className="flex items-start gap-2.5 text-lead font-medium">
        {Icon && (
          <span aria-hidden className={`mt-0.5 shrink-0 ${tone}`}>
            <Icon size={20} />
          </span>
        )}
        <span>{outcome}</span>
      </p>
      <blockquote
        dir="auto"
        className="max-w-[560px] self-start rounded-bubble rounded-br-tip bg-mine px-3.5 py-2 whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {text}
      </blockquote>
    </div>
  );
}

function Facts({ timeline }: { timeline: TextTimelineView }) {
  const { to, at, author, notBefore, expires, sender } = timeline;
  const sim = sender.simSlot === null ? '' : `, SIM ${sender.simSlot + 1}`;
  return (
    <dl className="mb-2 flex flex-col divide-y divide-line rounded-card border border-line bg-raised">
      <Fact name="To">
        {to.map(({ number, name }) => (
          <span key={number} className="block">
            <bdi>{name === null ? number : `${name}, ${number}`}</bdi>
          </span>
        ))}
      </Fact>
      <Fact name="Written">
        <Moment at={at} />
        {author !== null && ` on ${author}`}
      </Fact>
      <Fact name="Sent by">
        {sender.name ?? `A ${sender.kind} of yours`}
        {sim}
        {sender.carrier && (
          <>
            , which hands it to {sender.carrier.name}
            <span className="block text-small">{sender.carrier.why}</span>
          </>
        )}
      </Fact>
      <Fact name="May leave">
        {notBefore === null ? 'At once' : <Moment at={notBefore} />}, until <Moment at={expires} />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-6 gap-y-0.5 px-4 py-2.5 lg:grid-cols-[88px_1fr]">
      <dt className="font-medium">{name}</dt>
      <dd className="text-ink-2">{children}</dd>
    </div>
  );
}

function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={fullTime(at)} className="tabular">
      {stampTime(at)}
    </time>
  );
}
