import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { request } from '../account/request.ts';
import { Button } from '../design/button.tsx';
import { deviceName } from '../device/device-name.ts';
import { FormTrouble } from './form-trouble.tsx';
import { addPasskey, passkeysWork } from './passkey.ts';
import { PasswordField } from './password-field.tsx';
import { StepFrame } from './step-frame.tsx';
import { useSubmit } from './use-submit.ts';

/** Replaces the one-time password by a passkey or a password of one's own. */
export function SetMethod({ onDone }: { onDone(): void }) {
  const [choice, setChoice] = useState<'passkey' | 'password'>(passkeysWork() ? 'passkey' : 'password');
  const [password, setPassword] = useState('');
  const { busy, trouble, submit, clear } = useSubmit();
  const other = choice === 'passkey' ? 'password' : 'passkey';
  return (
    <StepFrame step={4} title="How do you want to sign in?">
      {choice === 'passkey' ? (
        <>
          <p className="text-ink-2">
            A passkey is kept by your device and opened by your finger, face or PIN. There is nothing to
            remember, and nothing that can be guessed.
          </p>
          <FormTrouble trouble={trouble} />
          <Button
            variant="primary"
            wide
            icon={<KeyRound size={18} aria-hidden />}
            busy={busy && 'Your browser asks you…'}
            onClick={() =>
              submit(async () => {
                await addPasskey(deviceName(navigator.userAgent));
                onDone();
              })
            }
          >
            Make a passkey
          </Button>
        </>
      ) : (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            submit(async () => {
              await request('POST', '/v1/password', { password });
              onDone();
            });
          }}
        >
          <PasswordField label="Password" value={password} isNew autoFocus onChange={setPassword} />
          <FormTrouble trouble={trouble} />
          <Button type="submit" variant="primary" wide busy={busy && 'Setting the password…'}>
            Set this password
          </Button>
        </form>
      )}
      {passkeysWork() && (
        <Button
          variant="quiet"
          wide
          onClick={() => {
            clear();
            setChoice(other);
          }}
        >
          {choice === 'passkey' ? 'Use a password instead' : 'Use a passkey instead'}
        </Button>
      )}
      <p className="text-small text-ink-2">
        This opens your account, not your texts. The key to your texts comes next, and stays with you.
      </p>
    </StepFrame>
  );
}
