import { useEffect, useState } from 'react';
import { Button } from '../design/button.tsx';
import { troubleOf, type Trouble } from '../design/trouble.ts';
import type { NewLinkView } from '../engine/engine-api.ts';
import { useEngine, useEngineValue } from '../frame/engine-context.tsx';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { StepFrame } from '../sign-in/step-frame.tsx';
import { Remaining } from './remaining.tsx';

/** This browser's side of linking: it shows six digits, and asks what the other device says. */
export function LinkThisBrowser({ name, onBack }: { name: string; onBack(): void }) {
  const engine = useEngine();
  const view = useEngineValue('newLink');
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    engine.startLink(name).catch((error: unknown) => setTrouble(troubleOf(error)));
  }, [engine, name, round]);
  const tell = (act: Promise<void>) => void act.catch((error: unknown) => setTrouble(troubleOf(error)));
  const back = () => {
    tell(engine.cancelLink());
    onBack();
  };
  const again = () => {
    setTrouble(null);
    setRound(round + 1);
  };
  const step = trouble ? 'refused' : (view?.step ?? 'opening');
  return (
    <StepFrame title={TITLES[step]}>
      <Body
        step={step}
        view={view}
        onConfirm={() => tell(engine.finishLink())}
        onDeny={back}
        onAgain={again}
      />
      <FormTrouble trouble={trouble} />
      {step !== 'done' && step !== 'confirm' && (
        <Button variant="quiet" wide onClick={back}>
          Back
        </Button>
      )}
    </StepFrame>
  );
}

const TITLES = {
  opening: 'One moment',
  waiting: 'Take a linked device',
  digits: 'Type these digits there',
  confirm: 'Does the other device say “Linked”?',
  done: 'Linked',
  refused: 'Not linked',
  expired: 'The two minutes are over',
} satisfies Record<NewLinkView['step'], string>;

function Body({
  step,
  view,
  onConfirm,
  onDeny,
  onAgain,
}: {
  step: NewLinkView['step'];
  view: NewLinkView | null;
  onConfirm(): void;
  onDeny(): void;
  onAgain(): void;
}) {
  switch (step) {
    case 'opening':
      return <p className="text-ink-2">The link is being opened…</p>;
    case 'waiting':
      return (
        <>
          <p className="text-ink-2">
            Open SMSeal on your phone or on a browser that is linked. It tells you that this browser asks to
            be linked. Accept there; digits appear here then.
          </p>
          <Large digits={null} />
          {view?.expires && <Remaining expires={view.expires} />}
        </>
      );
    case 'digits':
      return (
        <>
          <p className="text-ink-2">Type them on the device that is linked already. It has three tries.</p>
          <Large digits={view?.digits ?? null} />
          {view?.expires && <Remaining expires={view.expires} />}
        </>
      );
    case 'confirm':
      return (
        <>
          <p className="text-ink-2">
            Look at the other device itself. The server says that it has agreed, but only you can see it.
          </p>
          <Large digits={view?.digits ?? null} />
          <Button variant="primary" wide onClick={onConfirm}>
            Yes, it says “Linked”
          </Button>
          <Button variant="danger" wide onClick={onDeny}>
            No
          </Button>
        </>
      );
    case 'done':
      return <p className="text-ink-2">Your texts are being opened…</p>;
    case 'refused':
    case 'expired':
      return (
        <>
          <p className="text-ink-2">
            {step === 'expired'
              ? 'No key was given to this browser. Start again when the other device is at hand.'
              : 'The other device refused, or the digits did not match three times. This browser got no key.'}
          </p>
          <Button variant="primary" wide onClick={onAgain}>
            Start again
          </Button>
        </>
      );
  }
}

/** Six digits, large, in the geometry they keep before they are there. */
function Large({ digits }: { digits: string | null }) {
  return (
    <p
      role="status"
      aria-label={digits ? `Digits: ${digits.split('').join(' ')}` : 'No digits yet'}
      className="tabular flex justify-between gap-1.5 font-mono"
    >
      {Array.from({ length: 6 }, (_, index) => (
        <span
          key={index}
          aria-hidden
          className="flex h-20 flex-1 items-center justify-center rounded-card border border-line bg-raised text-[40px] font-semibold"
        >
          {digits?.[index] ?? <span className="skeleton h-9 w-6" />}
        </span>
      ))}
    </p>
  );
}
