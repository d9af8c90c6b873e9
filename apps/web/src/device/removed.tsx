import { Button } from '../design/button.tsx';
import { useAct, useEngine } from '../frame/engine-context.tsx';
import { StepFrame } from '../sign-in/step-frame.tsx';

/** Shown where this browser was removed by another device. */
export function Removed() {
  const engine = useEngine();
  const act = useAct();
  return (
    <StepFrame title="This browser was removed">
      <p className="text-ink-2">
        Another device of your account removed it. Its keys and everything it kept of your texts are gone from
        here.
      </p>
      <p className="text-ink-2">
        If it was you, nothing more is to be done. If it was not, sign in, look at the activity log, and make
        a new secret key on a device that you trust.
      </p>
      <Button
        variant="primary"
        wide
        onClick={() => void act('You were not signed out.', () => engine.signOut())}
      >
        Go to the sign-in page
      </Button>
    </StepFrame>
  );
}
