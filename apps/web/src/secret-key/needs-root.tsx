import type { SessionView } from '@smseal/protocol';
import { useState } from 'react';
import { request } from '../account/request.ts';
import { Button } from '../design/button.tsx';
import { deviceName } from '../device/device-name.ts';
import { useEngine } from '../frame/engine-context.tsx';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { StepFrame } from '../sign-in/step-frame.tsx';
import { useSubmit } from '../sign-in/use-submit.ts';
import { ConfirmGroup } from './confirm-group.tsx';
import { KitCard } from './kit-card.tsx';
import type { Kit } from './kit-file.ts';
import { Point } from './point.tsx';
import { WithoutKey } from './without-key.tsx';

interface Made {
  kit: Kit;
  lastGroup: string;
}

async function emailOfSession(): Promise<string | null> {
  try {
    return (await request<SessionView>('GET', '/v1/session')).email;
  } catch {
    return null;
  }
}

/**
 * The last step of signing up: the secret key, what it means, what losing it means, and proof that it was kept; or, for who
 * wants none, what that means.
 */
export function NeedsRoot() {
  const engine = useEngine();
  const [made, setMade] = useState<Made | null>(null);
  const [kept, setKept] = useState(false);
  const [without, setWithout] = useState(false);
  const { busy, trouble, submit } = useSubmit();
  const make = () =>
    submit(async () => {
      const [key, email] = await Promise.all([
        engine.createRoot(deviceName(navigator.userAgent)),
        emailOfSession(),
      ]);
      setMade({
        lastGroup: key.lastGroup,
        kit: {
          formatted: key.formatted,
          origin: location.origin,
          email,
          day: new Date().toISOString().slice(0, 10),
        },
      });
    });
  if (without) return <WithoutKey onBack={() => setWithout(false)} />;
  if (!made)
    return (
      <StepFrame
        step={5}
        title="Your secret key comes next"
        footer={
          <>
            <p className="text-small">
              You can do without one. Then signing in is enough on a new device, and we can read your texts.
            </p>
            <Button variant="quiet" wide onClick={() => setWithout(true)} disabled={busy}>
              Go on without a secret key
            </Button>
          </>
        }
      >
        <WhatItMeans />
        <FormTrouble trouble={trouble} />
        <Button variant="primary" wide busy={busy && 'Making the key…'} onClick={make}>
          Show me my secret key
        </Button>
      </StepFrame>
    );
  if (kept)
    return (
      <StepFrame step={5} title="Do you have it?">
        <p className="text-ink-2">
          Read it from your kit, not from memory. After this step the key is not shown again.
        </p>
        <ConfirmGroup
          lastGroup={made.lastGroup}
          action="Finish"
          busyWords="Sealing your account…"
          onConfirm={(group) => engine.confirmRoot(group)}
          onBack={() => setKept(false)}
        />
      </StepFrame>
    );
  return (
    <StepFrame step={5} title="Keep this. It is shown once." wide>
      <KitCard kit={made.kit} />
      <div className="print:hidden">
        <Button variant="primary" wide onClick={() => setKept(true)}>
          I have printed or saved it
        </Button>
      </div>
    </StepFrame>
  );
}

/** Both halves of the promise, before anything is made. */
function WhatItMeans() {
  return (
    <ul className="flex flex-col gap-4">
      <Point title="What it is">
        Your texts are sealed on your devices before the server stores them. The secret key is the root of all
        the keys that open them. It is made in this browser and is not sent anywhere.
      </Point>
      <Point title="When you need it">
        To open your texts on a new device when no linked device is at hand. Day to day you do not need it.
      </Point>
      <Point title="If you lose it">
        As long as one linked device is left, it can make a new key. Without the key and without a device,
        what is sealed stays sealed: nobody can open it for you. You can still delete the account.
      </Point>
      <Point title="What it cannot do">
        The server holds no key and has no code that opens your texts. But this page comes from the server: an
        operator who served an altered page could read what this browser opens. The phone agent and the
        command line need no page.
      </Point>
    </ul>
  );
}
