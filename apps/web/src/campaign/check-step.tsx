import { Send } from 'lucide-react';
import { useState } from 'react';
import { count, countOf } from '../design/amounts.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/text-field.tsx';
import { stampTime } from '../design/times.ts';
import { say } from '../design/toast.ts';
import type { Dispatch, WordingCounts } from '../engine/campaign/campaign-api.ts';
import { useAct, useEngineValue } from '../frame/engine-context.tsx';
import type { DraftList } from './use-draft.ts';

/** Check: everything in words, a test to oneself, and then the one button. */
export function CheckStep({
  draft,
  dispatch,
  counts,
  route,
  shown,
  onName,
  onSent,
}: {
  draft: DraftList;
  dispatch: Dispatch;
  counts: WordingCounts;
  route: string;
  /** Place of the recipient in the preview: a test reads as theirs. */
  shown: number;
  onName(name: string): void;
  onSent(campaign: string): void;
}) {
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const offline = useEngineValue('sync')?.phase === 'offline';
  const texts = counts.recipients - counts.empty - counts.tooLong;
  const send = async () => {
    setBusy(true);
    await act('Nothing was sent.', async () =>
      onSent(await draft.ask((engine, id) => engine.sendToMany(id, dispatch))),
    );
    setBusy(false);
  };
  return (
    <>
      <p className="max-w-150">
        <strong>{countOf(texts, 'person', 'people')}</strong> get one text each,{' '}
        <strong>{countOf(counts.segments, 'segment')}</strong> in all, by {route}
        {dispatch.from === null ? '' : `, from ${dispatch.from}`}.{' '}
        {dispatch.notBefore === null ? 'They leave at once.' : `They leave ${stampTime(dispatch.notBefore)}.`}{' '}
        Whoever answers STOP gets no more, this one included if it has not left.
      </p>
      <TextField
        label="What you call it"
        hint="Only you see this."
        value={dispatch.name}
        maxLength={80}
        autoComplete="off"
        onChange={(event) => onName(event.target.value)}
      />
      <TestField draft={draft} dispatch={dispatch} shown={shown} />
      {offline && (
        <p role="status" className="text-warn">
          The server cannot be reached. What you send is sealed now, and begins once it can; keep this page
          open until then.
        </p>
      )}
      <div>
        <Button
          variant="primary"
          icon={<Send size={18} aria-hidden />}
          busy={busy && (offline ? 'Sealed; waiting for the server…' : `Sealing ${countOf(texts, 'text')}…`)}
          disabled={texts === 0}
          onClick={() => void send()}
        >
          Send to {count(texts)}
        </Button>
      </div>
    </>
  );
}

function TestField({ draft, dispatch, shown }: { draft: DraftList; dispatch: Dispatch; shown: number }) {
  const act = useAct();
  const [to, setTo] = useState('');
  const [busy, setBusy] = useState(false);
  const test = async () => {
    setBusy(true);
    const sent = await act('The test was not sent.', () =>
      draft.ask((engine, id) => engine.sendTest(id, dispatch, { to, index: shown })),
    );
    if (sent) say({ text: 'The test is on its way; it leaves now, whatever time you chose.' });
    setBusy(false);
  };
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (to.trim() !== '') void test();
      }}
    >
      <TextField
        label="Test it on your own phone first"
        placeholder="+48 600 100 200"
        inputMode="tel"
        className="min-w-50 flex-1"
        value={to}
        autoComplete="tel"
        onChange={(event) => setTo(event.target.value)}
      />
      <Button type="submit" disabled={to.trim() === ''} busy={busy && 'Sending…'}>
        Send me a test
      </Button>
    </form>
  );
}
