/** How many rows of a table there were and are. */
export interface TableCount {
  table: string;
  before: number;
  after: number;
}

/** What an erasure has done so far. It names nobody. */
export interface ErasureProgress {
  /** RFC 3339: when it was asked for. */
  received: string;
  /** 32 octets, base64url: under it the certificate names its subject. */
  nonce: string;
  /** The subject under that nonce, base64url. */
  subject: string;
  /** The plan that a device signed, and the device's public signing key. */
  signed: { plan: string; signature: string; device: string; key: string } | null;
  tables: TableCount[];
  /** Keys that were destroyed, by what they closed, and when. */
  keys: { scopes: { scope: string; count: number }[]; at: string } | null;
  /** RFC 3339: when the last row was removed. */
  removed: string | null;
  /** What the independent verifier looked at, and when. */
  verified: { build: string; checks: { check: string; looked: number }[]; at: string } | null;
  /** The device's own search afterwards, as signed. */
  search: { search: string; signature: string } | null;
}
