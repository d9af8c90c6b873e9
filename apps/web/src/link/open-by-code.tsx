import type { SessionView } from '@smseal/protocol';
import { useState } from 'react';
import { useAccount } from '../account/use-account.ts';
import { Button } from '../design/button.tsx';
import type { DeviceView } from '../engine/engine-api.ts';
import { useEngine } from '../frame/engine-context.tsx';
import { CodeField } from '../sign-in/code-field.tsx';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { StepFrame } from '../sign-in/step-frame.tsx';
import { useSubmit } from '../sign-in/use-submit.ts';
import { KeepDevices } from './keep-devices.tsx';

/** Opening an open account on this browser: a code to the holder's number, then which devices stay. */
export function OpenByCode({ name, onBack }: { name: string; onBack(): void }) {
  const engine = useEngine();
  const [session] = useAccount<SessionView>('/v1/session');
  const [sent, setSent] = useState(false);
  const [code, setCode] = useState('');
  const [devices, setDevices] = useState<DeviceView[] | null>(null);
  const { busy, trouble, submit } = useSubmit();
  const mobile = session.state === 'ready' ? session.value.mobile : 'your number';
  if (devices)
    return (
      <KeepDevices
        devices={devices}
        ticked
        onOpen={(keep) => engine.joinOpenAccount(keep, name)}
        onBack={onBack}
      />
    );
  if (!sent)
    return (
      <StepFrame title="A code to your phone">
        <p className="text-ink-2">
          Your account is open: the service keeps its key, and hands it to this browser once you have typed a
          code that goes to <span className="tabular font-medium text-ink">{mobile}</span>.
        </p>
        <FormTrouble trouble={trouble} />
        <Button
          variant="primary"
          wide
          busy={busy && 'Sending…'}
          onClick={() =>
            submit(async () => {
              await engine.sendKeyCode();
              setSent(true);
            })
          }
        >
          Send me a code
        </Button>
        <Button variant="quiet" wide onClick={onBack}>
          Back
        </Button>
      </StepFrame>
    );
  return (
    <StepFrame title="Type the code">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit(async () => setDevices(await engine.enterKeyCode(code)));
        }}
      >
        <CodeField value={code} onChange={setCode} />
        <FormTrouble trouble={trouble} />
        <Button type="submit" variant="primary" wide disabled={code.length !== 6} busy={busy && 'Opening…'}>
          Go on
        </Button>
        <Button variant="quiet" wide onClick={() => setSent(false)} disabled={busy}>
          Send another code
        </Button>
      </form>
    </StepFrame>
  );
}
