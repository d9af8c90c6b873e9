import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { CodedError } from '@smseal/protocol';

const derive = promisify(argon2);

/** Cost of Argon2id (RFC 9106). */
interface Cost {
  /** KiB. */
  memory: number;
  passes: number;
  parallelism: number;
}

/** What the OWASP Password Storage Cheat Sheet asks for at least: 19 MiB, two passes. */
const COST: Cost = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_OCTETS = 16;
const TAG_OCTETS = 32;
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Two at once bound the memory to 38 MiB; a longer line than this is an attack. */
const MOST_AT_ONCE = 2;
const MOST_WAITING = 64;

/** Hashes and verifies passwords, a few at a time. */
export class PasswordHasher {
  readonly #cost: Cost;
  readonly #line: (() => void)[] = [];
  #running = 0;
  /** What is verified against where there is no password, so that this case costs the same. */
  readonly #nobody: Promise<string>;
  constructor(cost: Cost = COST) {
    this.#cost = cost;
    this.#nobody = this.hash(randomBytes(32).toString('base64url'));
    this.#nobody.catch(() => undefined);
  }

  /** A PHC string with a fresh salt. @throws CodedError `unavailable` */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_OCTETS);
    const tag = await this.#derive(password, salt, this.#cost);
    const { memory, passes, parallelism } = this.#cost;
    return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
  }

  /** Whether the password fits; null is nobody's and fits nothing, after as much work. @throws CodedError `unavailable` */
  async verify(phc: string | null, password: string): Promise<boolean> {
    const match = PHC.exec(phc ?? (await this.#nobody));
    if (!match) throw new Error('a stored password is no PHC string of Argon2id');
    const [, memory, passes, parallelism, salt = '', tag = ''] = match;
    const expected = Buffer.from(tag, 'base64');
    const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
    const given = await this.#derive(password, Buffer.from(salt, 'base64'), cost);
    return given.length === expected.length && timingSafeEqual(given, expected) && phc !== null;
  }

  async #derive(password: string, nonce: Buffer, cost: Cost): Promise<Buffer> {
    await this.#turn();
    try {
      return await derive('argon2id', {
        message: password.normalize('NFC'),
        nonce,
        tagLength: TAG_OCTETS,
        ...cost,
      });
    } finally {
      this.#running--;
      this.#line.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    if (this.#running >= MOST_AT_ONCE) {
      if (this.#line.length >= MOST_WAITING) throw new CodedError('unavailable');
      await new Promise<void>((resolve) => this.#line.push(resolve));
    }
    this.#running++;
  }
}

/** Base64 as PHC strings have it. */
function unpadded(octets: Buffer): string {
  return octets.toString('base64').replace(/=+$/, '');
}
