import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { Section } from '../design/section.tsx';
import { say } from '../design/toast.ts';
import type { GatewayView } from '../engine/gateway/gateway-api.ts';
import { useAct, useEngine } from '../frame/engine-context.tsx';
import { ChoiceField } from './form-fields.tsx';
import { companionsOf } from './pool-words.ts';

/** Which gateways share their work with this one, and how that begins and ends. Nothing where there is no other gateway. */
export function PoolSection({ gateway, all }: { gateway: GatewayView; all: readonly GatewayView[] }) {
  if (all.length < 2) return null;
  const companions = companionsOf(gateway, all);
  return companions.length > 0 ? (
    <Together gateway={gateway} names={companions.map(({ device }) => device.name)} />
  ) : (
    <Alone gateway={gateway} others={all.filter(({ device }) => device.id !== gateway.device.id)} />
  );
}

function Together({ gateway: { device, pool }, names }: { gateway: GatewayView; names: string[] }) {
  const engine = useEngine();
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    if (await act('The gateway did not leave.', () => engine.leavePool(device.id)))
      say({ text: `${device.name} works by itself.` });
    setBusy(false);
  };
  return (
    <Section
      title="Works together"
      intro={`It shares its texts, keys, webhooks and carriers with ${names.join(', ')}. When one of them is gone, the others send what it had not.`}
    >
      {pool === device.id ? (
        <p className="max-w-150 text-ink-2">
          The others joined this one. They can leave; this one goes by being removed.
        </p>
      ) : (
        <div>
          <Button busy={busy && 'Signing…'} onClick={() => void leave()}>
            Let it work by itself
          </Button>
        </div>
      )}
    </Section>
  );
}

function Alone({ gateway: { device }, others }: { gateway: GatewayView; others: GatewayView[] }) {
  const engine = useEngine();
  const act = useAct();
  const [into, setInto] = useState(others[0]?.device.id ?? '');
  const [busy, setBusy] = useState(false);
  const join = async () => {
    setBusy(true);
    if (await act('The gateway did not join.', () => engine.joinPool(device.id, into)))
      say({ text: `${device.name} works together with others.` });
    setBusy(false);
  };
  return (
    <Section
      title="Work together"
      intro="Gateways that work together share their texts, and send what one of them had not when it is gone. This one then obeys what the other one obeys; its own keys, webhooks and carriers wait until it works by itself again."
    >
      <div className="flex max-w-100 flex-col gap-3">
        <ChoiceField
          label="Together with"
          value={into}
          words={Object.fromEntries(others.map((other) => [other.device.id, other.device.name]))}
          onChange={setInto}
        />
        <div>
          <Button busy={busy && 'Signing…'} onClick={() => void join()}>
            Let them work together
          </Button>
        </div>
      </div>
    </Section>
  );
}
