/** How many rows of a table there were and are. */
export interface TableCount {
  table: string;
  before: number;
  after: number;
}

/** An encrypted row as it was, without saying whose. */
export interface Sample {
  table: string;
  /** What names the row, and its encrypted columns as base64url. */
  row: Record<string, string | number | { octets: string }>;
}

/** What an erasure has done so far. It names nobody. Digests, keys and signatures are base64url, times RFC 3339. */
export interface ErasureProgress {
  /** When it was asked for. */
  received: string;
  /** 32 octets under which the certificate names its subject. */
  nonce: string;
  /** The subject under that nonce. */
  subject: string;
  /** The plan that a device has signed: its digest, the signature, and the device's public signing key. */
  signed: { plan: string; signature: string; key: string } | null;
  tables: TableCount[];
  /** Rows on which the verifier tries every key that is left; they go with its word. */
  samples: Sample[];
  /** Keys that were destroyed, by what they closed, and when. */
  keys: { destroyed: { scope: string; count: number }[]; at: string } | null;
  /** What the independent verifier looked at, and when. */
  verified: { build: string; checks: { check: string; looked: number }[]; at: string } | null;
  /** The device's own search afterwards, as it was signed. */
  search: { statement: string; signature: string } | null;
}
