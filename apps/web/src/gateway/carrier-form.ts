import type { ConnectorSettings } from '@smseal/protocol';
import { numberOrNull } from './form-number.ts';

/** A carrier's connection as it is typed. */
export interface CarrierForm {
  name: string;
  host: string;
  port: string;
  tls: boolean;
  systemId: string;
  password: string;
  systemType: string;
  bind: ConnectorSettings['bind'];
  window: string;
  segmentsPerSecond: string;
  sourceTon: string;
  sourceNpi: string;
  defaultAlphabet: ConnectorSettings['defaultAlphabet'];
  languages: readonly string[];
  /** One a line. */
  from: string;
}

export type CarrierFaults = Partial<Record<keyof CarrierForm, string>>;

/** Sets some fields of the form. */
export type SetFields = (fields: Partial<CarrierForm>) => void;

/** Ports that are registered for SMPP, plain and over TLS. */
export const PORTS = { plain: '2775', tls: '3550' } as const;

/** What is typed for a known carrier, or what a new one begins with. */
export function carrierForm(connector: ConnectorSettings | null): CarrierForm {
  if (connector === null) return NEW;
  const { port, window, segmentsPerSecond, sourceTon, sourceNpi, from, ...same } = connector;
  return {
    ...same,
    port: String(port),
    window: String(window),
    segmentsPerSecond: segmentsPerSecond?.toString() ?? '',
    sourceTon: sourceTon?.toString() ?? '',
    sourceNpi: sourceNpi?.toString() ?? '',
    from: from.join('\n'),
  };
}

const NEW: CarrierForm = {
  name: '',
  host: '',
  port: PORTS.tls,
  tls: true,
  systemId: '',
  password: '',
  systemType: '',
  bind: 'transceiver',
  window: '10',
  segmentsPerSecond: '',
  sourceTon: '',
  sourceNpi: '',
  defaultAlphabet: 'gsm7',
  languages: [],
  from: '',
};

/** The connection that is typed, or what is wrong field by field. */
export function readCarrierForm(
  form: CarrierForm,
): { connector: Omit<ConnectorSettings, 'id'> } | { faults: CarrierFaults } {
  const faults: CarrierFaults = {};
  const number = (
    field: 'port' | 'window' | 'segmentsPerSecond' | 'sourceTon' | 'sourceNpi',
    most: number,
  ) => {
    const least = field === 'sourceTon' || field === 'sourceNpi' ? 0 : 1;
    const { value, fault } = numberOrNull(form[field], { least, most });
    if (fault !== null) faults[field] = fault;
    return value;
  };
  const port = number('port', 65_535);
  const window = number('window', 2000);
  const segmentsPerSecond = number('segmentsPerSecond', 100_000);
  const sourceTon = number('sourceTon', 6);
  const sourceNpi = number('sourceNpi', 18);
  if (port === null) faults.port ??= `Write a port, such as ${form.tls ? PORTS.tls : PORTS.plain}.`;
  if (window === null) faults.window ??= 'Write how many may be under way, such as 10.';
  const from = form.from.split('\n').flatMap((line) => line.trim() || []);
  const wrong = from.find((sender) => !SENDER.test(sender));
  if (wrong !== undefined) faults.from = `“${wrong}” is no sender: ${SENDER_WORDS}`;
  if (form.name.trim() === '') faults.name = 'Give it a name: that of the carrier.';
  if (!HOST.test(form.host.trim())) faults.host = 'Write the host’s name or address alone, without a port.';
  if (form.systemId === '') faults.systemId = 'The carrier gives you one.';
  if (port === null || window === null || Object.keys(faults).length > 0) return { faults };
  return {
    connector: {
      type: 'smpp',
      name: form.name.trim(),
      host: form.host.trim(),
      port,
      tls: form.tls,
      systemId: form.systemId,
      password: form.password,
      systemType: form.systemType,
      bind: form.bind,
      window,
      segmentsPerSecond,
      ...(sourceTon === null ? {} : { sourceTon }),
      ...(sourceNpi === null ? {} : { sourceNpi }),
      defaultAlphabet: form.defaultAlphabet,
      languages: [...form.languages],
      from: [...new Set(from)],
    },
  };
}

const HOST = /^([A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45})$/;
/** A number in E.164, a short code, or up to 11 characters with a letter among them. */
const SENDER = /^(\+?\d{1,15}|(?=.*[A-Za-z])[A-Za-z0-9 ._&-]{1,11})$/;
export const SENDER_WORDS = 'a number such as +447700900123, a short code, or up to 11 letters and digits.';
