import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { ConfirmDialog } from '../design/dialog.tsx';
import { say } from '../design/toast.ts';
import { dayAgo, fullTime, listDate } from '../design/times.ts';
import { useNow } from '../design/use-now.ts';
import type { DeviceView } from '../engine/engine-api.ts';
import { useAct, useEngine, useEngineValue } from '../frame/engine-context.tsx';
import { CAPABILITY_WORDS, PLATFORM_WORDS, PlatformIcon } from './platform-words.tsx';

function addedBy(device: DeviceView, devices: readonly DeviceView[]): string {
  if (device.addedBy === 'root') return 'with the secret key';
  const by = devices.find((each) => each.id === device.addedBy);
  return by ? `by ${by.name}` : 'by a device that is gone';
}

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

function RemoveDialog({ device, open, onClose }: { device: DeviceView; open: boolean; onClose(): void }) {
  const engine = useEngine();
  const act = useAct();
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Remove ${device.name}?`}
      action={`Remove ${PLATFORM_WORDS[device.platform].toLowerCase()}`}
      busy="Removing…"
      dangerous
      onConfirm={async () => {
        const done = await act('The device was not removed.', () => engine.removeDevice(device.id));
        if (done) {
          onClose();
          say({ text: `${device.name} is removed. New texts are sealed under a new key.` });
        }
      }}
    >
      <p>It is signed out at once and for good. To come back it must be linked anew.</p>
      <p>A new key begins now, and it does not get it: nothing that comes from here on can be read there.</p>
      <p>What it has read or stored before cannot be taken back from it.</p>
      {device.platform === 'phone' && (
        <p>Texts of this phone no longer arrive here, and nothing can be sent with it.</p>
      )}
    </ConfirmDialog>
  );
}
