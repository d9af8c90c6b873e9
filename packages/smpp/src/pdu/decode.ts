import { FIELDS } from './bodies.ts';
import { commandOfId, COMMAND_IDS, isResponseId, type Command } from './command.ts';
import { DEFAULTS, type Destination, type Field, type Unsuccess } from './field.ts';
import { OctetReader } from './octet-reader.ts';
import { HEADER_OCTETS, PduError } from './pdu-error.ts';
import type { Pdu } from './pdu.ts';
import { STATUSES } from './status.ts';
import { readTlvs } from './tlv.ts';

/** A text that is longer than its limit is read as it is up to here; what is longer still is no text. */
const TOLERATED_TEXT = 255;

const refuse = (reason: string, commandStatus: number) => new PduError(reason, { commandStatus });
const cutOff = (name: string) => refuse(`${name} is cut off`, STATUSES.ESME_RINVCMDLEN.code);

function readInt(reader: OctetReader, name: string, octets: number): number {
  if (reader.left < octets) throw cutOff(name);
  return reader.integer(octets);
}

function readText(reader: OctetReader, name: string): string {
  if (reader.left === 0) throw cutOff(name);
  const found = reader.text();
  if (found.length > TOLERATED_TEXT) throw refuse(`${name} is too long`, STATUSES.ESME_RINVMSGLEN.code);
  return found;
}

function readMessage(reader: OctetReader, name: string): Uint8Array {
  const octets = readInt(reader, name, 1);
  if (octets > reader.left) throw refuse(`${name} is cut off`, STATUSES.ESME_RINVMSGLEN.code);
  return reader.octets(octets);
}

function readAddress(reader: OctetReader): Omit<Unsuccess, 'errorStatusCode'> {
  return {
    destAddrTon: readInt(reader, 'destAddrTon', 1),
    destAddrNpi: readInt(reader, 'destAddrNpi', 1),
    destinationAddr: readText(reader, 'destinationAddr'),
  };
}

function readDestination(reader: OctetReader): Destination {
  const flag = readInt(reader, 'destFlag', 1);
  if (flag === 1) return readAddress(reader);
  if (flag === 2) return { dlName: readText(reader, 'dlName') };
  throw refuse('destFlag is neither an address nor a list', STATUSES.ESME_RINVDESTFLAG.code);
}

function readUnsuccess(reader: OctetReader): Unsuccess {
  return { ...readAddress(reader), errorStatusCode: readInt(reader, 'errorStatusCode', 4) };
}

function readField(reader: OctetReader, name: string, field: Field): Value {
  switch (field.kind) {
    case 'int8':
      if (reader.at >= reader.end) throw cutOff(name);
      return reader.int8();
    case 'text':
    case 'time':
      return readText(reader, name);
    case 'message':
      return readMessage(reader, name);
    case 'destinations':
      return Array.from({ length: readInt(reader, name, 1) }, () => readDestination(reader));
    case 'unsuccess':
      return Array.from({ length: readInt(reader, name, 1) }, () => readUnsuccess(reader));
    default:
      return field satisfies never;
  }
}

type Value = number | string | Uint8Array | Destination[] | Unsuccess[];

/** The body of one PDU. A response may end at any field: carriers leave out what they have nothing to say in. */
function readBody(reader: OctetReader, command: Command, header: Header): Pdu {
  const response = isResponseId(COMMAND_IDS[command]);
  const pdu: Record<string, unknown> = {
    command,
    commandStatus: header.commandStatus,
    sequenceNumber: header.sequenceNumber,
  };
  for (const { name, field } of FIELDS[command])
    pdu[name] = response && reader.left === 0 ? DEFAULTS[field.kind] : readField(reader, name, field);
  pdu['tlvs'] = readTlvs(reader, response);
  return pdu as unknown as Pdu;
}

interface Header {
  commandId: number;
  commandStatus: number;
  sequenceNumber: number;
}

/**
 * Reads the PDU in `buffer` from `start` to `end`, which is where its command_length says that it ends.
 * PduError (recoverable, with the status to answer) when its body is malformed or its command unknown.
 */
export function decodePdu(buffer: Buffer, start = 0, end = buffer.length): Pdu {
  const reader = new OctetReader(buffer, start, end);
  if (end - start < HEADER_OCTETS) throw cutOff('the header');
  const length = reader.integer(4);
  const header: Header = {
    commandId: reader.integer(4),
    commandStatus: reader.integer(4),
    sequenceNumber: reader.integer(4),
  };
  const { commandId, sequenceNumber } = header;
  const command = commandOfId(commandId);
  try {
    if (length !== end - start) throw refuse('command_length is another', STATUSES.ESME_RINVCMDLEN.code);
    if (!command) throw refuse('the command is unknown', STATUSES.ESME_RINVCMDID.code);
    return readBody(reader, command, header);
  } catch (error) {
    if (!(error instanceof PduError)) throw error;
    throw new PduError(error.message, { commandStatus: error.commandStatus, commandId, sequenceNumber });
  }
}
