import type { SessionView } from '@smseal/protocol';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { request } from '../account/request.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/text-field.tsx';
import { FormTrouble } from './form-trouble.tsx';
import { passkeysWork, signInWithPasskey } from './passkey.ts';
import { PasswordField } from './password-field.tsx';
import { StepFrame } from './step-frame.tsx';
import { useSubmit } from './use-submit.ts';

/** Signing in with a passkey, or with e-mail or number and a password. */
export function SignIn({
  onSignedIn,
  onSignUp,
  onForgotten,
}: {
  onSignedIn(session: SessionView): void;
  onSignUp(): void;
  onForgotten(): void;
}) {
  const [identifier, setIdentifier] = useState('');
  const [password, setPassword] = useState('');
  const passkey = useSubmit();
  const form = useSubmit();
  return (
    <StepFrame
      title="Sign in"
      footer={
        <>
          New here?{' '}
          <button
            type="button"
            onClick={onSignUp}
            className="touch font-medium text-seal underline underline-offset-2"
          >
            Make an account
          </button>
        </>
      }
    >
      {passkeysWork() && (
        <div className="flex flex-col gap-4">
          <Button
            variant="primary"
            wide
            icon={<KeyRound size={18} aria-hidden />}
            busy={passkey.busy && 'Your browser asks you…'}
            onClick={() =>
              passkey.submit(async () => {
                onSignedIn(await signInWithPasskey());
              })
            }
          >
            Sign in with a passkey
          </Button>
          <FormTrouble trouble={passkey.trouble} />
          <p className="flex items-center gap-3 text-small text-ink-2 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            or with a password
          </p>
        </div>
      )}
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          form.submit(async () => {
            const body = { identifier: identifier.trim(), password };
            onSignedIn(await request<SessionView>('POST', '/v1/sign-in/password', body));
          });
        }}
      >
        <TextField
          label="E-mail or mobile number"
          autoComplete="username"
          required
          minLength={3}
          maxLength={254}
          value={identifier}
          onChange={(event) => setIdentifier(event.target.value)}
        />
        <PasswordField label="Password" value={password} isNew={false} onChange={setPassword} />
        <FormTrouble trouble={form.trouble} />
        <Button
          type="submit"
          variant={passkeysWork() ? 'plain' : 'primary'}
          wide
          busy={form.busy && 'Signing in…'}
        >
          Sign in
        </Button>
        <Button variant="quiet" wide onClick={onForgotten}>
          I forgot my password
        </Button>
      </form>
    </StepFrame>
  );
}
