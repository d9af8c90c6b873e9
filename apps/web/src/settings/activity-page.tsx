import type { Action, ActivityEntry, ActivityPage as ActivityAnswer } from '@smseal/protocol';
import { useState } from 'react';
import { request } from '../account/request.ts';
import { Button } from '../design/button.tsx';
import { Section } from '../design/section.tsx';
import { fullTime, stampTime } from '../design/times.ts';
import { useAct, useEngineValue } from '../frame/engine-context.tsx';
import { Loaded } from '../account/loaded.tsx';
import { useAccount } from '../account/use-account.ts';

/** What each entry says. */
const ACTION_WORDS = {
  'sign-up': 'The account was made',
  'sign-in': 'Signed in',
  'sign-out': 'Signed out',
  'password-set': 'A password was set',
  'password-reset': 'The password was reset by a code',
  'passkey-added': 'A passkey was added',
  'passkey-removed': 'A passkey was removed',
  'session-revoked': 'A session was ended',
  'device-added': 'A device was linked',
  'device-removed': 'A device was removed',
  'secret-key-replaced': 'A new secret key was made',
  'account-recovered': 'The texts were opened with the secret key',
  'kept-key-handed-out': 'A code opened the account for a new device',
  'account-sealed': 'The account was sealed',
  'retention-changed': 'The keeping time was changed',
  'email-changed': 'The e-mail address was changed',
  'mobile-changed': 'The mobile number was changed',
  'account-closed': 'The account was closed',
  'account-woken': 'The account was woken',
  'account-deleted': 'The account was deleted',
} satisfies Record<Action, string>;

/** What happened to the account in the last 30 days. */
export function ActivityPage() {
  const [answer, again] = useAccount<ActivityAnswer>('/v1/activity');
  return (
    <Section
      title="Last 30 days"
      intro="Time, address, act and device: nothing else is stored, and after 30 days this is deleted, too. If an entry was not you, end your sessions and set a new password."
    >
      <Loaded answer={answer} again={again} what="The activity log could not be shown.">
        {(first) => <Entries first={first} />}
      </Loaded>
    </Section>
  );
}

function Entries({ first }: { first: ActivityAnswer }) {
  const [more, setMore] = useState<ActivityAnswer[]>([]);
  const devices = useEngineValue('devices');
  const act = useAct();
  const pages = [first, ...more];
  const entries = pages.flatMap((page) => page.entries);
  const next = pages.at(-1)?.next ?? null;
  const nameOf = (entry: ActivityEntry) => devices.find((device) => device.id === entry.device)?.name;
  if (entries.length === 0) return <p className="text-ink-2">Nothing happened in the last 30 days.</p>;
  return (
    <>
      <div
        role="region"
        aria-label="Activity"
        tabIndex={0}
        className="overflow-x-auto rounded-card border border-line bg-raised ring-inside"
      >
        <table className="w-full text-left">
          <thead className="border-b border-line text-small text-ink-2">
            <tr>
              <th scope="col" className="px-4 py-2 font-medium">
                What
              </th>
              <th scope="col" className="px-4 py-2 font-medium">
                When, and from which address
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {entries.map((entry) => (
              <tr key={entry.id}>
                <td className="min-w-36 px-4 py-2.5">
                  {ACTION_WORDS[entry.action]}
                  {nameOf(entry) && <span className="text-ink-2">: {nameOf(entry)}</span>}
                </td>
                <td className="tabular px-4 py-2.5 text-small text-ink-2">
                  <time dateTime={entry.at} title={fullTime(entry.at)}>
                    {stampTime(entry.at)}
                  </time>
                  <span className="block font-mono">{entry.ip}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {next && (
        <div>
          <Button
            onClick={() =>
              void act('The rest could not be shown.', async () => {
                const page = await request<ActivityAnswer>(
                  'GET',
                  `/v1/activity?after=${encodeURIComponent(next)}`,
                );
                setMore([...more, page]);
              })
            }
          >
            Show older
          </Button>
        </div>
      )}
    </>
  );
}
