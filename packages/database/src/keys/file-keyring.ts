import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { link, open, readdir, readFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import { isKeyName, KeyringError, requireKeyName, type Keyring } from './keyring.ts';
import { overwriteFile } from './overwrite-file.ts';

/** A keyring in a folder that nobody but its user may enter: one file a secret. */
export class FileKeyring implements Keyring {
  readonly where: string;
  readonly #folder: string;

  /** Makes the folder where there is none. @throws KeyringError where others may enter it. */
  constructor(folder: string) {
    this.#folder = folder;
    this.where = folder;
    try {
      const made = mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (made !== undefined) syncName(made);
    } catch (error) {
      throw new KeyringError(
        `The keyring ${folder} cannot be made (${codeOf(error)}); set SMSEAL_KEYRING to a folder that this user may write.`,
        { cause: error },
      );
    }
    refuseForeign(folder);
  }

  async list(): Promise<string[]> {
    const held = await readdir(this.#folder, { withFileTypes: true });
    return held.flatMap((one) => (one.isFile() && isKeyName(one.name) ? [one.name] : [])).sort();
  }

  async read(name: string): Promise<Buffer | null> {
    try {
      return await readFile(this.#file(name));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw new KeyringError(
        `The keyring ${this.where} cannot be read (${codeOf(error)}); give its files to the user who runs the server.`,
        { cause: error },
      );
    }
  }

  /** Written aside and then linked, which only one of several can: nobody reads half of it. */
  async put(name: string, octets: Uint8Array): Promise<boolean> {
    const aside = path.join(this.#folder, `.${randomBytes(9).toString('hex')}`);
    const file = await open(aside, 'wx', 0o600);
    try {
      await file.writeFile(octets);
      await file.sync();
    } finally {
      await file.close();
    }
    try {
      await link(aside, this.#file(name));
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    } finally {
      await unlink(aside);
      await this.#syncFolder();
    }
  }

  async overwrite(name: string, octets: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    await overwriteFile(this.#file(name), octets);
    await this.#syncFolder();
  }

  async destroy(name: string): Promise<void> {
    const file = await open(this.#file(name), 'r+').catch(() => null);
    if (file === null) return;
    try {
      const { size } = await file.stat();
      await file.write(randomBytes(size), 0, size, 0);
      await file.sync();
    } finally {
      await file.close();
    }
    await unlink(this.#file(name));
    await this.#syncFolder();
  }

  within(part: string): FileKeyring {
    return new FileKeyring(this.#file(part));
  }

  #file(name: string): string {
    return path.join(this.#folder, requireKeyName(name));
  }

  /** A name is durable once its folder is. */
  async #syncFolder(): Promise<void> {
    if (process.platform === 'win32') return;
    const folder = await open(this.#folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

/** A new folder is durable once the one above it is. */
function syncName(folder: string): void {
  if (process.platform === 'win32') return;
  const above = openSync(path.dirname(folder), 'r');
  try {
    fsyncSync(above);
  } finally {
    closeSync(above);
  }
}

function refuseForeign(folder: string): void {
  const uid = process.getuid?.();
  if (uid === undefined) return;
  const { uid: owner, mode } = statSync(folder);
  if (owner !== uid)
    throw new KeyringError(
      `The keyring ${folder} belongs to another user; run as that user, or set SMSEAL_KEYRING to a folder of your own.`,
    );
  if ((mode & 0o077) !== 0)
    throw new KeyringError(`The keyring ${folder} can be entered by others; run “chmod 700 ${folder}”.`);
}
