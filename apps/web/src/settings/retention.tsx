import { RETENTION_DAYS, type AccountView, type OlderCounts } from '@smseal/protocol';
import { useState } from 'react';
import { Loaded } from '../account/loaded.tsx';
import { request } from '../account/request.ts';
import { useAccount } from '../account/use-account.ts';
import { countOf, octetsText } from '../design/amounts.ts';
import { Button } from '../design/button.tsx';
import { ConfirmDialog } from '../design/dialog.tsx';
import { Section } from '../design/section.tsx';
import { TextField } from '../design/text-field.tsx';
import { say } from '../design/toast.ts';
import { useAct } from '../frame/engine-context.tsx';

const CHOICES: readonly (number | null)[] = [null, 30, 90, 180, 365, 730, 1825];
const { min: LEAST, max: MOST } = RETENTION_DAYS;

function choiceText(days: number | null): string {
  if (days === null) return 'Until I delete them';
  if (days % 365 === 0) return countOf(days / 365, 'year');
  return countOf(days, 'day');
}

/** `4,265 texts, 300 contacts and 400 calls`; kinds that people do not know by name are one number. */
function recordsText(records: Readonly<Record<string, number>>): string {
  const { message = 0, contact = 0, call = 0, ...others } = records;
  const rest = Object.values(others).reduce((sum, number) => sum + number, 0);
  return [
    countOf(message, 'text'),
    countOf(contact, 'contact'),
    countOf(call, 'call'),
    countOf(rest, 'other record'),
  ].join(', ');
}

/** For how long the service keeps content, within its bounds; what a shorter time takes at once is said before. */
export function Retention() {
  const [answer, again] = useAccount<AccountView>('/v1/account');
  const [asked, setAsked] = useState<number | null>(null);
  const act = useAct();
  const set = async (days: number | null) => {
    const done = await act('The choice was not changed.', () =>
      request('PATCH', '/v1/account', { retentionDays: days }),
    );
    if (done) say({ text: `Texts are kept: ${choiceText(days).toLowerCase()}.` });
    setAsked(null);
    again();
  };
  return (
    <Section
      title="Keep texts for"
      intro={`Older ones are deleted from the server and from your devices. Your phone keeps its own. You can choose from ${choiceText(LEAST)} to ${choiceText(MOST)}, or no end.`}
    >
      <Loaded answer={answer} again={again} what="Your choice could not be shown.">
        {(account) => (
          <>
            <Choices
              chosen={account.retentionDays}
              choose={(days) => {
                const kept = account.retentionDays;
                if (days !== null && (kept === null || days < kept)) setAsked(days);
                else void set(days);
              }}
            />
            <p className="tabular text-small text-ink-2">
              The server holds {recordsText(account.counts.records)}
              {account.kind === 'open' ? ', encrypted on its disks' : ' as envelopes'}, and{' '}
              {countOf(account.counts.blobs, 'sealed file')} ({octetsText(account.counts.blobOctets)}).
            </p>
          </>
        )}
      </Loaded>
      {asked !== null && (
        <ConfirmDialog
          open
          onClose={() => setAsked(null)}
          title={`Keep texts for ${choiceText(asked).toLowerCase()}?`}
          action="Delete what is older"
          dangerous
          onConfirm={() => set(asked)}
        >
          <WhatGoesNow days={asked} />
          <p>From then on older ones are deleted every day. Your phone keeps its own.</p>
        </ConfirmDialog>
      )}
    </Section>
  );
}

function Choices({ chosen, choose }: { chosen: number | null; choose(days: number | null): void }) {
  const choices = CHOICES.includes(chosen) ? CHOICES : [...CHOICES, chosen];
  const [typed, setTyped] = useState('');
  return (
    <>
      <div role="radiogroup" aria-label="Keep texts for" className="flex flex-col">
        {choices.map((days) => (
          <label key={days ?? 'always'} className="flex min-h-11 cursor-pointer items-center gap-3">
            <input
              type="radio"
              name="retention"
              checked={chosen === days}
              onChange={() => choose(days)}
              className="size-5 accent-seal"
            />
            {choiceText(days)}
          </label>
        ))}
      </div>
      <form
        className="flex max-w-105 items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          choose(Number(typed));
          setTyped('');
        }}
      >
        <TextField
          label="Another number of days"
          type="number"
          inputMode="numeric"
          required
          min={LEAST}
          max={MOST}
          step={1}
          value={typed}
          className="flex-1"
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit" disabled={typed === ''}>
          Keep so many
        </Button>
      </form>
    </>
  );
}

/** What a shorter time takes at once. */
function WhatGoesNow({ days }: { days: number }) {
  const [answer, again] = useAccount<OlderCounts>(`/v1/account/older?days=${days}`);
  return (
    <Loaded answer={answer} again={again} what="How much would go could not be counted.">
      {({ message = 0, call = 0, campaign = 0, batch = 0 }) => {
        const parts = [
          [message, 'text', 'texts'],
          [call, 'call', 'calls'],
          [campaign, 'campaign', 'campaigns'],
          [batch, 'sent batch', 'sent batches'],
        ] as const;
        const going = parts
          .filter(([count]) => count > 0)
          .map(([count, one, many]) => countOf(count, one, many));
        return going.length === 0 ? (
          <p>Nothing here is older, so nothing goes now.</p>
        ) : (
          <p>
            <strong className="tabular font-medium text-ink">{going.join(', ')}</strong> are older. They are
            deleted here for good within the hour.
          </p>
        );
      }}
    </Loaded>
  );
}
