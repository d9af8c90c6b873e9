/** Octets of a header (SMPP 3.4 §3.2). */
export const HEADER_OCTETS = 16;
/** Longest PDU that is read or written: a message_payload of 65,535 octets and room for everything else. */
export const MAX_PDU_OCTETS = 65_536 + 4_096;

export interface PduErrorDetails {
  /** command_status with which the PDU's sender is to be answered. */
  commandStatus: number;
  /** 0 when the header could not be read. */
  commandId?: number;
  sequenceNumber?: number;
  /** False when no further PDU can be found in the stream: its length is unusable. */
  recoverable?: boolean;
}

/** A PDU that cannot be read or written. The message names the field and never its content. */
export class PduError extends Error {
  override readonly name = 'PduError';
  readonly commandStatus: number;
  readonly commandId: number;
  readonly sequenceNumber: number;
  readonly recoverable: boolean;

  constructor(message: string, details: PduErrorDetails) {
    super(message);
    this.commandStatus = details.commandStatus;
    this.commandId = details.commandId ?? 0;
    this.sequenceNumber = details.sequenceNumber ?? 0;
    this.recoverable = details.recoverable ?? true;
  }
}
