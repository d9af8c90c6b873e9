/** An address with its type of number and numbering plan (3GPP TS 23.040 §9.1.2.5; the same values in SMPP 3.4 §5.2.5, §5.2.6). */
export interface TypedAddress {
  ton: 0 | 1 | 5;
  npi: 0 | 1;
  /** Without the + of an international number. */
  address: string;
}

const INTERNATIONAL = { ton: 1, npi: 1 } as const;
const ALPHANUMERIC = { ton: 5, npi: 0 } as const;
const UNKNOWN = { ton: 0, npi: 1 } as const;

/** Type and numbering plan of a number in E.164, a short code or a sender's name. */
export function typedAddress(party: string): TypedAddress {
  if (party.startsWith('+')) return { ...INTERNATIONAL, address: party.slice(1) };
  if (/^\d+$/.test(party)) return { ...UNKNOWN, address: party };
  return { ...ALPHANUMERIC, address: party };
}
