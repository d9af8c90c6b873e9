import { MonitorSmartphone } from 'lucide-react';
import { EmptyState } from '../design/empty-state.tsx';
import { Section } from '../design/section.tsx';
import { listDate } from '../design/times.ts';
import { useNow } from '../design/use-now.ts';
import { useEngineValue } from '../frame/engine-context.tsx';
import { Page } from '../frame/page.tsx';
import { DeviceCard } from './device-card.tsx';
import { PLATFORM_WORDS } from './platform-words.tsx';

/** Every device that holds keys of the account, those that were removed, and how to link one more. */
export function DevicesScreen() {
  const devices = useEngineValue('devices');
  const now = useNow();
  const live = devices.filter((device) => device.removedAt === null);
  const gone = devices.filter((device) => device.removedAt !== null);
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <Page title="Devices" back={{ to: '/settings', label: 'Back to settings' }}>
        <Section
          title="Linked"
          intro="Each of these holds keys of your account. The list is signed by your devices; the server cannot add to it."
        >
          {live.length === 0 ? (
            <EmptyState icon={<MonitorSmartphone size={32} />} title="The list is on its way" />
          ) : (
            <ul className="flex flex-col gap-3">
              {live.map((device) => (
                <DeviceCard key={device.id} device={device} />
              ))}
            </ul>
          )}
        </Section>
        <Section title="Link another device">
          <ol className="flex max-w-150 list-decimal flex-col gap-2 pl-5">
            <li>
              <strong className="font-medium">A browser:</strong> open{' '}
              <span className="font-mono text-small">{location.origin}</span> there and sign in.
            </li>
            <li>
              <strong className="font-medium">A phone:</strong> start the agent on it and give it your e-mail
              or number.
            </li>
            <li>A card appears here. The new device shows six digits; type them in the card.</li>
          </ol>
        </Section>
        {gone.length > 0 && (
          <Section title="Removed">
            <ul className="flex flex-col gap-1 text-ink-2">
              {gone.map((device) => (
                <li key={device.id} className="flex justify-between gap-4">
                  <span className="truncate">
                    {device.name} ({PLATFORM_WORDS[device.platform].toLowerCase()})
                  </span>
                  <span className="shrink-0">{device.removedAt && listDate(device.removedAt, now)}</span>
                </li>
              ))}
            </ul>
          </Section>
        )}
      </Page>
    </div>
  );
}
