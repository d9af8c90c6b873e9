import { createHash } from 'node:crypto';
import { createReadStream, watch, type FSWatcher } from 'node:fs';
import { open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Keyring } from '../../keys/keyring.ts';
import { BackupError, systemWord } from '../backup-error.ts';
import { BackupKeys } from '../backup-keys.ts';
import { readSealedFile, writeSealedFile, type FilePlace } from '../store/sealed-file.ts';
import { BackupStore, syncFolder, type StoredLog } from '../store/store.ts';
import { handoverFolder } from './handover.ts';

const READY = '.ready';
/** Looks so often where the file system does not tell. */
const LOOK_MS = 500;
/** PostgreSQL needs a moment to notice that a file was kept; who asks for it later was cut off meanwhile. */
const NOTICED_MS = 5_000;
/** After a failure it tries again so much later. */
const RETRY_MS = 5_000;

export interface ArchiverInput {
  /** `SMSEAL_HOME/postgres`. */
  base: string;
  /** Of the store. */
  folder: string;
  keyring: Keyring;
  now: () => number;
  /** Told when the store stops taking log, with a sentence, and, with null, when it takes it again. */
  onTrouble: (sentence: string | null) => void;
}

/** How the handover stands. */
export interface ArchiveState {
  /** Files of log that wait. */
  waiting: number;
  /** When log was last let go, ms since 1970. */
  gap: number | null;
}

/** Where files of log belong. */
export function placeOfLog(system: string, name: string): FilePlace {
  return { of: `wal ${system}`, name };
}

/**
 * Takes the files of log that PostgreSQL is done with into the store. PostgreSQL keeps each until it is told that it is there,
 * so that nothing is lost whenever this ends or fails.
 */
export class Archiver {
  readonly #input: ArchiverInput;
  readonly #keys: BackupKeys;
  #watcher: FSWatcher | null = null;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #again = false;
  #troubled = false;
  #quietUntil = 0;
  /** What the store has of what may still wait, and since when we say so. */
  readonly #kept = new Map<string, number>();

  constructor(input: ArchiverInput) {
    this.#input = input;
    this.#keys = new BackupKeys(input.keyring);
  }

  get #status(): string {
    return path.join(this.#input.base, 'data', 'pg_wal', 'archive_status');
  }

  start(): void {
    try {
      this.#watcher = watch(this.#status, () => this.#look());
      this.#watcher.on('error', () => undefined);
    } catch {
      // Looking at intervals does as well.
    }
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.#look();
  }

  /** Takes what still waits, and ends. */
  async stop(): Promise<void> {
    this.#watcher?.close();
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#quietUntil = 0;
    this.#look();
    while (this.#running !== null) await this.#running;
    this.#keys.forget();
  }

  async state(): Promise<ArchiveState> {
    let gap: number | null = null;
    for (const name of await readdir(this.#folder('lost')).catch((): string[] => [])) {
      const { mtimeMs } = await stat(path.join(this.#folder('lost'), name));
      gap = Math.max(gap ?? 0, Math.floor(mtimeMs));
    }
    return { waiting: (await this.#ready()).length, gap };
  }

  /** Forgets log that was let go before a copy that does not need it was begun. */
  async forgetGap(before: number): Promise<void> {
    for (const name of await readdir(this.#folder('lost')).catch((): string[] => [])) {
      const file = path.join(this.#folder('lost'), name);
      if ((await stat(file)).mtimeMs < before) await rm(file);
    }
  }

  #folder(name: 'kept' | 'lost'): string {
    return path.join(handoverFolder(this.#input.base), name);
  }

  #look(): void {
    if (this.#running !== null) {
      this.#again = true;
      return;
    }
    if (Date.now() < this.#quietUntil) return;
    this.#running = this.#takeAll().finally(() => {
      this.#running = null;
      if (!this.#again) return;
      this.#again = false;
      this.#look();
    });
  }

  async #takeAll(): Promise<void> {
    try {
      const ready = await this.#ready();
      await this.#forgetNoticed(ready);
      const names = ready.filter((name) => Date.now() - (this.#kept.get(name) ?? -Infinity) >= NOTICED_MS);
      if (names.length === 0) return;
      const store = await this.#store();
      await store.make();
      const held = new Map((await store.logs()).map((log) => [log.name, log]));
      for (const name of names) await this.#take(store, name, held.get(name));
      if (this.#troubled) this.#input.onTrouble(null);
      this.#troubled = false;
    } catch (error) {
      this.#quietUntil = Date.now() + RETRY_MS;
      const sentence =
        error instanceof Error && error.name !== 'Error' && !('code' in error)
          ? error.message
          : `The store ${this.#input.folder} takes no log (${systemWord(error)}); make room there or mend it, else restoring reaches no later than now.`;
      if (!this.#troubled) this.#input.onTrouble(sentence);
      this.#troubled = true;
    }
  }

  async #take(store: BackupStore, name: string, held: StoredLog | undefined): Promise<void> {
    const from = path.join(this.#input.base, 'data', 'pg_wal', name);
    const place = placeOfLog(store.system, name);
    if (held) {
      if (!this.#kept.has(name)) await this.#requireSame(held, from, place);
    } else {
      const { mtimeMs } = await stat(from);
      const target = store.logFile(name, mtimeMs);
      const key = await this.#keys.current(this.#input.now());
      await rm(`${target}.new`, { force: true });
      try {
        await writeSealedFile(`${target}.new`, { key, place, source: createReadStream(from) });
        await rename(`${target}.new`, target);
      } catch (error) {
        await rm(`${target}.new`, { force: true }).catch(() => undefined);
        throw error;
      }
      await syncFolder(store.logFolder);
    }
    await writeFile(path.join(this.#folder('kept'), name), '');
    this.#kept.set(name, Date.now());
  }

  /** Once PostgreSQL has noticed, nothing waits for a file any more. */
  async #forgetNoticed(ready: readonly string[]): Promise<void> {
    for (const name of await readdir(this.#folder('kept')))
      if (!ready.includes(name)) await rm(path.join(this.#folder('kept'), name), { force: true });
    for (const name of this.#kept.keys()) if (!ready.includes(name)) this.#kept.delete(name);
  }

  /** What was taken before, when we were cut off, is what is handed over again. */
  async #requireSame(held: StoredLog, from: string, place: FilePlace): Promise<void> {
    const stored = createHash('sha256');
    const keyOf = (name: string): Promise<Buffer> => this.#keys.find(name);
    for await (const part of readSealedFile(held.file, { place, keyOf })) stored.update(part);
    const own = createHash('sha256');
    for await (const part of createReadStream(from) as AsyncIterable<Buffer>) own.update(part);
    if (stored.digest('hex') !== own.digest('hex'))
      throw new BackupError(
        `The store ${this.#input.folder} has another ${held.name} than the database; set SMSEAL_BACKUP_FOLDER to a folder that no other installation uses.`,
      );
  }

  /** Names of the files that wait, in the order in which they were written; histories of timelines first. */
  async #ready(): Promise<string[]> {
    const names = await readdir(this.#status).catch((): string[] => []);
    const ready = names.filter((name) => name.endsWith(READY)).map((name) => name.slice(0, -READY.length));
    return ready.sort(
      (a, b) => Number(b.endsWith('.history')) - Number(a.endsWith('.history')) || (a < b ? -1 : 1),
    );
  }

  async #store(): Promise<BackupStore> {
    return new BackupStore(this.#input.folder, await systemOf(path.join(this.#input.base, 'data')));
  }
}

/** PostgreSQL’s name for a cluster: the first eight octets of its control file, the lowest first. */
export async function systemOf(data: string): Promise<string> {
  const file = await open(path.join(data, 'global', 'pg_control'), 'r');
  try {
    const octets = Buffer.alloc(8);
    await file.read(octets, 0, 8, 0);
    return octets.readBigUInt64LE().toString();
  } finally {
    await file.close();
  }
}
