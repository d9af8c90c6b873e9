import { CircleCheck, ShieldX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { countOf } from '../design/amounts.ts';
import { troubleOf, type Trouble } from '../design/trouble.ts';
import type { PendingLinkView } from '../engine/engine-api.ts';
import { useEngine, useEngineValue } from '../frame/engine-context.tsx';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { DigitBoxes } from './digit-boxes.tsx';
import { Remaining } from './remaining.tsx';

type End = 'linked' | 'refused' | 'over';

/** The trusted side of linking: take the digits that the new device shows, or refuse it. */
export function AnswerLink({ first, onClose }: { first: PendingLinkView; onClose(): void }) {
  const engine = useEngine();
  const links = useEngineValue('links');
  const link = links.find((each) => each.link === first.link);
  const [end, setEnd] = useState<End | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const shown = link ?? first;
  useEffect(() => {
    engine.answerLink(first.link).catch((error: unknown) => setTrouble(troubleOf(error)));
  }, [engine, first.link]);
  const ended: End | null = end ?? (link ? null : 'over');
  const refuse = async () => {
    try {
      await engine.refuseLink(first.link);
      setEnd('refused');
    } catch (error) {
      setTrouble(troubleOf(error));
    }
  };
  return (
    <Dialog open onClose={onClose} title={`Link ${shown.name}`}>
      {ended ? (
        <Ended end={ended} name={shown.name} onClose={onClose} />
      ) : (
        <div className="flex flex-col gap-4">
          <p className="text-ink-2">
            Once linked, <strong className="font-medium text-ink">{shown.name}</strong>{' '}
            {shown.platform === 'gateway'
              ? 'can send in your name. It reads the texts that it sends and receives, while it works, and nothing of your archive. Go on only if you know who runs it.'
              : 'can read all your texts, send, and link or remove devices. Go on only if it is yours and in front of you.'}
          </p>
          <Origin origin={shown.origin} />
          {shown.ready ? (
            <Digits link={shown} onLinked={() => setEnd('linked')} onOver={() => setEnd('refused')} />
          ) : (
            <p role="status" className="py-6 text-center text-ink-2">
              Waiting for the new device to answer…
            </p>
          )}
          <FormTrouble trouble={trouble} />
          <div className="flex items-center justify-between gap-4">
            <Remaining expires={shown.expires} />
            <Button variant="danger" onClick={() => void refuse()}>
              Not mine, refuse
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

function Digits({ link, onLinked, onOver }: { link: PendingLinkView; onLinked(): void; onOver(): void }) {
  const engine = useEngine();
  const [digits, setDigits] = useState('');
  const [left, setLeft] = useState(link.triesLeft);
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const submit = async (typed: string) => {
    setBusy(true);
    setTrouble(null);
    try {
      const result = await engine.submitDigits(link.link, typed);
      if (result.ok) onLinked();
      else if (result.triesLeft === 0) onOver();
      else {
        setLeft(result.triesLeft);
        setWrong(true);
        setDigits('');
      }
    } catch (error) {
      setTrouble(troubleOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <DigitBoxes
        // A new try begins at the first box.
        key={left}
        value={digits}
        wrong={wrong}
        disabled={busy}
        onChange={(typed) => {
          if (typed !== '') setWrong(false);
          setDigits(typed);
        }}
        onComplete={(typed) => void submit(typed)}
      />
      <p role="status" className="min-h-5 text-small">
        {busy ? (
          'Comparing the digits…'
        ) : wrong ? (
          <span className="text-bad">These are not its digits. {countOf(left, 'try', 'tries')} left.</span>
        ) : (
          ''
        )}
      </p>
      <FormTrouble trouble={trouble} />
    </>
  );
}

function Ended({ end, name, onClose }: { end: End; name: string; onClose(): void }) {
  const linked = end === 'linked';
  return (
    <div className="flex flex-col items-center gap-3 py-4 text-center">
      {linked ? (
        <CircleCheck size={44} className="text-good" aria-hidden />
      ) : (
        <ShieldX size={44} className="text-bad" aria-hidden />
      )}
      <p role="status" className="text-title font-semibold">
        {linked ? 'Linked' : end === 'refused' ? 'Refused' : 'Not linked'}
      </p>
      <p className="max-w-80 text-ink-2">
        {linked
          ? `${name} gets your texts now. It asks there whether this screen says “Linked”.`
          : end === 'refused'
            ? 'The new device got no key. If it is yours, start again there; if not, look at your sessions in Settings.'
            : 'The link ended or its two minutes are over, and no key was given. Start again on the new device.'}
      </p>
      <Button variant={linked ? 'primary' : 'plain'} onClick={onClose}>
        Close
      </Button>
    </div>
  );
}

/** Where the new device’s code comes from: a page’s address, or a program that needs none. */
function Origin({ origin }: { origin: string | null }) {
  if (origin === 'agent')
    return <p className="text-small text-ink-2">It is a program of its own and needs no web page.</p>;
  return (
    <p className="text-small text-ink-2">
      It runs at <span className="font-mono text-ink">{origin ?? 'an address not shown yet'}</span>
    </p>
  );
}
