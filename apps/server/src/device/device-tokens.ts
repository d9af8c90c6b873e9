import { createHash } from 'node:crypto';
import { findDeviceByCredential, markSeen, type Database } from '@smseal/database';
import { CodedError, fromBase64Url, type Capability, type Id } from '@smseal/protocol';

/** A device that is alive, as its bearer token tells. */
export interface LiveDevice {
  account: Id;
  id: Id;
  can: readonly Capability[];
}

interface Known {
  device: LiveDevice;
  /** UTC day that is stored as last seen. */
  seen: string;
  until: number;
}

const KEPT_MS = 15_000;
const KEPT_TOKENS = 10_000;

/**
 * Bearer tokens to devices. The database looks the SHA-256 up: a 256-bit digest of the secret is compared, never the
 * secret, so timing tells nothing of use. Answers are kept for seconds, and forgotten at once when the bus says that
 * a device was removed or an account closed.
 */
export class DeviceTokens {
  readonly #known = new Map<string, Known>();
  /** Rises with every removal: an answer that was under way meanwhile is not kept. */
  #removals = 0;
  readonly #database: Database;
  readonly #now: () => Date;
  constructor(database: Database, now: () => Date) {
    this.#database = database;
    this.#now = now;
  }

  /** The live device of a token; null for any other. @throws CodedError `account-closed` for one that is to wait. */
  async authenticate(token: string): Promise<LiveDevice | null> {
    const credential = createHash('sha256').update(fromToken(token)).digest();
    const key = credential.toString('base64url');
    const now = this.#now();
    const known = this.#known.get(key);
    const today = now.toISOString().slice(0, 10);
    if (known && known.until > now.getTime() && known.seen === today) return known.device;
    const removals = this.#removals;
    const found = await findDeviceByCredential(this.#database, credential);
    this.#known.delete(key);
    if (!found) return null;
    if (found.closed) throw new CodedError('account-closed');
    const device: LiveDevice = { account: found.account, id: found.id, can: found.can };
    if (found.lastSeen !== today) await markSeen(this.#database, device, today);
    if (removals === this.#removals) this.#keep(key, { device, seen: today, until: now.getTime() + KEPT_MS });
    return device;
  }

  /** Forgets a removed device, or all devices of a closed or deleted account. */
  forget(account: Id, device?: Id): void {
    this.#removals++;
    for (const [key, { device: known }] of this.#known)
      if (known.account === account && (device === undefined || known.id === device)) this.#known.delete(key);
  }

  #keep(key: string, known: Known): void {
    this.#known.set(key, known);
    if (this.#known.size <= KEPT_TOKENS) return;
    const oldest = this.#known.keys().next();
    if (!oldest.done) this.#known.delete(oldest.value);
  }
}

/** The token's octets; any other text gets octets that no token has. */
function fromToken(token: string): Uint8Array {
  try {
    return fromBase64Url(token);
  } catch {
    return new Uint8Array(0);
  }
}
