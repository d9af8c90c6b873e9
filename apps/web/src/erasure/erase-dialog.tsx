import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { useIsOpen } from '../account/use-is-open.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { ProblemNote } from '../design/problem-note.tsx';
import { TextField } from '../design/text-field.tsx';
import { troubleOf, type Trouble } from '../design/trouble.ts';
import type { ErasurePreview, ErasureTarget, GroupsToo } from '../engine/erasure/erasure-api.ts';
import { useAnswer, useEngine } from '../frame/engine-context.tsx';
import { endQuestion, type EraseQuestion } from './ask-to-erase.ts';
import { ErasureProgressView } from './erasure-progress.tsx';
import { whatGoes, whatStays, type Staying } from './erasure-words.ts';

/** Asks before something is erased for good: what goes, what stays and why. Then shows how it goes. */
export function EraseDialog({ question }: { question: EraseQuestion }) {
  const [ordered, setOrdered] = useState<string | null>(null);
  const isPerson = question.target.of === 'contact' || question.target.of === 'number';
  const title = ordered
    ? 'Erasing'
    : isPerson
      ? `Erase everything about ${question.name}?`
      : `Erase ${question.name}?`;
  return (
    <Dialog open onClose={endQuestion} title={title} width={560} insistent>
      {ordered === null ? (
        <Question question={question} isPerson={isPerson} onOrdered={setOrdered} />
      ) : (
        <ErasureProgressView id={ordered} onClose={endQuestion} />
      )}
    </Dialog>
  );
}

interface QuestionProps {
  question: EraseQuestion;
  isPerson: boolean;
  onOrdered(id: string): void;
}

function Question({ question, isPerson, onOrdered }: QuestionProps) {
  const engine = useEngine();
  const isOpen = useIsOpen();
  const [groups, setGroups] = useState<GroupsToo>('theirs');
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const target = withGroups(question.target, groups);
  const key = `erasure ${JSON.stringify(target)}`;
  const [answer, again] = useAnswer(key, (asked) => asked.erasureOf(target), ['purged']);
  const isSame = !isPerson || plain(typed) === plain(question.name);
  const erase = async () => {
    setBusy(true);
    setTrouble(null);
    question.leave?.();
    try {
      onOrdered(await engine.erase(target));
    } catch (error) {
      setTrouble(troubleOf(error));
      setBusy(false);
    }
  };
  if (answer.state === 'loading') return <Skeleton />;
  if (answer.state === 'failed')
    return <ProblemNote what="It could not be counted." trouble={answer.trouble} again={again} />;
  const goes = whatGoes(answer.value.counts);
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (isSame && goes.length > 0) void erase();
      }}
    >
      <Goes goes={goes} addresses={answer.value.addresses} />
      {isPerson && <Whole preview={answer.value} whole={groups === 'whole'} onChange={setGroups} />}
      <Stays stays={whatStays(target, answer.value, { isOpen })} />
      <p className="text-ink-2">
        It goes from the server and from every device of the account, and cannot be taken back.
      </p>
      {isPerson && goes.length > 0 && (
        <TextField
          label="Type the name to go on"
          hint={<bdi>{question.name}</bdi>}
          autoComplete="off"
          value={typed}
          onChange={({ target: { value } }) => setTyped(value)}
        />
      )}
      {trouble && <ProblemInSight trouble={trouble} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={endQuestion} disabled={busy}>
          Keep it
        </Button>
        <Button
          type="submit"
          variant="danger"
          disabled={!isSame || goes.length === 0}
          busy={busy && 'Sealing what stays anew…'}
        >
          {isPerson ? 'Erase everything about them' : 'Erase it'}
        </Button>
      </div>
    </form>
  );
}

/** Brings itself into sight: the window may be scrolled. */
function ProblemInSight({ trouble }: { trouble: Trouble }) {
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => note.current?.scrollIntoView({ block: 'nearest' }), [trouble]);
  return (
    <div ref={note}>
      <ProblemNote what="Nothing was erased." trouble={trouble} />
    </div>
  );
}

function withGroups(target: ErasureTarget, groups: GroupsToo): ErasureTarget {
  return target.of === 'contact' || target.of === 'number' ? { ...target, groups } : target;
}

/** Case, accents and double spaces are nobody's business here. */
function plain(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll(/\s+/gu, ' ').trim().toLocaleLowerCase();
}

function Goes({ goes, addresses }: { goes: readonly string[]; addresses: readonly string[] }) {
  if (goes.length === 0) return <p>Nothing of it is here.</p>;
  return (
    <Part title="What goes">
      <ul className="flex list-disc flex-col gap-1 pl-5">
        {goes.map((line) => (
          <li key={line} className="tabular">
            {line}
          </li>
        ))}
      </ul>
      {addresses.length > 0 && (
        <p className="tabular text-small text-ink-2">
          Of{' '}
          {addresses.map((address, at) => (
            <bdi key={address}>{at > 0 ? `, ${address}` : address}</bdi>
          ))}
        </p>
      )}
    </Part>
  );
}

/** Offers to erase conversations with others whole; once chosen, the count of what stays is 0 and the choice stays. */
function Whole({
  preview,
  whole,
  onChange,
}: {
  preview: ErasurePreview;
  whole: boolean;
  onChange(groups: GroupsToo): void;
}) {
  if (preview.stays.groups === 0 && !whole) return null;
  return (
    <label className="flex min-h-11 cursor-pointer items-start gap-3">
      <input
        type="checkbox"
        checked={whole}
        onChange={({ target: { checked } }) => onChange(checked ? 'whole' : 'theirs')}
        className="mt-0.5 size-5 shrink-0 accent-seal"
      />
      <span>Erase conversations with them and other people whole, with what others wrote there</span>
    </label>
  );
}

function Stays({ stays }: { stays: readonly Staying[] }) {
  return (
    <Part title="What stays, and why">
      <dl className="flex flex-col gap-2">
        {stays.map(({ what, why }) => (
          <div key={what}>
            <dt className="font-medium">
              <bdi>{what}</bdi>
            </dt>
            <dd className="text-small text-ink-2">{why}</dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <h3 id={id} className="text-small font-semibold text-ink-2">
        {title}
      </h3>
      {children}
    </section>
  );
}

function Skeleton() {
  return (
    <div aria-hidden className="flex flex-col gap-3">
      <span className="skeleton h-5 w-56" />
      <span className="skeleton h-5 w-40" />
      <span className="skeleton h-24 w-full" />
    </div>
  );
}
