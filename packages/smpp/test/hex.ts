/** Octets from hexadecimal digits; blanks separate fields for the eye. */
export const hex = (digits: string): Buffer => Buffer.from(digits.replace(/\s/g, ''), 'hex');

/** A whole PDU: the length is put in front of its command id and the rest. */
export function frame(digits: string): Buffer {
  const rest = hex(digits);
  const pdu = Buffer.alloc(rest.length + 4);
  pdu.writeUInt32BE(pdu.length);
  rest.copy(pdu, 4);
  return pdu;
}

export const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
