import { decodePdu } from './decode.ts';
import { HEADER_OCTETS, MAX_PDU_OCTETS, PduError } from './pdu-error.ts';
import type { Pdu } from './pdu.ts';
import { STATUSES } from './status.ts';

/** Where a stream's PDUs go. */
export interface PduSink {
  onPdu(pdu: Pdu): void;
  /** A PDU that could not be read. When the error is not recoverable, nothing of the stream is read any more. */
  onMalformed(error: PduError): void;
}

/**
 * Finds the PDUs in a stream of chunks of any size. Whole PDUs are read where they lie; only one that goes over the edge
 * of a chunk is put together, in a buffer of exactly its size.
 */
export class PduReader {
  readonly #sink: PduSink;
  /** The beginning of a PDU: a piece of its header at first, then room for the whole. */
  #partial = Buffer.alloc(0);
  #filled = 0;
  #ended = false;

  constructor(sink: PduSink) {
    this.#sink = sink;
  }

  /** Takes a chunk. The chunk is not kept. */
  push(chunk: Uint8Array): void {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let at = 0;
    while (!this.#ended && this.#filled > 0 && at < buffer.length) at = this.#complete(buffer, at);
    while (!this.#ended && buffer.length - at >= 4) {
      const length = buffer.readUInt32BE(at);
      if (!this.#usable(length, buffer, at)) return;
      if (length > buffer.length - at) break;
      this.#emit(buffer, at, at + length);
      at += length;
    }
    if (this.#ended || at >= buffer.length) return;
    const known = buffer.length - at >= 4;
    this.#partial = Buffer.allocUnsafeSlow(known ? buffer.readUInt32BE(at) : 4);
    this.#filled = buffer.copy(this.#partial, 0, at);
  }

  /** Fills the partial PDU, at first only until its length is known. Returns where the rest of the chunk begins. */
  #complete(buffer: Buffer, at: number): number {
    const copied = buffer.copy(this.#partial, this.#filled, at);
    this.#filled += copied;
    const partial = this.#partial;
    if (this.#filled < partial.length) return at + copied;
    const length = partial.readUInt32BE(0);
    if (partial.length === 4) {
      if (!this.#usable(length, partial, 0)) return buffer.length;
      this.#partial = Buffer.allocUnsafeSlow(length);
      partial.copy(this.#partial);
    } else {
      this.#filled = 0;
      this.#partial = Buffer.alloc(0);
      this.#emit(partial, 0, length);
    }
    return at + copied;
  }

  #usable(length: number, buffer: Buffer, at: number): boolean {
    if (length >= HEADER_OCTETS && length <= MAX_PDU_OCTETS) return true;
    this.#ended = true;
    const header = buffer.length - at >= HEADER_OCTETS;
    this.#sink.onMalformed(
      new PduError('command_length is unusable', {
        commandStatus: STATUSES.ESME_RINVCMDLEN.code,
        commandId: header ? buffer.readUInt32BE(at + 4) : 0,
        sequenceNumber: header ? buffer.readUInt32BE(at + 12) : 0,
        recoverable: false,
      }),
    );
    return false;
  }

  #emit(buffer: Buffer, start: number, end: number): void {
    let pdu: Pdu;
    try {
      pdu = decodePdu(buffer, start, end);
    } catch (error) {
      if (!(error instanceof PduError)) throw error;
      this.#sink.onMalformed(error);
      return;
    }
    this.#sink.onPdu(pdu);
  }
}
