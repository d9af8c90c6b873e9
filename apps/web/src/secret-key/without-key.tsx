import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { deviceName } from '../device/device-name.ts';
import { useEngine } from '../frame/engine-context.tsx';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { StepFrame } from '../sign-in/step-frame.tsx';
import { useSubmit } from '../sign-in/use-submit.ts';
import { Point } from './point.tsx';

/** The sentence that whoever wants no secret key is told first. */
export const OPEN_SENTENCE = 'We can read your texts. They are encrypted on our disks.';

/** What an account without a secret key is, and a box to tick before one is made. */
export function WithoutKey({ onBack }: { onBack(): void }) {
  const engine = useEngine();
  const [understood, setUnderstood] = useState(false);
  const { busy, trouble, submit } = useSubmit();
  return (
    <StepFrame step={5} title="Without a secret key">
      <p className="rounded-card border border-warn p-4 font-medium">{OPEN_SENTENCE}</p>
      <ul className="flex flex-col gap-4">
        <Point title="What we can read">
          Texts, contacts, calls and settings, and with the key that we keep for you everything else of the
          account. Your screens say so wherever a sealed account says “sealed”.
        </Point>
        <Point title="What is easier">
          There is no kit to keep. To open your texts on a new device you sign in and type a code that is
          texted to your number.
        </Point>
        <Point title="You can seal it later">
          In the settings, at any time. Then your devices seal everything, you get a secret key, and we
          destroy ours. A sealed account does not become open again.
        </Point>
      </ul>
      <label className="flex min-h-11 cursor-pointer items-start gap-3">
        <input
          type="checkbox"
          checked={understood}
          onChange={(event) => setUnderstood(event.target.checked)}
          className="mt-0.5 size-5 shrink-0 accent-seal"
        />
        I understand that whoever runs the service can read this account.
      </label>
      <FormTrouble trouble={trouble} />
      <div className="flex flex-col gap-2">
        <Button variant="primary" wide onClick={onBack} disabled={busy}>
          Seal my account instead
        </Button>
        <Button
          wide
          disabled={!understood}
          busy={busy && 'Making an open account…'}
          onClick={() => submit(() => engine.createOpenRoot(deviceName(navigator.userAgent)))}
        >
          Make an open account
        </Button>
      </div>
    </StepFrame>
  );
}
