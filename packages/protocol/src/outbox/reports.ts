import { TEXT_STATES, type TextState } from './text-state.ts';

/** The state that a device gives to a text of a batch. */
export interface TextReport {
  index: number;
  state: TextState;
}

/** Octets of one packed report: the text's place, big-endian, and its state's place in {@link TEXT_STATES}. */
const OCTETS = 3;

/** Packs reports for a body in CBOR: a thousand small maps cost a server more than all else about a segment. */
export function packReports(reports: readonly TextReport[]): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(OCTETS * reports.length);
  let at = 0;
  for (const { index, state } of reports) {
    packed[at++] = index >>> 8;
    packed[at++] = index;
    packed[at++] = TEXT_STATES.indexOf(state);
  }
  return packed;
}

/** Whether octets are reports that {@link packReports} could have made. */
export function arePackedReports(octets: Uint8Array, most: number): boolean {
  if (octets.length % OCTETS !== 0 || octets.length > OCTETS * most) return false;
  for (let at = 0; at < octets.length; at += OCTETS) {
    if (indexAt(octets, at) >= most || (octets[at + 2] ?? 0) >= TEXT_STATES.length) return false;
  }
  return true;
}

/** Reads packed reports. @throws RangeError on an octet that names no state. */
export function unpackReports(packed: Uint8Array): TextReport[] {
  return Array.from({ length: packed.length / OCTETS }, (_, place) => {
    const at = OCTETS * place;
    const state = TEXT_STATES[packed[at + 2] ?? -1];
    if (state === undefined) throw new RangeError('no text state has this number');
    return { index: indexAt(packed, at), state };
  });
}

function indexAt(packed: Uint8Array, at: number): number {
  return ((packed[at] ?? 0) << 8) | (packed[at + 1] ?? 0);
}
