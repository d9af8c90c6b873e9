import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { useSubmit } from '../sign-in/use-submit.ts';
import { TypedEmail } from './typed-email.tsx';

/** What goes with the account, in words. */
export function WhatGoes() {
  return (
    <>
      <ul className="flex max-w-150 list-disc flex-col gap-2 pl-5 text-ink-2">
        <li>All envelopes and sealed files: texts, pictures, contacts, calls, drafts.</li>
        <li>All devices and their keys, all sessions, passkeys and the password.</li>
        <li>Your e-mail, your mobile number and the activity log.</li>
      </ul>
      <p className="max-w-150">
        It happens at once and cannot be taken back. What your phone holds stays on your phone. Afterwards you
        can save a certificate of it.
      </p>
    </>
  );
}

/** Ends the account once its e-mail was typed. `onDelete` is given it as it was typed. */
export function DeleteAccountForm({
  email,
  onDelete,
}: {
  email: string;
  onDelete(typed: string): Promise<void>;
}) {
  const [typed, setTyped] = useState('');
  const [isSame, setIsSame] = useState(false);
  const { busy, trouble, submit } = useSubmit();
  return (
    <form
      className="flex max-w-105 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit(() => onDelete(typed));
      }}
    >
      <TypedEmail
        email={email}
        onChange={(text, same) => {
          setTyped(text);
          setIsSame(same);
        }}
      />
      <FormTrouble trouble={trouble} />
      <Button type="submit" variant="danger" disabled={!isSame} busy={busy && 'Deleting everything…'}>
        Delete the account and everything in it
      </Button>
    </form>
  );
}

/** The server's own copy of everything it holds about the account; what is sealed stays sealed in it. */
export function SealedCopyLink() {
  return (
    <a
      href="/v1/account/export"
      download="smseal-account.ndjson"
      className="inline-flex min-h-11 items-center rounded-card border border-edge bg-raised px-4 font-medium hover:bg-sunken"
    >
      Save what the server holds
    </a>
  );
}
