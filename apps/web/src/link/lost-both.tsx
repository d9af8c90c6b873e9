import type { SessionView } from '@smseal/protocol';
import { DeleteAccountForm, SealedCopyLink, WhatGoes } from '../account/delete-account.tsx';
import { Loaded } from '../account/loaded.tsx';
import { useAccount } from '../account/use-account.ts';
import { Button } from '../design/button.tsx';
import { useEngine } from '../frame/engine-context.tsx';
import { StepFrame } from '../sign-in/step-frame.tsx';

/** For who has neither a device nor the secret key left: nobody can open the texts, but the account can be ended. */
export function LostBoth({ onBack }: { onBack(): void }) {
  const engine = useEngine();
  const [session, again] = useAccount<SessionView>('/v1/session');
  return (
    <StepFrame title="Without key and device">
      <p className="text-ink-2">
        What is sealed stays sealed: nobody can open it, the operator included. You can save it as it is, in
        case the key turns up, and end the account.
      </p>
      <div>
        <SealedCopyLink />
      </div>
      <h2 className="border-t border-line pt-5 text-lead font-semibold">Delete the account</h2>
      <WhatGoes />
      <Loaded answer={session} again={again} what="Your account could not be shown.">
        {(view) => <DeleteAccountForm email={view.email} onDelete={(typed) => engine.deleteAccount(typed)} />}
      </Loaded>
      <Button variant="quiet" wide onClick={onBack}>
        Back
      </Button>
    </StepFrame>
  );
}
