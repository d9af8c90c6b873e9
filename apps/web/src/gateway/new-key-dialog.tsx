import type { ApiScope } from '@smseal/protocol';
import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { CopyButton } from '../design/copy-button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { TextField } from '../design/text-field.tsx';
import { useEngine } from '../frame/engine-context.tsx';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { useSubmit } from '../sign-in/use-submit.ts';
import { CheckRow } from './check-row.tsx';
import { CodeExample } from './code-example.tsx';
import { sendSamples } from './examples.ts';
import { SCOPE_WORDS, SCOPES } from './words.ts';

/** Makes an API key and shows it once. */
export function NewKeyDialog({ gateway, onClose }: { gateway: string; onClose(): void }) {
  const [token, setToken] = useState<string | null>(null);
  return token === null ? (
    <Dialog open onClose={onClose} title="Make an API key">
      <KeyForm gateway={gateway} onMade={setToken} />
    </Dialog>
  ) : (
    <Dialog
      open
      insistent
      onClose={onClose}
      title="Keep this. It is shown once."
      width={620}
      footer={
        <Button variant="primary" onClick={onClose}>
          I have kept it
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="flex items-start gap-3 rounded-card border-2 border-seal p-3">
          <code translate="no" className="flex-1 font-mono text-small break-all select-all">
            {token}
          </code>
          <CopyButton autoFocus text={token} label="Copy" />
        </div>
        <p className="text-ink-2">
          Whoever has it sends in your name. The gateway keeps a digest of it and nobody keeps more: if it is
          lost, revoke it and make another one.
        </p>
        <CodeExample title="Send a text with it" samples={sendSamples(token)} />
      </div>
    </Dialog>
  );
}

function KeyForm({ gateway, onMade }: { gateway: string; onMade(token: string): void }) {
  const engine = useEngine();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly ApiScope[]>(['send']);
  const { busy, trouble, submit } = useSubmit();
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit(async () => {
          const key = { name: name.trim(), scopes: SCOPES.filter((scope) => scopes.includes(scope)) };
          onMade((await engine.newApiKey(gateway, key)).token);
        });
      }}
    >
      <TextField
        label="Name"
        hint="What will use it: “Web shop”, “Appointments”."
        value={name}
        maxLength={80}
        autoFocus
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
      />
      <fieldset className="flex flex-col">
        <legend className="mb-1 font-medium">May</legend>
        {SCOPES.map((scope) => (
          <CheckRow
            key={scope}
            label={SCOPE_WORDS[scope].long}
            checked={scopes.includes(scope)}
            onChange={(on) => setScopes(on ? [...scopes, scope] : scopes.filter((each) => each !== scope))}
          />
        ))}
      </fieldset>
      <FormTrouble trouble={trouble} />
      <Button
        type="submit"
        variant="primary"
        disabled={name.trim() === '' || scopes.length === 0}
        busy={busy && 'Signing and sealing…'}
      >
        Make the key
      </Button>
    </form>
  );
}
