import { randomBytes, randomInt } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What opens a throw-away account. */
export interface Credentials {
  email: string;
  /** With its country code. */
  mobile: string;
  password: string;
}

/** A made-up person: a domain (RFC 2606) and a number (the North American 555-01xx) that nobody can have. */
export function newCredentials(): Credentials {
  const area = `${randomInt(2, 10)}${randomInt(0, 9)}${randomInt(0, 10)}`;
  return {
    email: `probe-${randomBytes(9).toString('hex')}@verify.example`,
    mobile: `+1${area}55501${String(randomInt(0, 100)).padStart(2, '0')}`,
    password: randomBytes(18).toString('base64url'),
  };
}

/** Remembers who there may still be an account of, until it is deleted: a run can be cut off at any moment. */
export class CredentialsFile {
  readonly #file: string;

  constructor(folder: string) {
    this.#file = path.join(folder, 'account.json');
  }

  /** Null where there is nobody. */
  async read(): Promise<Credentials | null> {
    try {
      return JSON.parse(await readFile(this.#file, 'utf8')) as Credentials;
    } catch {
      return null;
    }
  }

  async write(credentials: Credentials): Promise<void> {
    await mkdir(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    await writeFile(this.#file, JSON.stringify(credentials), { mode: 0o600 });
  }

  async remove(): Promise<void> {
    await rm(this.#file, { force: true });
  }
}
