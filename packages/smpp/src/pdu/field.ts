/** One recipient of a submit_multi (SMPP 3.4 §4.5.1.1): an address or the name of a distribution list. */
export type Destination =
  { destAddrTon: number; destAddrNpi: number; destinationAddr: string } | { dlName: string };

/** One recipient that a submit_multi did not reach (SMPP 3.4 §4.5.2.1). */
export interface Unsuccess {
  destAddrTon: number;
  destAddrNpi: number;
  destinationAddr: string;
  errorStatusCode: number;
}

/** How one mandatory parameter is written (SMPP 3.4 §3.1). `limit` counts octets, the closing NUL included. */
export type Field =
  | { kind: 'int8' }
  | { kind: 'text'; limit: number }
  | { kind: 'time' }
  | { kind: 'message' }
  | { kind: 'destinations' }
  | { kind: 'unsuccess' };

interface Values {
  int8: number;
  text: string;
  time: string;
  message: Uint8Array;
  destinations: readonly Destination[];
  unsuccess: readonly Unsuccess[];
}

export type ValueOf<F extends Field> = Values[F['kind']];

/** What a field is when nothing was said. */
export const DEFAULTS = {
  int8: 0,
  text: '',
  time: '',
  message: new Uint8Array(0),
  destinations: [],
  unsuccess: [],
} satisfies Values;

/** Octets of an SMPP time with its NUL; an absent time is the NUL alone (SMPP 3.4 §7.1.1). */
export const TIME_OCTETS = 17;
/** Octets of a short_message (SMPP 3.4 §5.2.22). Longer texts go into the TLV message_payload. */
export const MAX_SHORT_MESSAGE = 254;
/** Recipients of one submit_multi (SMPP 3.4 §5.2.24), and of its list of failures. */
export const MAX_DESTINATIONS = 254;

export const int8 = { kind: 'int8' } as const;
export const time = { kind: 'time' } as const;
export const message = { kind: 'message' } as const;
export const destinations = { kind: 'destinations' } as const;
export const unsuccess = { kind: 'unsuccess' } as const;
/** A C-octet string of at most `limit` octets, NUL included. */
export const text = <N extends number>(limit: N) => ({ kind: 'text', limit }) as const;
