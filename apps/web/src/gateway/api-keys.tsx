import type { ApiKey } from '@smseal/protocol';
import { KeyRound, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { ConfirmDialog } from '../design/dialog.tsx';
import { IconButton } from '../design/icon-button.tsx';
import { Section } from '../design/section.tsx';
import { fullTime, listDate } from '../design/times.ts';
import { say } from '../design/toast.ts';
import { useNow } from '../design/use-now.ts';
import type { GatewayView } from '../engine/gateway/gateway-api.ts';
import { CodeExample } from './code-example.tsx';
import { sendSamples } from './examples.ts';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { CELL, HEAD, Table } from './table.tsx';
import { useChange } from './use-gateways.ts';
import { SCOPE_WORDS } from './words.ts';

/** Keys with which programs send through a gateway. */
export function ApiKeys({ gateway: { device, settings } }: { gateway: GatewayView }) {
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const change = useChange(device.id);
  const keys = settings?.apiKeys ?? [];
  return (
    <Section
      title="API keys"
      intro="A program sends with a key of its own. The gateway knows digests of them, the server only random names."
    >
      {keys.length > 0 && <KeyTable keys={keys} onRevoke={setRevoking} />}
      <div>
        <Button icon={<KeyRound size={18} aria-hidden />} onClick={() => setMaking(true)}>
          Make a key
        </Button>
      </div>
      <CodeExample title="Send a text" samples={sendSamples(null)} />
      {making && <NewKeyDialog gateway={device.id} onClose={() => setMaking(false)} />}
      <ConfirmDialog
        open={revoking !== null}
        onClose={() => setRevoking(null)}
        title={`Revoke the key ${revoking?.name ?? ''}?`}
        action="Revoke key"
        busy="Signing…"
        dangerous
        onConfirm={async () => {
          if (!revoking) return;
          if (await change('The key was not revoked.', { type: 'revoke-api-key', id: revoking.id }))
            say({ text: `The key ${revoking.name} is revoked.` });
          setRevoking(null);
        }}
      >
        <p>
          Programs that use it are refused from the moment the gateway hears of it, seconds when it is
          connected.
        </p>
        <p>It cannot be taken back; a program then needs another key.</p>
      </ConfirmDialog>
    </Section>
  );
}

function KeyTable({ keys, onRevoke }: { keys: readonly ApiKey[]; onRevoke(key: ApiKey): void }) {
  const now = useNow();
  const made = (key: ApiKey) => (
    <time dateTime={key.createdAt} title={fullTime(key.createdAt)}>
      {listDate(key.createdAt, now)}
    </time>
  );
  return (
    <Table label="API keys">
      <thead className={HEAD}>
        <tr>
          <th scope="col" className={CELL}>
            Name
          </th>
          <th scope="col" className={CELL}>
            May
          </th>
          <th scope="col" className={`${CELL} max-lg:hidden`}>
            Made
          </th>
          <th scope="col">
            <span className="sr-only">Revoke</span>
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {keys.map((key) => (
          <tr key={key.id}>
            <th scope="row" className={`${CELL} text-left font-medium`}>
              <span className="break-words">{key.name}</span>
              <span className="block text-small font-normal text-ink-2 lg:hidden">Made {made(key)}</span>
            </th>
            <td className={`${CELL} text-ink-2`}>
              {key.scopes.map((scope) => SCOPE_WORDS[scope].short).join(', ')}
            </td>
            <td className={`${CELL} tabular whitespace-nowrap text-ink-2 max-lg:hidden`}>{made(key)}</td>
            <td className="w-12 py-1 pr-2 text-right">
              <IconButton label={`Revoke ${key.name}`} side="left" onClick={() => onRevoke(key)}>
                <Trash2 size={18} />
              </IconButton>
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
