import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { Section } from '../design/section.tsx';
import { TextField } from '../design/text-field.tsx';
import { say } from '../design/toast.ts';
import type { GatewayView } from '../engine/gateway/gateway-api.ts';
import { numberOrNull, type Bounds } from './form-number.ts';
import { useChange } from './use-gateways.ts';

const SPEED: Bounds = { least: 1, most: 100_000 };
const DAILY: Bounds = { least: 1, most: 1_000_000_000 };

/** How much a gateway hands over at most, whatever its keys ask for. */
export function LimitsForm({ gateway: { device, settings } }: { gateway: GatewayView }) {
  const limits = settings?.limits ?? { segmentsPerSecond: null, textsPerDay: null };
  const [speed, setSpeed] = useState(limits.segmentsPerSecond?.toString() ?? '');
  const [daily, setDaily] = useState(limits.textsPerDay?.toString() ?? '');
  const [busy, setBusy] = useState(false);
  const change = useChange(device.id);
  const given = { speed: numberOrNull(speed, SPEED), daily: numberOrNull(daily, DAILY) };
  const right = given.speed.fault === null && given.daily.fault === null;
  const same = given.speed.value === limits.segmentsPerSecond && given.daily.value === limits.textsPerDay;
  const save = async () => {
    setBusy(true);
    const next = { segmentsPerSecond: given.speed.value, textsPerDay: given.daily.value };
    if (await change('The limits were not changed.', { type: 'limits', limits: next }))
      say({ text: 'The limits hold.' });
    setBusy(false);
  };
  return (
    <Section
      title="Limits"
      intro="Over all carriers. Beyond them texts wait; nothing is lost. One-time codes do not wait for the next day. An empty field is no limit."
    >
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (right) void save();
        }}
      >
        <div className="grid gap-4 md:grid-cols-2">
          <TextField
            label="Segments a second"
            inputMode="numeric"
            value={speed}
            error={given.speed.fault}
            autoComplete="off"
            onChange={(event) => setSpeed(event.target.value)}
          />
          <TextField
            label="Texts a day (UTC)"
            inputMode="numeric"
            value={daily}
            error={given.daily.fault}
            autoComplete="off"
            onChange={(event) => setDaily(event.target.value)}
          />
        </div>
        <div>
          <Button type="submit" disabled={!right || same} busy={busy && 'Signing…'}>
            Set the limits
          </Button>
        </div>
      </form>
    </Section>
  );
}
