import type { SessionView } from '@smseal/protocol';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { request } from '../account/request.ts';
import { Button } from '../design/button.tsx';
import { Section } from '../design/section.tsx';
import { TextField } from '../design/text-field.tsx';
import { useEngine } from '../frame/engine-context.tsx';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { useSubmit } from '../sign-in/use-submit.ts';
import { Loaded } from './loaded.tsx';
import { useAccount } from './use-account.ts';

/** The end of the account: what goes, that it is at once, and the e-mail typed once more. */
export function DeletePage() {
  const [session, again] = useAccount<SessionView>('/v1/session');
  return (
    <Section title="What goes">
      <ul className="flex max-w-150 list-disc flex-col gap-2 pl-5 text-ink-2">
        <li>All envelopes and sealed files: texts, pictures, contacts, calls, drafts.</li>
        <li>All devices and their keys, all sessions, passkeys and the password.</li>
        <li>Your e-mail, your mobile number and the activity log.</li>
      </ul>
      <p className="max-w-150">
        It happens at once and cannot be taken back. What your phone holds stays on your phone.{' '}
        <Link to="/settings/$page" params={{ page: 'export' }} className="font-medium text-seal underline">
          Export first
        </Link>
        , if you want to keep anything.
      </p>
      <Loaded answer={session} again={again} what="Your account could not be shown.">
        {(view) => <DeleteForm email={view.email} />}
      </Loaded>
    </Section>
  );
}

function DeleteForm({ email }: { email: string }) {
  const engine = useEngine();
  const [typed, setTyped] = useState('');
  const { busy, trouble, submit } = useSubmit();
  const same = typed.trim().toLowerCase() === email.toLowerCase();
  return (
    <form
      className="flex max-w-105 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit(async () => {
          await request('DELETE', '/v1/account', { email: typed.trim() });
          await engine.signOut();
        });
      }}
    >
      <TextField
        label="Type your e-mail to go on"
        type="email"
        autoComplete="off"
        value={typed}
        hint={email}
        onChange={(event) => setTyped(event.target.value)}
      />
      <FormTrouble trouble={trouble} />
      <Button type="submit" variant="danger" disabled={!same} busy={busy && 'Deleting everything…'}>
        Delete the account and everything in it
      </Button>
    </form>
  );
}
