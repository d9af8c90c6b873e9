import { Button } from '../design/button.tsx';
import { StepFrame } from '../sign-in/step-frame.tsx';
import { CLOSED_DAYS } from './close-account.tsx';

/** Shown on every linked browser while the account is closed; it goes away by itself when the account is woken. */
export function Closed({ onSignIn }: { onSignIn(): void }) {
  return (
    <StepFrame title="This account is closed">
      <p className="text-ink-2">
        It takes and sends nothing. This browser stays linked and keeps its keys, so that everything is here
        again once the account is woken.
      </p>
      <p className="text-ink-2">
        {CLOSED_DAYS} days after it was closed it is erased, and what this browser keeps of it goes, too.
      </p>
      <Button variant="primary" wide onClick={onSignIn}>
        Sign in to wake or delete it
      </Button>
    </StepFrame>
  );
}
