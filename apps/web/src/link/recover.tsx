import { useEffect, useState } from 'react';
import { Button } from '../design/button.tsx';
import type { DeviceView } from '../engine/engine-api.ts';
import { PLATFORM_WORDS, PlatformIcon } from '../device/platform-words.tsx';
import { dayAgo, listDate } from '../design/times.ts';
import { useNow } from '../design/use-now.ts';
import { useEngine } from '../frame/engine-context.tsx';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { StepFrame } from '../sign-in/step-frame.tsx';
import { useSubmit } from '../sign-in/use-submit.ts';
import { SecretKeyField } from './secret-key-field.tsx';

/** Opening one's texts with the secret key: type it, then tick which devices keep their keys. */
export function Recover({ name, onBack }: { name: string; onBack(): void }) {
  const engine = useEngine();
  const [key, setKey] = useState('');
  const [right, setRight] = useState(false);
  const [devices, setDevices] = useState<DeviceView[] | null>(null);
  const { busy, trouble, submit } = useSubmit();
  if (devices) return <Keep secretKey={key} name={name} devices={devices} onBack={() => setDevices(null)} />;
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

function Keep({
  secretKey,
  name,
  devices,
  onBack,
}: {
  secretKey: string;
  name: string;
  devices: readonly DeviceView[];
  onBack(): void;
}) {
  const engine = useEngine();
  const now = useNow();
  const live = devices.filter((device) => device.removedAt === null);
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const { busy, trouble, submit } = useSubmit();
  useEffect(() => {
    document.documentElement.scrollTop = 0;
  }, []);
  const toggle = (id: string) => {
    const next = new Set(kept);
    if (!next.delete(id)) next.add(id);
    setKept(next);
  };
  return (
    <StepFrame title="Which devices do you still have?">
      <p className="text-ink-2">
        Tick those that are yours and in your hands. All others are removed and can read nothing new.
      </p>
      {live.length === 0 ? (
        <p className="rounded-card border border-line p-4">
          No other device is left. This browser becomes the first.
        </p>
      ) : (
        <ul className="flex flex-col gap-2">
          {live.map((device) => (
            <li key={device.id}>
              <label className="flex min-h-14 cursor-pointer items-center gap-3 rounded-card border border-edge bg-raised p-3">
                <input
                  type="checkbox"
                  checked={kept.has(device.id)}
                  onChange={() => toggle(device.id)}
                  className="size-5 accent-seal"
                />
                <PlatformIcon platform={device.platform} size={20} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{device.name}</span>
                  <span className="block text-small text-ink-2">
                    {PLATFORM_WORDS[device.platform]}, linked {listDate(device.addedAt, now)}
                    {device.lastSeen && `, seen ${dayAgo(device.lastSeen, now)}`}
                  </span>
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
      <FormTrouble trouble={trouble} />
      <Button
        variant="primary"
        wide
        busy={busy && 'Opening your texts…'}
        onClick={() => submit(() => engine.recover(secretKey, [...kept], name))}
      >
        {kept.size === live.length
          ? 'Open my texts here'
          : `Open here, remove ${live.length - kept.size === 1 ? 'one device' : `${live.length - kept.size} devices`}`}
      </Button>
      <Button variant="quiet" wide onClick={onBack} disabled={busy}>
        Back
      </Button>
    </StepFrame>
  );
}
