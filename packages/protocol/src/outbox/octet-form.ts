import { Type, type TRefine, type TSchema, type TString, type TUnsafe } from 'typebox';
import { octets, octetsUpTo } from '../schema.ts';

/** How octets stand in a body; one schema is made in both forms. */
export interface OctetForm<Octets extends TSchema> {
  exactly(count: number): Octets;
  /** Not empty. */
  upTo(most: number): Octets;
}

/** In JSON: unpadded base64url. */
export const TEXT_OCTETS: OctetForm<TString> = { exactly: octets, upTo: octetsUpTo };

/** In CBOR (RFC 8949): octet strings. */
export const RAW_OCTETS: OctetForm<TRefine<TUnsafe<Uint8Array>>> = {
  exactly: (count) => between(count, count),
  upTo: (most) => between(1, most),
};

function between(least: number, most: number): TRefine<TUnsafe<Uint8Array>> {
  return Type.Refine(
    Type.Unsafe<Uint8Array>({}),
    (value) => value instanceof Uint8Array && value.length >= least && value.length <= most,
  );
}
