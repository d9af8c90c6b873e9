import { useState, type ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { ago, fullTime, listDate } from '../design/times.ts';
import { useNow } from '../design/use-now.ts';
import { addedBy } from '../device/added-by.ts';
import type { GatewayView } from '../engine/gateway/gateway-api.ts';
import { useEngineValue } from '../frame/engine-context.tsx';
import { useChange } from './use-gateways.ts';

/** Who runs a gateway, what it can read, and whose word it obeys. */
export function GatewayFacts({ gateway }: { gateway: GatewayView }) {
  const { device, settings, author, refused } = gateway;
  const devices = useEngineValue('devices');
  const now = useNow();
  return (
    <dl className="mb-6 flex flex-col divide-y divide-line rounded-card border border-line bg-raised">
      <Fact name="Run by">
        Whoever runs the machine it is on. Linked{' '}
        <time dateTime={device.addedAt} title={fullTime(device.addedAt)}>
          {listDate(device.addedAt, now)}
        </time>{' '}
        {addedBy(device, devices)}.
      </Fact>
      <Fact name="Can read">Texts that it sends and receives, while it works. Nothing of your archive.</Fact>
      {!refused && (
        <Fact name="Obeys">
          {settings && author ? (
            <>
              Version {settings.version} of what stands below, signed{' '}
              <time dateTime={settings.at} title={fullTime(settings.at)}>
                {ago(settings.at, now)}
              </time>{' '}
              by {author.name}.{author.removed && <SignAgain gateway={gateway} author={author.name} />}
            </>
          ) : (
            'Nothing yet. It sends once it has a carrier and a key.'
          )}
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-6 gap-y-0.5 px-4 py-3 lg:grid-cols-[88px_1fr]">
      <dt className="font-medium">{name}</dt>
      <dd className="text-ink-2">{children}</dd>
    </div>
  );
}

/** A removed device's word holds on only where it was heard before. */
function SignAgain({ gateway: { device }, author }: { gateway: GatewayView; author: string }) {
  const change = useChange(device.id);
  const [busy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    await change('The settings were not signed.', { type: 'sign-again' });
    setBusy(false);
  };
  return (
    <span className="mt-2 flex flex-wrap items-center justify-between gap-3 rounded-card border border-warn p-3 text-ink">
      <span className="min-w-48 flex-1">
        {author} was removed since. Look through everything below, then sign it with this browser, or a
        gateway that starts anew obeys nothing.
      </span>
      <Button busy={busy && 'Signing…'} onClick={() => void press()}>
        Sign it again
      </Button>
    </span>
  );
}
