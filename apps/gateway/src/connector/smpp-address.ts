/** An address as SMPP carries it (SMPP 3.4 §5.2.5, §5.2.6). */
export interface SmppAddress {
  ton: number;
  npi: number;
  address: string;
}

const INTERNATIONAL = { ton: 1, npi: 1 } as const;
const ALPHANUMERIC = { ton: 5, npi: 0 } as const;
const UNKNOWN = { ton: 0, npi: 1 } as const;

/** Type and numbering plan of a number, a short code or a sender's name. */
export function addressOf(party: string): SmppAddress {
  if (party.startsWith('+')) return { ...INTERNATIONAL, address: party.slice(1) };
  if (/^\d+$/.test(party)) return { ...UNKNOWN, address: party };
  return { ...ALPHANUMERIC, address: party };
}
