import type { SessionView } from '@smseal/protocol';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { CLOSED_DAYS, CloseAccountForm, WhatRests } from '../account/close-account.tsx';
import { DeleteAccountForm, WhatGoes } from '../account/delete-account.tsx';
import { Loaded } from '../account/loaded.tsx';
import { useAccount } from '../account/use-account.ts';
import { Section } from '../design/section.tsx';
import { useEngine } from '../frame/engine-context.tsx';

const WAYS = {
  delete: { title: 'Delete it', words: 'At once and for good.' },
  close: {
    title: 'Close it',
    words: `It lies still. You can wake it for ${CLOSED_DAYS} days, then it is erased.`,
  },
};
type Way = keyof typeof WAYS;

/** The end of the account, at once or after a rest: what each does, and the e-mail typed once more. */
export function DeletePage() {
  const engine = useEngine();
  const [session, again] = useAccount<SessionView>('/v1/session');
  const [way, setWay] = useState<Way>('delete');
  return (
    <>
      <Section title="Delete or close the account">
        <div role="radiogroup" aria-label="Delete or close" className="flex max-w-150 flex-col gap-3">
          {(Object.keys(WAYS) as Way[]).map((each) => (
            <label
              key={each}
              className="flex min-h-11 cursor-pointer items-start gap-3 rounded-card border border-edge bg-raised p-4 has-checked:border-seal"
            >
              <input
                type="radio"
                name="way"
                checked={way === each}
                onChange={() => setWay(each)}
                className="mt-0.5 size-5 shrink-0 accent-seal"
              />
              <span>
                <span className="block font-semibold">{WAYS[each].title}</span>
                <span className="block text-ink-2">{WAYS[each].words}</span>
              </span>
            </label>
          ))}
        </div>
      </Section>
      <Section title={way === 'delete' ? 'What goes' : 'What rests'}>
        {way === 'delete' ? <WhatGoes /> : <WhatRests />}
        <p>
          <Link to="/settings/$page" params={{ page: 'export' }} className="font-medium text-seal underline">
            Export first
          </Link>
          , if you want to keep anything.
        </p>
        <Loaded answer={session} again={again} what="Your account could not be shown.">
          {(view) =>
            way === 'delete' ? (
              <DeleteAccountForm email={view.email} onDelete={(typed) => engine.deleteAccount(typed)} />
            ) : (
              <CloseAccountForm email={view.email} />
            )
          }
        </Loaded>
      </Section>
    </>
  );
}
