import type { ConnectorSettings } from '@smseal/protocol';
import { Pencil, RadioTower, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { count } from '../design/amounts.ts';
import { Button } from '../design/button.tsx';
import { ConfirmDialog } from '../design/dialog.tsx';
import { Section } from '../design/section.tsx';
import type { GatewayView } from '../engine/gateway/gateway-api.ts';
import { CarrierDialog } from './carrier-dialog.tsx';
import { RowMenu } from './row-menu.tsx';
import { CELL, HEAD, Table } from './table.tsx';
import { useChange } from './use-gateways.ts';

type Open = { what: 'new' } | { what: 'change' | 'remove'; connector: ConnectorSettings };

/** The connections over which a gateway hands texts to carriers. */
export function Carriers({ gateway: { device, settings } }: { gateway: GatewayView }) {
  const [open, setOpen] = useState<Open | null>(null);
  const change = useChange(device.id);
  const connectors = settings?.connectors ?? [];
  const close = () => setOpen(null);
  return (
    <Section
      title="Carriers"
      intro="Connections over SMPP 3.4. A carrier reads every text that it brings: SMS is plain text by nature."
    >
      {connectors.length > 0 && (
        <Table label="Carriers">
          <thead className={HEAD}>
            <tr>
              <th scope="col" className={CELL}>
                Carrier
              </th>
              <th scope="col" className={`${CELL} max-lg:hidden`}>
                Speed
              </th>
              <th scope="col" className={`${CELL} max-lg:hidden`}>
                Senders
              </th>
              <th scope="col">
                <span className="sr-only">More</span>
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {connectors.map((connector) => (
              <CarrierRow
                key={connector.id}
                connector={connector}
                onOpen={(what) => setOpen({ what, connector })}
              />
            ))}
          </tbody>
        </Table>
      )}
      <div>
        <Button icon={<RadioTower size={18} aria-hidden />} onClick={() => setOpen({ what: 'new' })}>
          Add a carrier
        </Button>
      </div>
      {(open?.what === 'new' || open?.what === 'change') && (
        <CarrierDialog
          gateway={device.id}
          connector={open.what === 'change' ? open.connector : null}
          onClose={close}
        />
      )}
      <ConfirmDialog
        open={open?.what === 'remove'}
        onClose={close}
        title={`Remove ${open?.what === 'remove' ? open.connector.name : 'the carrier'}?`}
        action="Remove carrier"
        busy="Signing…"
        dangerous
        onConfirm={async () => {
          if (open?.what !== 'remove') return;
          await change('The carrier was not removed.', { type: 'remove-connector', id: open.connector.id });
          close();
        }}
      >
        <p>
          The gateway ends the connection. Receipts and answers that this carrier still has do not arrive.
        </p>
        <p>Texts that wait go over another carrier, or stay until there is one.</p>
      </ConfirmDialog>
    </Section>
  );
}

const BIND_WORDS = {
  transceiver: 'one connection',
  'transmitter+receiver': 'two connections',
} satisfies Record<ConnectorSettings['bind'], string>;

function CarrierRow({
  connector,
  onOpen,
}: {
  connector: ConnectorSettings;
  onOpen(what: 'change' | 'remove'): void;
}) {
  const { name, host, port, tls, bind, window, segmentsPerSecond, from } = connector;
  return (
    <tr>
      <th scope="row" className={`${CELL} text-left font-normal`}>
        <span className="block font-medium">{name}</span>
        <span className="block text-small text-ink-2">
          <span className="font-mono break-all">
            {host}:{port}
          </span>
          , {tls ? 'TLS' : <span className="text-warn">no TLS</span>}, {BIND_WORDS[bind]}
        </span>
      </th>
      <td className={`${CELL} tabular whitespace-nowrap text-ink-2 max-lg:hidden`}>
        {segmentsPerSecond === null ? 'No limit' : `${count(segmentsPerSecond)} a second`}
        <span className="block text-small">{count(window)} under way</span>
      </td>
      <td className={`${CELL} text-ink-2 max-lg:hidden`}>
        {from.length === 0 ? 'The carrier’s own' : from.slice(0, 2).join(', ')}
        {from.length > 2 && <span className="block text-small">and {count(from.length - 2)} more</span>}
      </td>
      <RowMenu
        name={name}
        entries={[
          { label: 'Change', icon: <Pencil size={16} />, onSelect: () => onOpen('change') },
          {
            label: 'Remove',
            icon: <Trash2 size={16} />,
            dangerous: true,
            onSelect: () => onOpen('remove'),
          },
        ]}
      />
    </tr>
  );
}
