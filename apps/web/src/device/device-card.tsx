import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { dayAgo, fullTime, listDate } from '../design/times.ts';
import { useNow } from '../design/use-now.ts';
import type { DeviceView } from '../engine/engine-api.ts';
import { useEngineValue } from '../frame/engine-context.tsx';
import { addedBy } from './added-by.ts';
import { CAPABILITY_WORDS, PLATFORM_WORDS, PlatformIcon } from './platform-words.tsx';
import { RemoveDialog } from './remove-dialog.tsx';

/** One device: what it can do, when it was seen, and the way to remove it. */
export function DeviceCard({ device }: { device: DeviceView }) {
  const devices = useEngineValue('devices');
  const now = useNow();
  const [asking, setAsking] = useState(false);
  return (
    <li className="flex flex-col gap-3 rounded-card border border-line bg-raised p-4">
      <div className="flex items-start gap-3">
        <PlatformIcon platform={device.platform} size={24} />
        <div className="min-w-0 flex-1">
          <h3 className="truncate font-semibold">{device.name}</h3>
          <p className="text-small text-ink-2">
            {PLATFORM_WORDS[device.platform]}, linked{' '}
            <time dateTime={device.addedAt} title={fullTime(device.addedAt)}>
              {listDate(device.addedAt, now)}
            </time>{' '}
            {addedBy(device, devices)}
          </p>
        </div>
        <p className="shrink-0 text-small text-ink-2">
          {device.me ? (
            <span className="font-medium text-seal">This browser</span>
          ) : device.connected ? (
            <span className="font-medium text-good">Connected</span>
          ) : device.lastSeen ? (
            `Seen ${dayAgo(device.lastSeen, now)}`
          ) : (
            'Not seen yet'
          )}
        </p>
      </div>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <ul className="flex min-w-0 flex-1 basis-60 flex-wrap gap-1.5">
          {device.can.map((capability) => (
            <li
              key={capability}
              className="rounded-full border border-line px-2.5 py-0.5 text-small text-ink-2"
            >
              {CAPABILITY_WORDS[capability]}
            </li>
          ))}
        </ul>
        {!device.me && (
          <Button variant="danger" onClick={() => setAsking(true)}>
            Remove
          </Button>
        )}
      </div>
      <RemoveDialog device={device} open={asking} onClose={() => setAsking(false)} />
    </li>
  );
}
