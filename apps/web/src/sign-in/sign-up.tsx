import type { SessionView } from '@smseal/protocol';
import { useState } from 'react';
import { request } from '../account/request.ts';
import { Button } from '../design/button.tsx';
import { TextField } from '../design/text-field.tsx';
import { CodeField } from './code-field.tsx';
import { FormTrouble } from './form-trouble.tsx';
import { PolicyNote } from './policy-note.tsx';
import { SetMethod } from './set-method.tsx';
import { StepFrame } from './step-frame.tsx';
import { useSubmit } from './use-submit.ts';

type Step = 'email' | 'mobile' | 'code' | 'method';

/** Signing up: an e-mail, a mobile number, a code by text, and a way to sign in. Nothing else is asked. */
export function SignUp({
  begin = 'email',
  onSignIn,
  onDone,
}: {
  begin?: Step;
  onSignIn(): void;
  onDone(): void;
}) {
  const [step, setStep] = useState<Step>(begin);
  const [email, setEmail] = useState('');
  const [mobile, setMobile] = useState('');
  switch (step) {
    case 'email':
      return (
        <EmailStep email={email} onChange={setEmail} onNext={() => setStep('mobile')} onSignIn={onSignIn} />
      );
    case 'mobile':
      return (
        <MobileStep
          email={email}
          mobile={mobile}
          onChange={setMobile}
          onNext={() => setStep('code')}
          onBack={() => setStep('email')}
        />
      );
    case 'code':
      return (
        <CodeStep
          email={email}
          mobile={mobile}
          onNext={() => setStep('method')}
          onBack={() => setStep('mobile')}
        />
      );
    case 'method':
      return <SetMethod onDone={onDone} />;
  }
}

function EmailStep({
  email,
  onChange,
  onNext,
  onSignIn,
}: {
  email: string;
  onChange(email: string): void;
  onNext(): void;
  onSignIn(): void;
}) {
  return (
    <StepFrame
      step={1}
      title="What is your e‑mail address?"
      footer={
        <>
          You have an account?{' '}
          <button
            type="button"
            onClick={onSignIn}
            className="touch font-medium text-seal underline underline-offset-2"
          >
            Sign in
          </button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          onNext();
        }}
      >
        <TextField
          label="E-mail"
          type="email"
          autoComplete="email"
          required
          autoFocus
          maxLength={254}
          value={email}
          hint="For signing in and for notices about your account. There is no newsletter."
          onChange={(event) => onChange(event.target.value)}
        />
        <Button type="submit" variant="primary" wide>
          Go on
        </Button>
      </form>
    </StepFrame>
  );
}

function MobileStep({
  email,
  mobile,
  onChange,
  onNext,
  onBack,
}: {
  email: string;
  mobile: string;
  onChange(mobile: string): void;
  onNext(): void;
  onBack(): void;
}) {
  const { busy, trouble, submit } = useSubmit();
  return (
    <StepFrame step={2} title="What is your mobile number?" footer={<PolicyNote />}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit(async () => {
            await request('POST', '/v1/sign-up', { email: email.trim(), mobile: mobile.trim() });
            onNext();
          });
        }}
      >
        <TextField
          label="Mobile number"
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          required
          autoFocus
          maxLength={32}
          pattern="[+0-9 \(\)\.\-\/]+"
          title="Digits, with the country first: +44 7700 900123"
          value={mobile}
          hint="With the country first: +44 7700 900123. A text with a code goes there now."
          onChange={(event) => onChange(event.target.value)}
        />
        <FormTrouble trouble={trouble} />
        <Button type="submit" variant="primary" wide busy={busy && 'Sending the code…'}>
          Send me a code
        </Button>
        <Button variant="quiet" wide onClick={onBack}>
          Back
        </Button>
      </form>
    </StepFrame>
  );
}

function CodeStep({
  email,
  mobile,
  onNext,
  onBack,
}: {
  email: string;
  mobile: string;
  onNext(): void;
  onBack(): void;
}) {
  const [code, setCode] = useState('');
  const [again, setAgain] = useState(false);
  const { busy, trouble, submit } = useSubmit();
  return (
    <StepFrame step={3} title="Which code did you get?">
      <p className="text-ink-2">
        A text is on its way to <strong className="tabular font-medium text-ink">{mobile}</strong>.
      </p>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit(async () => {
            await request<SessionView>('POST', '/v1/sign-up/confirm', { email: email.trim(), code });
            onNext();
          });
        }}
      >
        <CodeField value={code} onChange={setCode} />
        <FormTrouble trouble={trouble} />
        <Button
          type="submit"
          variant="primary"
          wide
          busy={busy && 'Checking the code…'}
          disabled={code.length < 6}
        >
          Go on
        </Button>
        <Button
          variant="quiet"
          wide
          disabled={busy || again}
          onClick={() =>
            submit(async () => {
              await request('POST', '/v1/sign-up', { email: email.trim(), mobile: mobile.trim() });
              setAgain(true);
            })
          }
        >
          {again ? 'A new code is on its way' : 'Send another code'}
        </Button>
        <Button variant="quiet" wide onClick={onBack}>
          Another number
        </Button>
      </form>
    </StepFrame>
  );
}
