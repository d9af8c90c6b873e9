import { Link, useParams } from '@tanstack/react-router';
import { EmptyState } from '../design/empty-state.tsx';
import { ProblemNote } from '../design/problem-note.tsx';
import { useAnswer, useEngineValue } from '../frame/engine-context.tsx';
import { Page } from '../frame/page.tsx';
import { TimelinePage } from './timeline-page.tsx';

/** `/messages/batch:index`: what happened to one text. */
export function TimelineScreen() {
  const text = useParams({ from: '/messages/$text', select: (params) => params.text });
  const [answer, again] = useAnswer(`timeline ${text}`, (engine) => engine.textTimeline(text), [
    'thread',
    'gateways',
    'conversations',
  ]);
  const sync = useEngineValue('sync');
  if (answer.state === 'failed') {
    return (
      <Page title={TITLE} back={BACK}>
        <ProblemNote what="This text could not be looked up." trouble={answer.trouble} again={again} />
      </Page>
    );
  }
  if (answer.state === 'loading') return <Skeleton />;
  if (answer.value !== null) return <TimelinePage timeline={answer.value} />;
  const arriving = sync?.phase === 'starting' || sync?.phase === 'cache' || sync?.phase === 'first';
  return (
    <EmptyState
      heading
      title={arriving ? 'This text has not come yet' : 'This text is not here'}
      action={
        <Link to="/" className="font-medium text-seal underline">
          Go to the inbox
        </Link>
      }
    >
      {arriving
        ? 'Your texts are still arriving in this browser. It is shown here as soon as it is in.'
        : 'It was erased or deleted, its time of keeping is over, or part of the address is missing.'}
    </EmptyState>
  );
}

const TITLE = 'What happened to this text';
const BACK = { to: '/', label: 'Back to the inbox' } as const;

function Skeleton() {
  return (
    <Page title={TITLE} back={BACK}>
      <div role="status" aria-label="The text is being looked up" className="flex flex-col gap-4">
        <div className="skeleton h-28 rounded-card" />
        <div className="skeleton h-56 rounded-card" />
        <div className="skeleton h-40 rounded-card" />
      </div>
    </Page>
  );
}
