import { PduError } from './pdu-error.ts';
import { STATUSES } from './status.ts';

const BURST_OCTETS = 65_536;

/** Writes into one growing buffer; what is written is taken as one piece. */
export class OctetWriter {
  #buffer = Buffer.allocUnsafeSlow(BURST_OCTETS);
  #start = 0;
  at = 0;

  /** Octets written and not yet taken. */
  get length(): number {
    return this.at - this.#start;
  }

  /** Makes room for so many octets. Octets that were taken are never written again. */
  reserve(octets: number): void {
    if (this.at + octets <= this.#buffer.length) return;
    const written = this.#buffer.subarray(this.#start, this.at);
    const next = Buffer.allocUnsafeSlow(Math.max(BURST_OCTETS, 2 * (written.length + octets)));
    next.set(written);
    this.at = written.length;
    this.#start = 0;
    this.#buffer = next;
  }

  /** What was written since the last time. */
  take(): Buffer {
    const taken = this.#buffer.subarray(this.#start, this.at);
    this.#start = this.at;
    return taken;
  }

  int8(value: number): void {
    this.#buffer[this.at++] = value;
  }

  /** An unsigned big-endian integer of 1 to 4 octets that is known to fit. */
  integer(value: number, octets: number): void {
    for (let shift = 8 * (octets - 1); shift >= 0; shift -= 8) this.#buffer[this.at++] = value >>> shift;
  }

  /** Overwrites four octets `back` octets before the end of what is written. */
  patch(value: number, back: number): void {
    this.#buffer.writeUInt32BE(value, this.at - back);
  }

  /** An integer that comes from a caller. */
  checked(name: string, value: number, octets: number): void {
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** (8 * octets))
      throw new PduError(`${name} is not an integer of ${octets} octets`, {
        commandStatus: STATUSES.ESME_RINVTLVVAL.code,
      });
    this.integer(value, octets);
  }

  octets(value: Uint8Array): void {
    this.#buffer.set(value, this.at);
    this.at += value.length;
  }

  /** A C-octet string whose NUL is within `limit`. Characters are octets: Latin-1 at most, no NUL. */
  text(name: string, value: string, limit: number): void {
    const { length } = value;
    if (length >= limit)
      throw new PduError(`${name} is longer than ${limit - 1} octets`, {
        commandStatus: STATUSES.ESME_RINVMSGLEN.code,
      });
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      if (code === 0 || code > 0xff)
        throw new PduError(`${name} has a character that is no octet`, {
          commandStatus: STATUSES.ESME_RINVMSGLEN.code,
        });
      this.#buffer[this.at++] = code;
    }
    this.#buffer[this.at++] = 0;
  }
}
