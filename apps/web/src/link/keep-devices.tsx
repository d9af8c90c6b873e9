import { useEffect, useState } from 'react';
import { Button } from '../design/button.tsx';
import { dayAgo, listDate } from '../design/times.ts';
import { useNow } from '../design/use-now.ts';
import { PLATFORM_WORDS, PlatformIcon } from '../device/platform-words.tsx';
import type { DeviceView } from '../engine/engine-api.ts';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { StepFrame } from '../sign-in/step-frame.tsx';
import { useSubmit } from '../sign-in/use-submit.ts';

/** Asks which devices stay when this browser joins by key or code; `ticked` begins with all of them. */
export function KeepDevices({
  devices,
  ticked = false,
  onOpen,
  onBack,
}: {
  devices: readonly DeviceView[];
  ticked?: boolean;
  onOpen(keep: string[]): Promise<void>;
  onBack(): void;
}) {
  const now = useNow();
  const live = devices.filter((device) => device.removedAt === null);
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set(ticked ? live.map(({ id }) => id) : []));
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
        onClick={() => submit(() => onOpen([...kept]))}
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
