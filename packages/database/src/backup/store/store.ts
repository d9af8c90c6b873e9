import { mkdir, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** Part of a name in the store: a moment to the second (UTC), written so that every file system takes it. */
const MOMENT = String.raw`(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z)`;
const COPY = new RegExp(`^${MOMENT}-[0-9a-f]{8}$`);
const LOG = new RegExp(
  String.raw`^([0-9A-F]{8}(?:[0-9A-F]{16}(?:\.[0-9A-F]{8}\.backup|\.partial)?|\.history))\.${MOMENT}$`,
);
const SYSTEM = /^\d{1,20}$/;
const UNFINISHED = '.unfinished';

/** A whole copy in the store. */
export interface StoredCopy {
  id: string;
  /** When it was begun, ms since 1970. */
  at: number;
  folder: string;
}

/** A file of write-ahead log in the store. */
export interface StoredLog {
  /** As PostgreSQL calls it. */
  name: string;
  /** When it was written to last, ms since 1970, to the second: every change up to then is in it, or before it. */
  at: number;
  file: string;
}

/** The part of a store that belongs to one database cluster. */
export class BackupStore {
  /** What PostgreSQL calls the cluster: its system identifier. */
  readonly system: string;
  readonly folder: string;

  constructor(folder: string, system: string) {
    this.system = system;
    this.folder = path.join(folder, system);
  }

  get #copyFolder(): string {
    return path.join(this.folder, 'copy');
  }

  get logFolder(): string {
    return path.join(this.folder, 'wal');
  }

  /** Makes its folders, for their user alone. */
  async make(): Promise<void> {
    for (const folder of [this.#copyFolder, this.logFolder])
      await mkdir(folder, { recursive: true, mode: 0o700 });
  }

  /** Whole copies, oldest first. */
  async copies(): Promise<StoredCopy[]> {
    const names = await readdir(this.#copyFolder).catch(whereNone);
    return names
      .flatMap((id) => {
        const moment = COPY.exec(id)?.[1];
        return moment ? [{ id, at: momentOf(moment), folder: path.join(this.#copyFolder, id) }] : [];
      })
      .sort((a, b) => a.at - b.at || a.id.localeCompare(b.id));
  }

  /** Files of write-ahead log, in the order in which they were written. */
  async logs(): Promise<StoredLog[]> {
    const names = await readdir(this.logFolder).catch(whereNone);
    return names
      .flatMap((file) => {
        const [, name, moment] = LOG.exec(file) ?? [];
        return name && moment ? [{ name, at: momentOf(moment), file: path.join(this.logFolder, file) }] : [];
      })
      .sort((a, b) => a.at - b.at || a.name.localeCompare(b.name));
  }

  /** Where a copy is made until it is whole. */
  unfinished(id: string): string {
    return path.join(this.#copyFolder, `${id}${UNFINISHED}`);
  }

  whole(id: string): string {
    return path.join(this.#copyFolder, id);
  }

  /** Where a file of write-ahead log is to lie that was written to last at `at`. */
  logFile(name: string, at: number): string {
    return path.join(this.logFolder, `${name}.${moment(at)}`);
  }

  /** Removes what a copy that was cut off left behind; only while none is being made. */
  async removeUnfinished(): Promise<void> {
    for (const name of await readdir(this.#copyFolder).catch(whereNone))
      if (name.endsWith(UNFINISHED)) await removeAll(path.join(this.#copyFolder, name));
  }

  async removeCopy({ folder }: StoredCopy): Promise<void> {
    await removeAll(folder);
  }

  async removeLog({ file }: StoredLog): Promise<void> {
    await rm(file, { force: true });
  }
}

/** A new copy's name. */
export function copyId(now: number, random: Buffer): string {
  return `${moment(now)}-${random.toString('hex').slice(0, 8)}`;
}

/** The clusters that a store has something of. */
export async function systemsIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(whereNone)).filter((name) => SYSTEM.test(name));
}

/** What is in a folder is durable under its name once the folder is. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function removeAll(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 2 });
}

function moment(now: number): string {
  return `${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
}

function momentOf(text: string): number {
  const [day = '', time = ''] = text.split('T');
  return Date.parse(`${day}T${time.replaceAll('-', ':')}`);
}

function whereNone(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
