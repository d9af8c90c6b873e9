import { useId } from 'react';
import { Button } from '../design/button.tsx';
import { fullTime } from '../design/times.ts';
import type { SendRoute } from '../engine/engine-api.ts';
import { ChoiceField } from '../gateway/form-fields.tsx';
import { EXPIRY_WORDS, momentOf, soon, type Plan } from './plan.ts';

/** When, and by which route. */
export function WhenStep({
  routes,
  senders,
  plan,
  onChange,
  onDone,
}: {
  routes: readonly SendRoute[];
  senders: readonly string[];
  plan: Plan;
  onChange(change: Partial<Plan>): void;
  onDone(): void;
}) {
  const id = useId();
  const words = Object.fromEntries(
    routes.map((route, place) => [
      `${place}`,
      `${route.label}${route.connected ? '' : ' (not connected now)'}`,
    ]),
  );
  const route = routes[plan.route];
  const moment = momentOf(plan);
  const over = moment !== null && moment < Date.now();
  const isChosen = moment === null || (!over && !Number.isNaN(moment));
  if (routes.length === 0)
    return (
      <p className="text-ink-2">
        Nothing can send yet. Link a gateway, or a phone, and it appears here. What you have written stays.
      </p>
    );
  return (
    <>
      <ChoiceField
        label="Route"
        hint={
          route?.platform === 'gateway'
            ? 'Sealed to this gateway, which hands the texts to its carrier.'
            : 'Sealed to this phone, which sends them one by one. Carriers may bar a phone that sends many.'
        }
        value={`${plan.route}`}
        words={words}
        onChange={(place) => onChange({ route: Number(place), from: null })}
      />
      {senders.length > 0 && (
        <ChoiceField
          label="Sender"
          value={plan.from ?? senders[0] ?? ''}
          words={Object.fromEntries(senders.map((sender) => [sender, sender]))}
          onChange={(from) => onChange({ from })}
        />
      )}
      <fieldset className="flex flex-col gap-1">
        <legend className="font-medium">When</legend>
        <Radio name={id} label="Now" checked={!plan.later} onChange={() => onChange({ later: false })} />
        <Radio
          name={id}
          label="At a time"
          checked={plan.later}
          onChange={() => onChange({ later: true, at: plan.at || soon(Date.now()) })}
        />
        {plan.later && (
          <div className="flex flex-col gap-1.5 pl-8">
            <label htmlFor={`${id}-at`} className="sr-only">
              Day and time
            </label>
            <input
              id={`${id}-at`}
              type="datetime-local"
              value={plan.at}
              aria-describedby={`${id}-zone`}
              aria-invalid={over || undefined}
              onChange={(event) => onChange({ at: event.target.value })}
              className="min-h-11 max-w-70 rounded-card border border-edge bg-raised px-3 py-2 ring-inside"
            />
            <p id={`${id}-zone`} className={over ? 'text-small text-bad' : 'text-small text-ink-2'}>
              {over
                ? 'That time is over; choose a later one.'
                : `${moment !== null && isChosen ? `${fullTime(new Date(moment).toISOString())}, ` : ''}in your time zone, ${Intl.DateTimeFormat().resolvedOptions().timeZone}.`}
            </p>
          </div>
        )}
      </fieldset>
      <ChoiceField
        label="Given up"
        hint="What has not left by then is not sent."
        value={`${plan.hours}`}
        words={EXPIRY_WORDS}
        onChange={(hours) => onChange({ hours: Number(hours) })}
      />
      <div>
        <Button variant="primary" disabled={!route || !isChosen} onClick={onDone}>
          Go on
        </Button>
      </div>
    </>
  );
}

function Radio({
  name,
  label,
  checked,
  onChange,
}: {
  name: string;
  label: string;
  checked: boolean;
  onChange(): void;
}) {
  return (
    <label className="flex min-h-11 cursor-pointer items-center gap-3">
      <input
        type="radio"
        name={name}
        checked={checked}
        onChange={onChange}
        className="size-5 shrink-0 accent-seal"
      />
      {label}
    </label>
  );
}
