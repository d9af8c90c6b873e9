import { ConfirmDialog } from '../design/dialog.tsx';
import { say } from '../design/toast.ts';
import type { DeviceView } from '../engine/engine-api.ts';
import { useAct, useEngine } from '../frame/engine-context.tsx';
import { PLATFORM_WORDS } from './platform-words.tsx';

/** Asks before a device is removed, and says what that does. */
export function RemoveDialog({
  device,
  open,
  onClose,
}: {
  device: DeviceView;
  open: boolean;
  onClose(): void;
}) {
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
          say({ text: `${device.name} is removed. A new key has begun.` });
        }
      }}
    >
      <p>It is signed out at once and for good. To come back it must be linked anew.</p>
      <p>A new key begins now, and it does not get it: nothing that comes from here on can be read there.</p>
      <p>What it has read or stored before cannot be taken back from it.</p>
      {device.platform === 'gateway' && (
        <p>Its API keys and carriers stop at once, and what it was to send is not sent.</p>
      )}
      {device.platform === 'phone' && (
        <p>Texts of this phone no longer arrive here, and nothing can be sent with it.</p>
      )}
    </ConfirmDialog>
  );
}
