import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { findingsOf, INVENTORY, type Findings, type Place } from '@smseal/inventory';
import { unproved, verdict, type Outcome } from '../probe/outcome.ts';

/** Folders of devices, wherever they lie; in `SMSEAL_HOME` under these names. */
const FOLDERS: Readonly<Record<string, Place>> = {
  phone: 'phone-storage',
  gateway: 'gateway-storage',
  gateway2: 'gateway-storage',
  cli: 'command-line-storage',
};
/** What is written beside a file before it takes its place, and what SQLite keeps beside its own. */
const BESIDE = /(\.new|-wal|-shm|-journal)$/;
/** Others' folders, of which the name is listed and not each file. */
const WHOLE =
  /^(postgres\/(data|unfinished|restoring(-log)?|trial(-log)?|program-[^/]+)|rehearsal|verify\/stage)\//;

/** Files below a folder, with `/` between, without what only stands beside them. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
  return [...new Set(files.map((file) => file.replace(BESIDE, '')))];
}

/** The files of a device's folder, against the inventory. */
export async function folderFindings(place: Place, folder: string): Promise<Findings> {
  const files = await filesBelow(folder);
  // Tables of the phone's journal are listed with the folder's files; they are inside one of them.
  const listed = INVENTORY.filter((entry) => entry.place !== place || !entry.name.startsWith('journal/'));
  return findingsOf(listed, place, files);
}

/** Everything in an installation's folder, the folders of its devices included. */
export async function files(home: string): Promise<Outcome> {
  const all = await filesBelow(home);
  if (all.length === 0) return unproved('there is nothing in this folder');
  const own = all.filter((file) => !((file.split('/')[0] ?? '') in FOLDERS));
  const { unlisted, missing } = findingsOf(
    INVENTORY,
    'file',
    own.map((file) => WHOLE.exec(file)?.[0].concat('…') ?? file),
  );
  const faults = [
    ...unlisted.map((file) => `${file} lies there and is not listed`),
    ...missing.map((file) => `${file} is listed and not there`),
  ];
  for (const [name, place] of Object.entries(FOLDERS))
    for (const file of (await folderFindings(place, path.join(home, name))).unlisted)
      faults.push(`${name}/${file} lies there and is not listed`);
  return verdict(faults, `${all.length} files, all listed`);
}
