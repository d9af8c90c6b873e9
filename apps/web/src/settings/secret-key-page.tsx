import type { SessionView } from '@smseal/protocol';
import { useState } from 'react';
import { request } from '../account/request.ts';
import { useIsOpen } from '../account/use-is-open.ts';
import { Button } from '../design/button.tsx';
import { Section } from '../design/section.tsx';
import { say } from '../design/toast.ts';
import { useEngine } from '../frame/engine-context.tsx';
import { SecretKeyField } from '../link/secret-key-field.tsx';
import { SealPage } from '../secret-key/seal-page.tsx';
import { ConfirmGroup } from '../secret-key/confirm-group.tsx';
import { KitCard } from '../secret-key/kit-card.tsx';
import type { Kit } from '../secret-key/kit-file.ts';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { useSubmit } from '../sign-in/use-submit.ts';

type Stage =
  | { at: 'start' }
  | { at: 'kit'; kit: Kit; lastGroup: string }
  | { at: 'confirm'; kit: Kit; lastGroup: string };

/** The secret key, or the way to one. */
export function SecretKeyPage() {
  return useIsOpen() ? <SealPage /> : <ReplaceKey />;
}

/** Making a new secret key from a linked device; the old one opens nothing after it. */
function ReplaceKey() {
  const engine = useEngine();
  const [stage, setStage] = useState<Stage>({ at: 'start' });
  switch (stage.at) {
    case 'start':
      return <Start onMade={(kit, lastGroup) => setStage({ at: 'kit', kit, lastGroup })} />;
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
          intro="The old key is in force until this step is done; then only the new one opens your texts."
        >
          <div className="max-w-105">
            <ConfirmGroup
              lastGroup={stage.lastGroup}
              action="Use the new key"
              busyWords="Sealing your keys anew…"
              onConfirm={async (group) => {
                await engine.confirmReplacedSecretKey(group);
                say({ text: 'The new secret key is in force. Destroy the old kit.' });
                setStage({ at: 'start' });
              }}
              onBack={() => setStage({ ...stage, at: 'kit' })}
            />
          </div>
        </Section>
      );
  }
}

function Start({ onMade }: { onMade(kit: Kit, lastGroup: string): void }) {
  const engine = useEngine();
  const [old, setOld] = useState('');
  const [right, setRight] = useState(false);
  const { busy, trouble, submit } = useSubmit();
  const make = () =>
    submit(async () => {
      const { email } = await request<SessionView>('GET', '/v1/session');
      const made = await engine.replaceSecretKey(right ? old : null);
      onMade(
        {
          formatted: made.formatted,
          origin: location.origin,
          email,
          day: new Date().toISOString().slice(0, 10),
        },
        made.lastGroup,
      );
    });
  return (
    <>
      <Section
        title="What it is for"
        intro="It opens your texts on a new device when no linked device is at hand. No device keeps it, so it cannot be shown again; a linked device can make a new one."
      >
        <p className="max-w-150 text-ink-2">
          If you have lost both the key and all devices, what is sealed stays sealed. The server holds no key
          and has no code that opens your texts; an operator who served an altered page, though, could read
          what a browser opens.
        </p>
      </Section>
      <Section
        title="Make a new one"
        intro="Do this when the kit is lost or somebody may have seen it. Your devices stay linked. The old key opens nothing that comes after."
      >
        <div className="flex max-w-105 flex-col gap-4">
          <SecretKeyField
            label="Old secret key, if you have it"
            value={old}
            onChange={setOld}
            onRight={setRight}
          />
          <p className="text-small text-ink-2">
            With the old key, your other devices see that its holder agreed. Without it, they see that this
            browser made the new one.
          </p>
          <FormTrouble trouble={trouble} />
          <Button
            variant="primary"
            onClick={make}
            disabled={old.trim() !== '' && !right}
            busy={busy && 'Making the key…'}
          >
            Make a new secret key
          </Button>
        </div>
      </Section>
    </>
  );
}
