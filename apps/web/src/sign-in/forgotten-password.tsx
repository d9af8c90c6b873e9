import type { SessionView } from '@smseal/protocol';
import { useState } from 'react';
import { request } from '../account/request.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/text-field.tsx';
import { CodeField } from './code-field.tsx';
import { FormTrouble } from './form-trouble.tsx';
import { PasswordField } from './password-field.tsx';
import { StepFrame } from './step-frame.tsx';
import { useSubmit } from './use-submit.ts';

/** A new password by a code to the account's mobile number. The secret key is another thing, and stays as it is. */
export function ForgottenPassword({
  onSignedIn,
  onSignIn,
}: {
  onSignedIn(session: SessionView): void;
  onSignIn(): void;
}) {
  const [identifier, setIdentifier] = useState('');
  const [sent, setSent] = useState(false);
  const { busy, trouble, submit } = useSubmit();
  const footer = (
    <button
      type="button"
      onClick={onSignIn}
      className="touch font-medium text-seal underline underline-offset-2"
    >
      Back to signing in
    </button>
  );
  if (sent) return <NewPassword identifier={identifier.trim()} footer={footer} onSignedIn={onSignedIn} />;
  return (
    <StepFrame title="A new password" footer={footer}>
      <p className="text-ink-2">
        A code goes to the mobile number of your account. A new password opens no texts of a sealed account,
        and losing the old one does not lock them.
      </p>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit(async () => {
            await request('POST', '/v1/forgot-password', { identifier: identifier.trim() });
            setSent(true);
          });
        }}
      >
        <TextField
          label="E-mail or mobile number"
          autoComplete="username"
          required
          autoFocus
          minLength={3}
          maxLength={254}
          value={identifier}
          onChange={(event) => setIdentifier(event.target.value)}
        />
        <FormTrouble trouble={trouble} />
        <Button type="submit" variant="primary" wide busy={busy && 'Sending the code…'}>
          Send me a code
        </Button>
      </form>
    </StepFrame>
  );
}

function NewPassword({
  identifier,
  footer,
  onSignedIn,
}: {
  identifier: string;
  footer: React.ReactNode;
  onSignedIn(session: SessionView): void;
}) {
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const { busy, trouble, submit } = useSubmit();
  return (
    <StepFrame title="A new password" footer={footer}>
      <p className="text-ink-2">
        If there is an account for <strong className="font-medium text-ink">{identifier}</strong>, a text with
        a code is on its way to its number. All other sessions end when the password is set.
      </p>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit(async () => {
            const body = { identifier, code, password };
            onSignedIn(await request<SessionView>('POST', '/v1/forgot-password/confirm', body));
          });
        }}
      >
        <CodeField value={code} onChange={setCode} />
        <PasswordField label="New password" value={password} isNew onChange={setPassword} />
        <FormTrouble trouble={trouble} />
        <Button
          type="submit"
          variant="primary"
          wide
          busy={busy && 'Setting the password…'}
          disabled={code.length < 6}
        >
          Set this password
        </Button>
      </form>
    </StepFrame>
  );
}
