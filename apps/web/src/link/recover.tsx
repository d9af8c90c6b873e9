import { useState } from 'react';
import { Button } from '../design/button.tsx';
import type { DeviceView } from '../engine/engine-api.ts';
import { useEngine } from '../frame/engine-context.tsx';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { StepFrame } from '../sign-in/step-frame.tsx';
import { useSubmit } from '../sign-in/use-submit.ts';
import { KeepDevices } from './keep-devices.tsx';
import { SecretKeyField } from './secret-key-field.tsx';

/** Opening one's texts with the secret key: type it, then tick which devices keep their keys. */
export function Recover({ name, onBack }: { name: string; onBack(): void }) {
  const engine = useEngine();
  const [key, setKey] = useState('');
  const [right, setRight] = useState(false);
  const [devices, setDevices] = useState<DeviceView[] | null>(null);
  const { busy, trouble, submit } = useSubmit();
  if (devices)
    return (
      <KeepDevices
        devices={devices}
        onOpen={(keep) => engine.recover(key, keep, name)}
        onBack={() => setDevices(null)}
      />
    );
  return (
    <StepFrame title="Type your secret key">
      <p className="text-ink-2">
        Look at the address of this page first: it must be{' '}
        <strong className="font-mono text-small font-medium text-ink">{location.origin}</strong>, as on your
        kit. The key is used in this browser and then forgotten.
      </p>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit(async () => setDevices(await engine.inspectRecovery(key)));
        }}
      >
        <SecretKeyField value={key} onChange={setKey} onRight={setRight} autoFocus />
        <FormTrouble trouble={trouble} />
        <Button type="submit" variant="primary" wide disabled={!right} busy={busy && 'Opening the account…'}>
          Go on
        </Button>
        <Button variant="quiet" wide onClick={onBack}>
          Back
        </Button>
      </form>
    </StepFrame>
  );
}
