import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { ProblemNote } from '../design/problem-note.tsx';
import { Section } from '../design/section.tsx';
import { say } from '../design/toast.ts';
import { RemoveDialog } from '../device/remove-dialog.tsx';
import type { GatewayView } from '../engine/gateway/gateway-api.ts';
import { Page } from '../frame/page.tsx';
import { ApiKeys } from './api-keys.tsx';
import { Carriers } from './carriers.tsx';
import { GatewayFacts } from './gateway-facts.tsx';
import { GatewayNow } from './gateway-now.tsx';
import { GatewayState } from './gateway-state.tsx';
import { LimitsForm } from './limits-form.tsx';
import { PoolSection } from './pool-section.tsx';
import { companionsOf, removalWords } from './pool-words.ts';
import { useGatewayStatus } from './use-gateway-status.ts';
import { useChange, useGateways } from './use-gateways.ts';
import { Webhooks } from './webhooks.tsx';

/** One gateway: who runs it, what it can read, and everything that it obeys. */
export function GatewayPage({ gateway }: { gateway: GatewayView }) {
  const { device, refused } = gateway;
  const [answer] = useGateways();
  const all = answer.state === 'ready' ? answer.value : [];
  const live = useGatewayStatus(device.id);
  return (
    <Page
      title={device.name}
      back={{ to: '/gateways', label: 'Back to gateways' }}
      actions={!refused && <PauseButton gateway={gateway} />}
    >
      <p className="-mt-3 pb-4">
        <GatewayState gateway={gateway} />
        {gateway.settings?.paused && (
          <span className="block text-small text-ink-2">
            Nothing leaves it. Texts wait, and go when it is resumed unless their time is over.
          </span>
        )}
      </p>
      <GatewayFacts gateway={gateway} />
      <GatewayNow gateway={gateway} live={live} />
      {refused ? (
        <div className="mb-6">
          <ProblemNote
            what="What the server shows of this gateway’s settings was refused."
            trouble={refused}
          />
        </div>
      ) : (
        <>
          <ApiKeys gateway={gateway} />
          <Webhooks gateway={gateway} told={live.state === 'live' ? (live.status?.webhooks ?? []) : []} />
          <Carriers gateway={gateway} />
          <LimitsForm key={JSON.stringify(gateway.settings?.limits)} gateway={gateway} />
          <PoolSection gateway={gateway} all={all} />
        </>
      )}
      <Removal gateway={gateway} together={companionsOf(gateway, all).length > 0} />
    </Page>
  );
}

function PauseButton({ gateway: { device, settings } }: { gateway: GatewayView }) {
  const change = useChange(device.id);
  const [busy, setBusy] = useState(false);
  const paused = settings?.paused ?? false;
  const press = async () => {
    setBusy(true);
    const what = paused ? 'The gateway was not resumed.' : 'The gateway was not paused.';
    if (await change(what, { type: 'pause', paused: !paused }))
      say({ text: paused ? `${device.name} works again.` : `${device.name} is paused.` });
    setBusy(false);
  };
  const Icon = paused ? Play : Pause;
  return (
    <Button
      variant={paused ? 'primary' : 'plain'}
      icon={<Icon size={18} aria-hidden />}
      busy={busy && 'Signing…'}
      onClick={() => void press()}
    >
      {paused ? 'Resume' : 'Pause everything'}
    </Button>
  );
}

function Removal({ gateway: { device }, together }: { gateway: GatewayView; together: boolean }) {
  const [asking, setAsking] = useState(false);
  return (
    <Section title="Remove it" intro={removalWords(together)}>
      <div>
        <Button variant="danger" onClick={() => setAsking(true)}>
          Remove this gateway
        </Button>
      </div>
      <RemoveDialog device={device} open={asking} onClose={() => setAsking(false)} />
    </Section>
  );
}
