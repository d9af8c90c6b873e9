import type { AccountView } from '@smseal/protocol';
import { useState } from 'react';
import { request } from '../account/request.ts';
import { countOf, octetsText } from '../design/amounts.ts';
import { Button } from '../design/button.tsx';
import { ConfirmDialog } from '../design/dialog.tsx';
import { Section } from '../design/section.tsx';
import { SwitchRow } from '../design/switch-row.tsx';
import { say } from '../design/toast.ts';
import { useAct, useAnswer, useEngine } from '../frame/engine-context.tsx';
import { Loaded } from '../account/loaded.tsx';
import { useAccount } from '../account/use-account.ts';

const CHOICES: readonly (number | null)[] = [null, 30, 90, 180, 365, 730, 1825];

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

/** How long the server keeps envelopes, and what deleting on the phone does. */
export function StoragePage() {
  return (
    <>
      <Retention />
      <Deletions />
    </>
  );
}

function Retention() {
  const [answer, again] = useAccount<AccountView>('/v1/account');
  const [asked, setAsked] = useState<{ days: number | null } | null>(null);
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
      intro="Older ones are deleted from the server and from your devices. Your phone keeps its own."
    >
      <Loaded answer={answer} again={again} what="Your choice could not be shown.">
        {(account) => {
          const choices = CHOICES.includes(account.retentionDays)
            ? CHOICES
            : [...CHOICES, account.retentionDays];
          return (
            <>
              <div role="radiogroup" aria-label="Keep texts for" className="flex flex-col">
                {choices.map((days) => (
                  <label key={days ?? 'always'} className="flex min-h-11 cursor-pointer items-center gap-3">
                    <input
                      type="radio"
                      name="retention"
                      checked={account.retentionDays === days}
                      onChange={() => {
                        const shorter =
                          days !== null && (account.retentionDays === null || days < account.retentionDays);
                        if (shorter) setAsked({ days });
                        else void set(days);
                      }}
                      className="size-5 accent-seal"
                    />
                    {choiceText(days)}
                  </label>
                ))}
              </div>
              <p className="tabular text-small text-ink-2">
                The server holds {recordsText(account.counts.records)}
                {account.kind === 'open' ? ', encrypted on its disks' : ' as envelopes'}, and{' '}
                {countOf(account.counts.blobs, 'sealed file')} ({octetsText(account.counts.blobOctets)}).
              </p>
            </>
          );
        }}
      </Loaded>
      <ConfirmDialog
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={`Keep texts for ${asked ? choiceText(asked.days).toLowerCase() : ''}?`}
        action="Delete what is older"
        dangerous
        onConfirm={() => (asked ? set(asked.days) : undefined)}
      >
        <p>
          What is older is deleted here for good, now and from then on every day. Your phone keeps its own.
        </p>
      </ConfirmDialog>
    </Section>
  );
}

function Deletions() {
  const engine = useEngine();
  const act = useAct();
  const [answer] = useAnswer('sync-deletions', (asked) => asked.syncDeletions(), ['sync']);
  const [chosen, setChosen] = useState<boolean | null>(null);
  const [asking, setAsking] = useState(false);
  const on = chosen ?? (answer.state === 'ready' ? answer.value : true);
  const change = async (value: boolean) => {
    setChosen(value);
    const done = await act('The choice was not changed.', () => engine.setSyncDeletions(value));
    if (!done) setChosen(!value);
  };
  const now = async () => {
    await act('Nothing was deleted.', async () => {
      const deleted = await engine.syncDeletionsNow();
      say({
        text:
          deleted === 0
            ? 'Everything here is still on the phone.'
            : `${countOf(deleted, 'text')} that the phone no longer has ${deleted === 1 ? 'was' : 'were'} deleted here.`,
      });
    });
    setAsking(false);
  };
  return (
    <Section title="Deleted on the phone">
      <SwitchRow
        label="Delete here what is deleted on the phone"
        checked={on}
        disabled={answer.state !== 'ready'}
        onChange={(value) => void change(value)}
      >
        {on
          ? 'In force: a text that you delete on the phone is deleted here as soon as the phone has told so.'
          : 'In force: a text that you delete on the phone stays here, marked, until the time above is over or you delete it with the button below.'}
      </SwitchRow>
      <div>
        <Button onClick={() => setAsking(true)}>Sync deletions now</Button>
      </div>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Delete here what the phone no longer has?"
        action="Delete them here"
        busy="Asking the phone…"
        dangerous
        onConfirm={now}
      >
        <p>
          Texts that are marked “deleted on the phone” are deleted on the server and on all your devices. This
          cannot be taken back.
        </p>
      </ConfirmDialog>
    </Section>
  );
}
