import type { SessionView } from '@smseal/protocol';
import { useState } from 'react';
import { request } from '../account/request.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { TextField } from '../design/text-field.tsx';
import { say } from '../design/toast.ts';
import { troubleOf } from '../design/trouble.ts';
import { useEngine } from '../frame/engine-context.tsx';
import { CodeField } from '../sign-in/code-field.tsx';
import { ConfirmItsYou } from '../sign-in/confirm-its-you.tsx';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { useSubmit } from '../sign-in/use-submit.ts';

/** What of the account's holder can be changed. */
export type Detail = 'email' | 'mobile';

const WORDS = {
  email: {
    title: 'Change the e-mail address',
    label: 'New e-mail',
    hint: 'For signing in. A text with a code goes to your mobile number now.',
    sentTo: (view: SessionView) => view.mobile,
    done: 'The e-mail address is changed. All other sessions ended.',
  },
  mobile: {
    title: 'Change the mobile number',
    label: 'New mobile number',
    hint: 'With the country first: +44 7700 900123. A text with a code goes there now.',
    sentTo: (_view: SessionView, typed: string) => typed,
    done: 'The mobile number is changed. All other sessions ended.',
  },
} as const;

/** Asks for the new value, for who one is where the sign-in is old, and for the code that comes by text. */
export function ChangeDetail({
  what,
  view,
  onClose,
  onChanged,
}: {
  what: Detail;
  view: SessionView;
  onClose(): void;
  onChanged(): void;
}) {
  const engine = useEngine();
  const words = WORDS[what];
  const [step, setStep] = useState<'value' | 'again' | 'code'>('value');
  const [typed, setTyped] = useState('');
  const [code, setCode] = useState('');
  const { busy, trouble, submit } = useSubmit();
  const ask = async () => {
    if (what === 'email') await request('POST', '/v1/account/email', { email: typed.trim() });
    else await engine.askMobileChange(typed.trim());
    setStep('code');
  };
  return (
    <Dialog open onClose={onClose} title={words.title}>
      {step === 'value' && (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            submit(async () => {
              try {
                await ask();
              } catch (error) {
                if (troubleOf(error).code !== 'sign-in-again') throw error;
                setStep('again');
              }
            });
          }}
        >
          <TextField
            label={words.label}
            type={what === 'email' ? 'email' : 'tel'}
            autoComplete={what === 'email' ? 'email' : 'tel'}
            required
            autoFocus
            maxLength={what === 'email' ? 254 : 32}
            value={typed}
            hint={words.hint}
            onChange={(event) => setTyped(event.target.value)}
          />
          <FormTrouble trouble={trouble} />
          <Button
            type="submit"
            variant="primary"
            disabled={typed.trim().toLowerCase() === view[what]}
            busy={busy && 'Sending the code…'}
          >
            Send me a code
          </Button>
        </form>
      )}
      {step === 'again' && (
        <ConfirmItsYou
          email={view.email}
          hasPassword={view.hasPassword}
          passkeys={view.passkeys}
          onConfirmed={ask}
        />
      )}
      {step === 'code' && (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            submit(async () => {
              await request('POST', `/v1/account/${what}/confirm`, { code });
              say({ text: words.done });
              onChanged();
            });
          }}
        >
          <p className="text-ink-2">
            A text with a code is on its way to{' '}
            <strong className="font-medium text-ink">{words.sentTo(view, typed.trim())}</strong>, unless
            somebody else has an account with {what === 'email' ? 'that address' : 'that number'}.
          </p>
          <CodeField value={code} onChange={setCode} />
          <FormTrouble trouble={trouble} />
          <Button type="submit" variant="primary" disabled={code.length < 6} busy={busy && 'Changing it…'}>
            Change it
          </Button>
        </form>
      )}
    </Dialog>
  );
}
