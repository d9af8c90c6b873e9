import { COMMAND_IDS } from '@smseal/smpp';

/** PDUs that cannot be read although each says correctly how long it is; a good peer goes on after them. */
export type Nonsense = 'unknown-command' | 'cut-off' | 'message-too-long' | 'tlv-cut-off';

export const NONSENSE: readonly Nonsense[] = [
  'unknown-command',
  'cut-off',
  'message-too-long',
  'tlv-cut-off',
];

const HEADER_OCTETS = 16;
/** A deliver_sm up to and with its sm_length, all fields empty. */
const EMPTY_DELIVER_OCTETS = 17;
const SM_LENGTH_AT = 16;
const MESSAGE_PAYLOAD = 0x0424;

/** Writes one. `sequence` is its sequence_number. */
export function writeNonsense(kind: Nonsense, sequence: number): Buffer {
  switch (kind) {
    case 'unknown-command':
      return pdu(0x00000777, sequence, Buffer.alloc(3));
    case 'cut-off':
      return pdu(COMMAND_IDS.deliver_sm, sequence, Buffer.alloc(4));
    case 'message-too-long': {
      const body = Buffer.alloc(EMPTY_DELIVER_OCTETS);
      body[SM_LENGTH_AT] = 200;
      return pdu(COMMAND_IDS.deliver_sm, sequence, body);
    }
    case 'tlv-cut-off': {
      const body = Buffer.alloc(EMPTY_DELIVER_OCTETS + 4);
      body.writeUInt16BE(MESSAGE_PAYLOAD, EMPTY_DELIVER_OCTETS);
      body.writeUInt16BE(500, EMPTY_DELIVER_OCTETS + 2);
      return pdu(COMMAND_IDS.deliver_sm, sequence, body);
    }
    default:
      return kind satisfies never;
  }
}

function pdu(command: number, sequence: number, body: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_OCTETS);
  header.writeUInt32BE(HEADER_OCTETS + body.length, 0);
  header.writeUInt32BE(command, 4);
  header.writeUInt32BE(sequence, 12);
  return Buffer.concat([header, body]);
}
