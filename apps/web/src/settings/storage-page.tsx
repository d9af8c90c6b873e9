import { useState } from 'react';
import { countOf } from '../design/amounts.ts';
import { Button } from '../design/button.tsx';
import { ConfirmDialog } from '../design/dialog.tsx';
import { Section } from '../design/section.tsx';
import { SwitchRow } from '../design/switch-row.tsx';
import { say } from '../design/toast.ts';
import { useAct, useAnswer, useEngine } from '../frame/engine-context.tsx';
import { Retention } from './retention.tsx';

/** How long the server keeps envelopes, and what deleting on the phone does. */
export function StoragePage() {
  return (
    <>
      <Retention />
      <Deletions />
    </>
  );
}

function Deletions() {
  const engine = useEngine();
  const act = useAct();
  const [answer] = useAnswer('sync-deletions', (asked) => asked.syncDeletions(), ['sync']);
  const [chosen, setChosen] = useState<boolean | null>(null);
  const [asking, setAsking] = useState(false);
  const on = chosen ?? (answer.state === 'ready' ? answer.value : true);
  const change = async (value: boolean) => {
    setChosen(value);
    const done = await act('The choice was not changed.', () => engine.setSyncDeletions(value));
    if (!done) setChosen(!value);
  };
  const now = async () => {
    await act('Nothing was deleted.', async () => {
      const deleted = await engine.syncDeletionsNow();
      say({
        text:
          deleted === 0
            ? 'Everything here is still on the phone.'
            : `${countOf(deleted, 'text')} that the phone no longer has ${deleted === 1 ? 'was' : 'were'} deleted here.`,
      });
    });
    setAsking(false);
  };
  return (
    <Section title="Deleted on the phone">
      <SwitchRow
        label="Delete here what is deleted on the phone"
        checked={on}
        disabled={answer.state !== 'ready'}
        onChange={(value) => void change(value)}
      >
        {on
          ? 'In force: a text that you delete on the phone is deleted here as soon as the phone has told so.'
          : 'In force: a text that you delete on the phone stays here, marked, until the time above is over or you delete it with the button below.'}
      </SwitchRow>
      <div>
        <Button onClick={() => setAsking(true)}>Sync deletions now</Button>
      </div>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Delete here what the phone no longer has?"
        action="Delete them here"
        busy="Asking the phone…"
        dangerous
        onConfirm={now}
      >
        <p>
          Texts that are marked “deleted on the phone” are deleted on the server and on all your devices. This
          cannot be taken back.
        </p>
      </ConfirmDialog>
    </Section>
  );
}
