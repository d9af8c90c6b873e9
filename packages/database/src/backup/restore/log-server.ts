import { chown, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { UnprivilegedUser } from '../../embedded/unprivileged-user.ts';
import { placeOfLog } from '../archive/archiver.ts';
import { quoted } from '../archive/handover.ts';
import type { BackupKeys } from '../backup-keys.ts';
import { isSegment, nextSegment } from '../store/log-name.ts';
import { readSealedFile } from '../store/sealed-file.ts';
import type { BackupStore, StoredLog } from '../store/store.ts';

const LOOK_MS = 20;
/** Files of log that are opened before they are asked for. */
const AHEAD = 4;

/** What PostgreSQL calls for a file of log: 1 tells it that there is none, more than 125 that it has to stop. */
const TEXT = `#!/bin/sh
# usage: fetch.sh FOLDER NAME TARGET
folder=$1 name=$2 target=$3 waited=0
until [ -e "$folder/have/$name" ]; do
  [ -e "$folder/none/$name" ] && rm -f "$folder/none/$name" && exit 1
  [ -e "$folder/fail" ] && exit 200
  [ $waited -ge 1200 ] && exit 201
  [ $waited -eq 0 ] && : > "$folder/want/$name"
  waited=$((waited + 1))
  sleep 0.05
done
mv "$folder/have/$name" "$target"
`;

export interface LogServerInput {
  store: BackupStore;
  logs: readonly StoredLog[];
  keys: BackupKeys;
  /** Timeline of the copy (eight digits), and the last of its files that may be read. */
  last: string;
  segmentSize: number;
  /** Where PostgreSQL asks; made, and removed at the end. */
  folder: string;
  user: UnprivilegedUser | null;
}

/** Gives a recovering PostgreSQL, which has no key, the log that it asks for, opened. */
export class LogServer {
  readonly #input: LogServerInput;
  readonly #held: ReadonlyMap<string, StoredLog>;
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;
  readonly #given = new Set<string>();
  /** Why PostgreSQL was told to stop. */
  failure: Error | null = null;

  constructor(input: LogServerInput) {
    this.#input = input;
    this.#held = new Map(input.logs.map((log) => [log.name, log]));
  }

  /** @returns the setting for PostgreSQL. */
  async start(): Promise<string> {
    const { folder, user } = this.#input;
    await rm(folder, { recursive: true, force: true });
    for (const one of ['', 'want', 'have', 'none']) {
      await mkdir(path.join(folder, one), { mode: 0o700 });
      if (user) await chown(path.join(folder, one), user.uid, user.gid);
    }
    const script = path.join(folder, 'fetch.sh');
    await writeFile(script, TEXT, { mode: 0o644 });
    this.#timer = setInterval(() => {
      this.#working ??= this.#serve().finally(() => (this.#working = null));
    }, LOOK_MS);
    return `/bin/sh ${quoted(script)} ${quoted(folder)} "%f" "%p"`;
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#working;
    await rm(this.#input.folder, { recursive: true, force: true });
  }

  async #serve(): Promise<void> {
    const { folder } = this.#input;
    try {
      for (const name of await readdir(path.join(folder, 'want'))) {
        await rm(path.join(folder, 'want', name));
        this.#given.delete(name);
        if (!(await this.#give(name))) await writeFile(path.join(folder, 'none', name), '');
        else await this.#giveAhead(name);
      }
    } catch (error) {
      this.failure ??= error instanceof Error ? error : new Error(String(error));
      await writeFile(path.join(folder, 'fail'), '');
    }
  }

  async #giveAhead(name: string): Promise<void> {
    if (!isSegment(name)) return;
    let next = name;
    for (let count = 0; count < AHEAD; count++) {
      next = nextSegment(next, this.#input.segmentSize);
      if (!(await this.#give(next))) return;
    }
  }

  async #give(name: string): Promise<boolean> {
    const log = this.#mayBeRead(name) ? this.#held.get(name) : undefined;
    if (!log) return false;
    if (this.#given.has(name)) return true;
    const { store, keys, folder } = this.#input;
    const aside = path.join(folder, name);
    const file = await open(aside, 'w', 0o600);
    try {
      const place = placeOfLog(store.system, name);
      for await (const part of readSealedFile(log.file, { place, keyOf: (key) => keys.find(key) }))
        await file.appendFile(part);
    } finally {
      await file.close();
    }
    if (this.#input.user) await chown(aside, this.#input.user.uid, this.#input.user.gid);
    await rename(aside, path.join(folder, 'have', name));
    this.#given.add(name);
    return true;
  }

  #mayBeRead(name: string): boolean {
    const { last } = this.#input;
    return !isSegment(name) || name.slice(0, 8) !== last.slice(0, 8) || name <= last;
  }
}
