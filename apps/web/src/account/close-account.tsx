import { RETENTION_RULES } from '@smseal/inventory';
import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { useSubmit } from '../sign-in/use-submit.ts';
import { request } from './request.ts';
import { TypedEmail } from './typed-email.tsx';

/** For how many days a closed account can be woken. */
export const CLOSED_DAYS = RETENTION_RULES['closure-90d'].ms / 86_400_000;

/** What happens to a closed account, in words. */
export function WhatRests() {
  return (
    <>
      <ul className="flex max-w-150 list-disc flex-col gap-2 pl-5 text-ink-2">
        <li>You are signed out everywhere, and no device of the account is let in.</li>
        <li>Nothing is taken or sent. Texts that wait are held, and lapse when their time is over.</li>
        <li>What is stored stays as it is, and still goes by the time that you have set.</li>
      </ul>
      <p className="max-w-150">
        For {CLOSED_DAYS} days you can sign in and wake it. Then it is erased with everything in it.
      </p>
    </>
  );
}

/** Lays the account still once its e-mail was typed. The engine sees that by itself, as on every other device. */
export function CloseAccountForm({ email }: { email: string }) {
  const [typed, setTyped] = useState('');
  const [isSame, setIsSame] = useState(false);
  const { busy, trouble, submit } = useSubmit();
  return (
    <form
      className="flex max-w-105 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit(() => request('POST', '/v1/account/close', { email: typed }));
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
      <Button type="submit" variant="danger" disabled={!isSame} busy={busy && 'Closing the account…'}>
        Close the account for {CLOSED_DAYS} days
      </Button>
    </form>
  );
}
