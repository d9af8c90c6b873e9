import type { Keyring } from '../../keys/keyring.ts';
import { DayKeys, type DayKeyName } from '../../keys/day-keys.ts';
import { BackupKeys } from '../backup-keys.ts';
import { placeOfLog } from '../archive/archiver.ts';
import { readManifest } from '../store/manifest.ts';
import { readCopy } from '../store/read-copy.ts';
import { readSealedFile } from '../store/sealed-file.ts';
import type { BackupStore, StoredCopy, StoredLog } from '../store/store.ts';

const PAGE = 8192;
/** A page of write-ahead log begins with so many octets of its own; the first of a file with more. */
const PAGE_HEAD = 24;
const FIRST_PAGE_HEAD = 40;

/** The longest that is looked for: a day’s key’s id as text. */
const LONGEST = 22;

/** What looking through an old copy found. */
export interface ClosedCopy {
  copy: string;
  /** When that was, ms since 1970. */
  at: number;
  /** Files that were decrypted and read, and whose octets are as the manifest says. */
  files: number;
  logs: number;
  /** How often the name of a key that is left was found: of what lies under a day’s key each piece names it. */
  found: number;
}

/**
 * Looks through the newest copy from before the current day’s key, and the log that came between, for anything that lies under a
 * key that is left: rows of the key table and values without an account name the day’s key that wraps them. On the way the
 * copy is seen to be whole. @returns null where there is no such copy. @throws BackupError
 */
export async function checkClosed(
  store: BackupStore,
  keyring: Keyring,
  now: number,
): Promise<ClosedCopy | null> {
  const days = await new DayKeys(keyring).names();
  const newest = days.at(-1);
  if (!newest) return null;
  const until = Date.parse(`${newest.day}T00:00:00Z`);
  const copy = (await store.copies()).findLast(({ at }) => at < until);
  if (!copy) return null;
  const keys = new BackupKeys(keyring);
  const seek = needles(days);
  try {
    const inFiles = await seekInCopy({ copy, store, keys }, seek, until);
    if (inFiles === null) return null;
    const between = (await store.logs()).filter(({ at }) => at >= copy.at && at < until);
    let found = inFiles.found;
    for (const log of between) found += await seekInLog(log, { store, keys }, seek);
    return { copy: copy.id, at: now, files: inFiles.files, logs: between.length, found };
  } finally {
    keys.forget();
  }
}

interface From {
  store: BackupStore;
  keys: BackupKeys;
}

async function seekInCopy(
  { copy, store, keys }: From & { copy: StoredCopy },
  seek: readonly Buffer[],
  until: number,
): Promise<{ files: number; found: number } | null> {
  const manifest = await readManifest(copy, store.system, keys);
  if (Date.parse(manifest.endedAt) >= until) return null;
  let found = 0;
  let end: Buffer = Buffer.alloc(0);
  for await (const { piece } of readCopy({ copy, manifest, keys })) {
    const octets = Buffer.concat([end, piece]);
    found += occurrences(octets, seek);
    // What is looked for may begin in one piece and end in the next.
    end = Buffer.from(octets.subarray(1 - LONGEST));
  }
  return { files: manifest.files.length, found };
}

/** Records of the log run on over its pages: their heads are taken out before anything is looked for. */
async function seekInLog(log: StoredLog, { store, keys }: From, seek: readonly Buffer[]): Promise<number> {
  const parts: Buffer[] = [];
  const place = placeOfLog(store.system, log.name);
  for await (const part of readSealedFile(log.file, { place, keyOf: (name) => keys.find(name) }))
    parts.push(part);
  const octets = Buffer.concat(parts);
  const records: Buffer[] = [];
  for (let at = 0; at < octets.length; at += PAGE)
    records.push(octets.subarray(at + (at === 0 ? FIRST_PAGE_HEAD : PAGE_HEAD), at + PAGE));
  return occurrences(Buffer.concat(records), seek);
}

/** A day’s key is named by its id: as text in the key table, as octets in what lies directly under it. */
function needles(days: readonly DayKeyName[]): Buffer[] {
  return days.flatMap(({ id }) => [Buffer.from(id), Buffer.from(id, 'base64url')]);
}

function occurrences(octets: Buffer, seek: readonly Buffer[]): number {
  let count = 0;
  for (const needle of seek)
    for (let at = octets.indexOf(needle); at >= 0; at = octets.indexOf(needle, at + 1)) count++;
  return count;
}
