import { FIELDS } from './bodies.ts';
import { COMMAND_IDS, isResponseId, type Command } from './command.ts';
import {
  DEFAULTS,
  MAX_DESTINATIONS,
  MAX_SHORT_MESSAGE,
  TIME_OCTETS,
  type Destination,
  type Field,
  type Unsuccess,
} from './field.ts';
import { OctetWriter } from './octet-writer.ts';
import { HEADER_OCTETS, MAX_PDU_OCTETS, PduError } from './pdu-error.ts';
import type { PduInput } from './pdu.ts';
import { STATUSES } from './status.ts';
import { tlvOctets, writeTlvs } from './tlv.ts';

const SME_ADDRESS = 1;
const DISTRIBUTION_LIST = 2;
const ADDRESS_LIMIT = 21;
/** Octets of the longest entry of a list: flag or numbering, address, error code. */
const ENTRY_OCTETS = 27;

type Loose = Readonly<Record<string, unknown>>;

const refuse = (reason: string, commandStatus: number) => new PduError(reason, { commandStatus });

/** Most octets of a PDU's fixed-size fields, header included; lists and messages are added when they are known. */
const FIXED_OCTETS = Object.fromEntries(
  Object.entries(FIELDS).map(([command, fields]) => [
    command,
    fields.reduce((sum, { field }) => sum + fixedOctets(field), HEADER_OCTETS),
  ]),
) as Record<Command, number>;

function fixedOctets(field: Field): number {
  if (field.kind === 'text') return field.limit;
  return field.kind === 'time' ? TIME_OCTETS : 1;
}

function variableOctets(pdu: Loose & PduInput): number {
  let octets = 0;
  if (pdu['shortMessage'] !== undefined) octets += (pdu['shortMessage'] as Uint8Array).length;
  if (pdu['destAddresses'] !== undefined) octets += (pdu['destAddresses'] as unknown[]).length * ENTRY_OCTETS;
  if (pdu['unsuccessSme'] !== undefined) octets += (pdu['unsuccessSme'] as unknown[]).length * ENTRY_OCTETS;
  if (pdu.tlvs) octets += tlvOctets(pdu.tlvs);
  return octets;
}

function writeTime(writer: OctetWriter, name: string, value: string): void {
  if (value.length !== 0 && value.length !== TIME_OCTETS - 1)
    throw refuse(`${name} is not a time`, STATUSES.ESME_RINVSCHED.code);
  writer.text(name, value, TIME_OCTETS);
}

function writeAddress(writer: OctetWriter, entry: Omit<Unsuccess, 'errorStatusCode'>): void {
  writer.checked('destAddrTon', entry.destAddrTon, 1);
  writer.checked('destAddrNpi', entry.destAddrNpi, 1);
  writer.text('destinationAddr', entry.destinationAddr, ADDRESS_LIMIT);
}

function writeDestinations(writer: OctetWriter, entries: readonly Destination[]): void {
  if (entries.length > MAX_DESTINATIONS)
    throw refuse('too many destAddresses', STATUSES.ESME_RINVNUMDESTS.code);
  writer.int8(entries.length);
  for (const entry of entries) {
    writer.int8('dlName' in entry ? DISTRIBUTION_LIST : SME_ADDRESS);
    if ('dlName' in entry) writer.text('dlName', entry.dlName, ADDRESS_LIMIT);
    else writeAddress(writer, entry);
  }
}

function writeUnsuccess(writer: OctetWriter, entries: readonly Unsuccess[]): void {
  if (entries.length > MAX_DESTINATIONS)
    throw refuse('too many unsuccessSme', STATUSES.ESME_RINVNUMDESTS.code);
  writer.int8(entries.length);
  for (const entry of entries) {
    writeAddress(writer, entry);
    writer.checked('errorStatusCode', entry.errorStatusCode, 4);
  }
}

function writeMessage(writer: OctetWriter, value: Uint8Array): void {
  if (value.length > MAX_SHORT_MESSAGE)
    throw refuse(`shortMessage is longer than ${MAX_SHORT_MESSAGE} octets`, STATUSES.ESME_RINVMSGLEN.code);
  writer.int8(value.length);
  writer.octets(value);
}

function writeField(
  writer: OctetWriter,
  { name, field }: { name: string; field: Field },
  value: unknown,
): void {
  switch (field.kind) {
    case 'int8':
      return writer.checked(name, value as number, 1);
    case 'text':
      return writer.text(name, value as string, field.limit);
    case 'time':
      return writeTime(writer, name, value as string);
    case 'message':
      return writeMessage(writer, value as Uint8Array);
    case 'destinations':
      return writeDestinations(writer, value as readonly Destination[]);
    case 'unsuccess':
      return writeUnsuccess(writer, value as readonly Unsuccess[]);
    default:
      return field satisfies never;
  }
}

/** A response that refuses and says nothing more is a header alone (SMPP 3.4 §4.4.2). */
function isBare(pdu: Loose & PduInput): boolean {
  if (!pdu.commandStatus || !isResponseId(COMMAND_IDS[pdu.command]) || pdu.tlvs) return false;
  for (const { name } of FIELDS[pdu.command]) if (pdu[name] !== undefined) return false;
  return true;
}

/** Writes PDUs one after the other into one buffer, which is taken once per burst. */
export class PduWriter {
  readonly #writer = new OctetWriter();

  /** Octets written and not yet taken. */
  get length(): number {
    return this.#writer.length;
  }

  /** What was written since the last time. It stays as it is: later PDUs go elsewhere. */
  take(): Buffer {
    return this.#writer.take();
  }

  /** Writes one PDU, or none of it: PduError when a field breaks its limits. */
  write(pdu: PduInput, sequenceNumber: number): void {
    const writer = this.#writer;
    const input = pdu as Loose & PduInput;
    writer.reserve(FIXED_OCTETS[pdu.command] + variableOctets(input));
    const before = writer.length;
    const start = writer.at;
    try {
      writer.integer(0, 4);
      writer.integer(COMMAND_IDS[pdu.command], 4);
      writer.integer(pdu.commandStatus ?? 0, 4);
      writer.integer(sequenceNumber, 4);
      if (!isBare(input)) {
        for (const entry of FIELDS[pdu.command])
          writeField(writer, entry, input[entry.name] ?? DEFAULTS[entry.field.kind]);
        if (pdu.tlvs) writeTlvs(writer, pdu.tlvs);
      }
      const octets = writer.length - before;
      if (octets > MAX_PDU_OCTETS) throw refuse('the PDU is too long', STATUSES.ESME_RINVCMDLEN.code);
      writer.patch(octets, octets);
    } catch (error) {
      writer.at = start;
      throw error;
    }
  }
}

/** One PDU alone. */
export function encodePdu(pdu: PduInput, sequenceNumber: number): Buffer {
  const writer = new PduWriter();
  writer.write(pdu, sequenceNumber);
  return writer.take();
}
