import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { request } from '../account/request.ts';
import { Button } from '../design/button.tsx';
import { FormTrouble } from './form-trouble.tsx';
import { passkeysWork, signInWithPasskey } from './passkey.ts';
import { PasswordField } from './password-field.tsx';
import { useSubmit } from './use-submit.ts';

/** Signs in once more in its place, for what a sign-in of long ago does not vouch for; devices and texts stay as they are. */
export function ConfirmItsYou({
  email,
  hasPassword,
  passkeys,
  onConfirmed,
}: {
  email: string;
  hasPassword: boolean;
  passkeys: number;
  onConfirmed(): Promise<void>;
}) {
  const [password, setPassword] = useState('');
  const passkey = useSubmit();
  const form = useSubmit();
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-2">You signed in more than fifteen minutes ago. Say once more who you are.</p>
      {passkeys > 0 && passkeysWork() && (
        <>
          <Button
            variant={hasPassword ? 'plain' : 'primary'}
            wide
            icon={<KeyRound size={18} aria-hidden />}
            busy={passkey.busy && 'Your browser asks you…'}
            onClick={() =>
              passkey.submit(async () => {
                await signInWithPasskey();
                await onConfirmed();
              })
            }
          >
            Use a passkey
          </Button>
          <FormTrouble trouble={passkey.trouble} />
        </>
      )}
      {hasPassword && (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            form.submit(async () => {
              await request('POST', '/v1/sign-in/password', { identifier: email, password });
              await onConfirmed();
            });
          }}
        >
          <PasswordField label="Password" value={password} isNew={false} autoFocus onChange={setPassword} />
          <FormTrouble trouble={form.trouble} />
          <Button type="submit" variant="primary" wide busy={form.busy && 'Signing in…'}>
            Go on
          </Button>
        </form>
      )}
    </div>
  );
}
