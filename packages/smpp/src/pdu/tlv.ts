import { PduError } from './pdu-error.ts';
import { STATUSES } from './status.ts';
import { TLV_BY_NAME, TLV_BY_TAG, type TlvName, type TlvRow, type TLVS } from './tlv-table.ts';
import type { OctetReader } from './octet-reader.ts';
import type { OctetWriter } from './octet-writer.ts';

interface Types {
  int8: number;
  int16: number;
  int32: number;
  text: string;
  octets: Uint8Array;
}

type Value<N extends TlvName> = (typeof TLVS)[N] extends { many: true }
  ? readonly Types[(typeof TLVS)[N]['type']][]
  : Types[(typeof TLVS)[N]['type']];

/** A parameter that the table does not know, or that has another shape than the table says, as it came. */
export interface UnknownTlv {
  tag: number;
  value: Uint8Array;
}

/** Optional parameters by name. Vendors' own tags (0x1400 to 0x3FFF) and all others are under `unknown`. */
export type Tlvs = { readonly [N in TlvName]?: Value<N> } & { readonly unknown?: readonly UnknownTlv[] };

type Scalar = number | string | Uint8Array;
type Loose = Record<string, Scalar | Scalar[] | UnknownTlv[]>;

/** Octets before a value: tag and length. */
const PREFIX = 4;
const OCTETS_OF = { int8: 1, int16: 2, int32: 4 } as const;
const MAX_VALUE = 65_535;

export const NO_TLVS: Tlvs = Object.freeze({});

/** The value in the shape that the table says; null when it has another one. */
function valueOf(row: TlvRow, reader: OctetReader, octets: number): Scalar | null {
  switch (row.type) {
    case 'int8':
    case 'int16':
    case 'int32':
      // Integers wider or narrower than told are common in the wild and mean the same.
      return octets >= 1 && octets <= 4 ? reader.integer(octets) : null;
    case 'text':
      return reader.textOf(octets);
    case 'octets':
      return reader.octets(octets);
    default:
      return row.type satisfies never;
  }
}

/**
 * Reads the parameters up to the end of the PDU. Octets after the last whole one are padding of a careless peer and are
 * left out; but a known parameter that is cut off would be lost content: PduError ESME_RINVTLVLEN. Only in a response,
 * which nobody can be asked to repeat, is it left out too.
 */
export function readTlvs(reader: OctetReader, response: boolean): Tlvs {
  if (reader.left < PREFIX) return NO_TLVS;
  const found: Loose = {};
  const unknown: UnknownTlv[] = [];
  while (reader.left >= PREFIX) {
    const tag = reader.integer(2);
    const octets = reader.integer(2);
    const row = TLV_BY_TAG.get(tag);
    if (octets > reader.left) {
      if (!row || response) break;
      throw new PduError(`${row.name} is cut off`, { commandStatus: STATUSES.ESME_RINVTLVLEN.code });
    }
    const end = reader.at + octets;
    const value = row ? valueOf(row, reader, octets) : null;
    if (row && value !== null && (row.many || found[row.name] === undefined)) {
      if (!row.many) found[row.name] = value;
      else ((found[row.name] ??= []) as Scalar[]).push(value);
    } else {
      reader.at = end - octets;
      unknown.push({ tag, value: reader.octets(octets) });
    }
    reader.at = end;
  }
  if (unknown.length > 0) found['unknown'] = unknown;
  return found;
}

function octetsOf(row: TlvRow, value: Scalar): number {
  if (typeof value === 'number') return OCTETS_OF[row.type as keyof typeof OCTETS_OF];
  return typeof value === 'string' ? value.length + 1 : value.length;
}

function writeOne(writer: OctetWriter, row: TlvRow, value: Scalar): void {
  const octets = octetsOf(row, value);
  if (octets > (row.limit ?? MAX_VALUE)) throw tooLong(row.name);
  writer.integer(row.tag, 2);
  writer.integer(octets, 2);
  if (typeof value === 'number') writer.checked(row.name, value, octets);
  else if (typeof value === 'string') writer.text(row.name, value, row.limit ?? MAX_VALUE);
  else writer.octets(value);
}

function tooLong(name: string): PduError {
  return new PduError(`${name} is too long`, { commandStatus: STATUSES.ESME_RINVTLVLEN.code });
}

/** Most octets that the parameters can take. */
export function tlvOctets(tlvs: Tlvs): number {
  let total = 0;
  for (const [name, value] of Object.entries(tlvs as Loose)) {
    const row = TLV_BY_NAME.get(name);
    if (row) for (const one of listOf(row, value)) total += PREFIX + octetsOf(row, one);
    else if (name === 'unknown') for (const tlv of value as UnknownTlv[]) total += PREFIX + tlv.value.length;
  }
  return total;
}

const listOf = (row: TlvRow, value: Loose[string]): readonly Scalar[] =>
  row.many ? (value as Scalar[]) : [value as Scalar];

export function writeTlvs(writer: OctetWriter, tlvs: Tlvs): void {
  for (const [name, value] of Object.entries(tlvs as Loose)) {
    const row = TLV_BY_NAME.get(name);
    if (row) for (const one of listOf(row, value)) writeOne(writer, row, one);
    else if (name === 'unknown')
      for (const tlv of value as UnknownTlv[]) {
        if (tlv.value.length > MAX_VALUE) throw tooLong('an unknown TLV');
        writer.checked('tag', tlv.tag, 2);
        writer.integer(tlv.value.length, 2);
        writer.octets(tlv.value);
      }
  }
}
