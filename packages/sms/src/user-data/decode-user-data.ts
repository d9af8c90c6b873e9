import { readSeptets, type ShiftTables } from '../gsm/septets.ts';
import { unpackSeptets } from './pack-septets.ts';
import {
  noUserDataHeader,
  parseUserDataHeader,
  type UserDataHeader,
  type UserDataProblem,
} from './parse-user-data-header.ts';

/** What the data coding of a received part says about its octets; `binary` has no text. */
export type UserDataEncoding = 'gsm7' | 'ucs2' | 'latin1' | 'binary';

export interface ReceivedUserData {
  encoding: UserDataEncoding;
  /** User data as it came, with the header if there is one. */
  octets: Uint8Array;
  /** User-data header indicator: `esm_class` bit 6, or TP-UDHI. */
  hasHeader: boolean;
  /** Whether septets are packed, as in a TPDU; one per octet unless said. */
  packed?: boolean;
  /** TP-UDL of packed septets, where it is known. */
  length?: number;
}

export interface DecodedUserData {
  encoding: UserDataEncoding;
  header: UserDataHeader;
  /** Without the header; septets one per octet. A view of the octets where nothing had to be unpacked. */
  body: Uint8Array;
  /** Well-formed; null for binary data. */
  text: string | null;
  problems: UserDataProblem[];
}

function readUnicode(body: Uint8Array): string {
  let text = '';
  for (let i = 0; i + 1 < body.length; i += 2)
    text += String.fromCharCode(((body[i] ?? 0) << 8) | (body[i + 1] ?? 0));
  return text.toWellFormed();
}

function readLatin1(body: Uint8Array): string {
  let text = '';
  for (const octet of body) text += String.fromCharCode(octet);
  return text;
}

/** The text of a body without its header; null for binary data. UCS-2 is read as UTF-16, which is what handsets send. */
export function readBody(body: Uint8Array, encoding: UserDataEncoding, tables: ShiftTables): string | null {
  switch (encoding) {
    case 'gsm7':
      return readSeptets(body, tables);
    case 'ucs2':
      return readUnicode(body);
    case 'latin1':
      return readLatin1(body);
    case 'binary':
      return null;
    default:
      return encoding satisfies never;
  }
}

function bodyProblems(body: Uint8Array, encoding: UserDataEncoding): UserDataProblem[] {
  if (encoding === 'ucs2' && body.length % 2 === 1) return ['odd-octet'];
  return encoding === 'gsm7' && body.some((octet) => octet > 0x7f) ? ['not-septets'] : [];
}

/** Reads one received part. Never throws: what is wrong with it is said in `problems`, and the rest is read. */
export function decodeUserData(received: ReceivedUserData): DecodedUserData {
  const { encoding, octets, hasHeader } = received;
  const header = hasHeader ? parseUserDataHeader(octets) : noUserDataHeader();
  const rest = octets.subarray(header.octets);
  const count =
    received.length === undefined ? undefined : received.length - Math.ceil((header.octets * 8) / 7);
  const body =
    encoding === 'gsm7' && received.packed
      ? unpackSeptets(rest, { headerOctets: header.octets, count })
      : rest;
  return {
    encoding,
    header,
    body,
    text: readBody(body, encoding, header),
    problems: [...header.problems, ...bodyProblems(body, encoding)],
  };
}
