import type { AccountView, SessionView } from '@smseal/protocol';
import { useState } from 'react';
import { Loaded } from '../account/loaded.tsx';
import { request } from '../account/request.ts';
import { useAccount } from '../account/use-account.ts';
import { count } from '../design/amounts.ts';
import { Button } from '../design/button.tsx';
import { ProgressBar } from '../design/progress-bar.tsx';
import { Section } from '../design/section.tsx';
import { say } from '../design/toast.ts';
import { useEngine, useEngineEvent } from '../frame/engine-context.tsx';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { useSubmit } from '../sign-in/use-submit.ts';
import { ConfirmGroup } from './confirm-group.tsx';
import { KitCard } from './kit-card.tsx';
import type { Kit } from './kit-file.ts';

type Stage = { at: 'start' } | { at: 'kit' | 'confirm'; kit: Kit; lastGroup: string };

/** What an open account is, and the way to a sealed one: everything is sealed, then the kit, then the key is in force. */
export function SealPage() {
  const engine = useEngine();
  const [stage, setStage] = useState<Stage>({ at: 'start' });
  switch (stage.at) {
    case 'start':
      return <Start onSealed={(kit, lastGroup) => setStage({ at: 'kit', kit, lastGroup })} />;
    case 'kit':
      return (
        <Section title="Keep this. It is shown once.">
          <KitCard kit={stage.kit} />
          <div className="print:hidden">
            <Button variant="primary" wide onClick={() => setStage({ ...stage, at: 'confirm' })}>
              I have printed or saved it
            </Button>
          </div>
        </Section>
      );
    case 'confirm':
      return (
        <Section
          title="Do you have it?"
          intro="Your texts are sealed by now. With this step the key is in force, and the one that we kept is destroyed."
        >
          <div className="max-w-105">
            <ConfirmGroup
              lastGroup={stage.lastGroup}
              action="Seal the account"
              busyWords="Sealing your keys…"
              onConfirm={async (group) => {
                await engine.confirmReplacedSecretKey(group);
                say({ text: 'Your account is sealed. Only your devices can read it.' });
              }}
              onBack={() => setStage({ ...stage, at: 'kit' })}
            />
          </div>
        </Section>
      );
  }
}

function Start({ onSealed }: { onSealed(kit: Kit, lastGroup: string): void }) {
  const engine = useEngine();
  const [answer, again] = useAccount<AccountView>('/v1/account');
  const [progress, setProgress] = useState({ done: 0, total: 0 });
  useEngineEvent('sealing', setProgress);
  const { busy, trouble, submit } = useSubmit();
  const seal = () =>
    submit(async () => {
      await engine.sealEverything();
      const { email } = await request<SessionView>('GET', '/v1/session');
      const { formatted, lastGroup } = await engine.replaceSecretKey(null);
      onSealed(
        { formatted, origin: location.origin, email, day: new Date().toISOString().slice(0, 10) },
        lastGroup,
      );
    });
  return (
    <>
      <Section
        title="This account is open"
        intro="It has no secret key of yours: signing in and a code to your number open it on a new device. The service keeps its key and can read your texts. They are encrypted on its disks."
      >
        {null}
      </Section>
      <Section
        title="Seal this account"
        intro="Your devices seal every text, contact and call, and you get a secret key. Then the service destroys the keys that it had, and can read nothing that comes from then on."
      >
        <ul className="flex max-w-150 list-disc flex-col gap-2 pl-5 text-ink-2">
          <li>You can go on using the app meanwhile; keep this browser open.</li>
          <li>If it is interrupted, begin again here or on another device: it goes on where it was.</li>
          <li>
            A sealed account does not become open again. Without the key and all devices nobody can help.
          </li>
          <li>What the service could read until now, it could have read and kept. Sealing begins today.</li>
        </ul>
        <FormTrouble trouble={trouble} />
        {busy && <Progress {...progress} />}
        <Loaded answer={answer} again={again} what="The account could not be shown.">
          {({ kind }) => (
            <div>
              <Button variant="primary" onClick={seal} busy={busy && 'Sealing your texts…'}>
                {kind === 'sealing' ? 'Go on sealing' : 'Seal this account'}
              </Button>
            </div>
          )}
        </Loaded>
      </Section>
    </>
  );
}

function Progress({ done, total }: { done: number; total: number }) {
  return (
    <div className="flex flex-col gap-1.5">
      <ProgressBar label="Sealed" done={done} total={total} />
      <p role="status" className="tabular text-small text-ink-2">
        {total === 0 ? 'Looking what there is…' : `${count(done)} of ${count(total)} sealed.`}
      </p>
    </div>
  );
}
