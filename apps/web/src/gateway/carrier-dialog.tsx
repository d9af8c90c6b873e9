import type { ConnectorSettings } from '@smseal/protocol';
import { useEffect, useRef, useState } from 'react';
import { useIsOpen } from '../account/use-is-open.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { SwitchRow } from '../design/switch-row.tsx';
import { TextField } from '../design/text-field.tsx';
import { useEngine } from '../frame/engine-context.tsx';
import { FormTrouble } from '../sign-in/form-trouble.tsx';
import { useSubmit } from '../sign-in/use-submit.ts';
import {
  carrierForm,
  PORTS,
  readCarrierForm,
  type CarrierFaults,
  type CarrierForm,
  type SetFields,
} from './carrier-form.ts';
import { CarrierDetails } from './carrier-details.tsx';

/** The connection to a carrier: what every carrier tells its customers first, the rest folded away. */
export function CarrierDialog({
  gateway,
  connector,
  onClose,
}: {
  gateway: string;
  connector: ConnectorSettings | null;
  onClose(): void;
}) {
  const engine = useEngine();
  const isOpen = useIsOpen();
  const [form, setForm] = useState(() => carrierForm(connector));
  const [faults, setFaults] = useState<CarrierFaults>({});
  const fields = useRef<HTMLFormElement>(null);
  const { busy, trouble, submit } = useSubmit();
  // The first field that is wrong may be out of sight, or folded away.
  useEffect(() => {
    fields.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [faults]);
  const set: SetFields = (fields) => setForm((before) => ({ ...before, ...fields }));
  const save = () => {
    const read = readCarrierForm(form);
    setFaults('faults' in read ? read.faults : {});
    if ('faults' in read) return;
    submit(async () => {
      await engine.saveGatewaySettings(
        gateway,
        connector
          ? { type: 'change-connector', connector: { id: connector.id, ...read.connector } }
          : { type: 'add-connector', connector: read.connector },
      );
      onClose();
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={connector ? `Change ${connector.name}` : 'Add a carrier'}
      width={560}
    >
      <form
        ref={fields}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField
          label="Name"
          placeholder="Carrier, or what you call it"
          value={form.name}
          error={faults.name ?? null}
          maxLength={80}
          autoFocus
          autoComplete="off"
          onChange={(event) => set({ name: event.target.value })}
        />
        <Address form={form} faults={faults} set={set} />
        <div className="grid items-start gap-4 md:grid-cols-2">
          <TextField
            label="System id"
            mono
            value={form.systemId}
            error={faults.systemId ?? null}
            maxLength={15}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => set({ systemId: event.target.value })}
          />
          <TextField
            label="Password"
            mono
            type="password"
            value={form.password}
            maxLength={8}
            autoComplete="new-password"
            onChange={(event) => set({ password: event.target.value })}
          />
        </div>
        <CarrierDetails form={form} faults={faults} set={set} />
        <p className="text-small text-ink-2">
          Sealed to this gateway and to your devices.{' '}
          {isOpen
            ? 'The service keeps the key of an open account, which opens it.'
            : 'The server cannot read the password.'}
        </p>
        <FormTrouble trouble={trouble} />
        <Button type="submit" variant="primary" busy={busy && 'Signing and sealing…'}>
          {connector ? 'Sign the change' : 'Add it'}
        </Button>
      </form>
    </Dialog>
  );
}

function Address({ form, faults, set }: { form: CarrierForm; faults: CarrierFaults; set: SetFields }) {
  const setTls = (tls: boolean) => {
    const [own, other] = tls ? [PORTS.plain, PORTS.tls] : [PORTS.tls, PORTS.plain];
    set({ tls, ...(form.port === own ? { port: other } : {}) });
  };
  return (
    <div>
      <div className="grid grid-cols-[1fr_96px] items-start gap-4">
        <TextField
          label="Host"
          mono
          placeholder="smpp.carrier.example"
          value={form.host}
          error={faults.host ?? null}
          maxLength={253}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => set({ host: event.target.value })}
        />
        <TextField
          label="Port"
          mono
          inputMode="numeric"
          value={form.port}
          error={faults.port ?? null}
          autoComplete="off"
          onChange={(event) => set({ port: event.target.value })}
        />
      </div>
      <SwitchRow label="TLS" checked={form.tls} onChange={setTls}>
        {form.tls
          ? 'The carrier proves who it is by a certificate.'
          : 'Without it, everybody on the way to the carrier can read along. Use a tunnel of your own.'}
      </SwitchRow>
    </div>
  );
}
