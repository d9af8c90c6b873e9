import type { SessionView } from '@smseal/protocol';
import { Link } from '@tanstack/react-router';
import { DeleteAccountForm, WhatGoes } from '../account/delete-account.tsx';
import { Loaded } from '../account/loaded.tsx';
import { useAccount } from '../account/use-account.ts';
import { Section } from '../design/section.tsx';

/** The end of the account: what goes, that it is at once, and the e-mail typed once more. */
export function DeletePage() {
  const [session, again] = useAccount<SessionView>('/v1/session');
  return (
    <Section title="What goes">
      <WhatGoes />
      <p>
        <Link to="/settings/$page" params={{ page: 'export' }} className="font-medium text-seal underline">
          Export first
        </Link>
        , if you want to keep anything.
      </p>
      <Loaded answer={session} again={again} what="Your account could not be shown.">
        {(view) => <DeleteAccountForm email={view.email} />}
      </Loaded>
    </Section>
  );
}
