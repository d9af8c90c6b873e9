import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ERASURES } from '../../erasure/journal.ts';
import type { Keyring } from '../../keys/keyring.ts';
import { BackupKeys } from '../backup-keys.ts';
import { readSealedFile, writeSealedFile } from './sealed-file.ts';
import { syncFolder } from './store.ts';

const NAME = 'journal';
const PLACE = { of: 'journal', name: NAME };

/**
 * Copies the journal of erasures into the store, over the last copy: whoever has lost the keyring’s medium needs it to restore
 * anything. It names nobody. @returns how many files it has.
 */
export async function copyJournal(keyring: Keyring, folder: string, now: number): Promise<number> {
  const medium = keyring.within(ERASURES);
  const held: Record<string, string> = {};
  for (const name of await medium.list()) {
    const octets = await medium.read(name);
    if (octets) held[name] = octets.toString('base64');
  }
  const keys = new BackupKeys(keyring);
  async function* source(): AsyncGenerator<Buffer> {
    yield Buffer.from(JSON.stringify(held));
  }
  const file = path.join(folder, NAME);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await rm(`${file}.new`, { force: true });
    await writeSealedFile(`${file}.new`, { key: await keys.current(now), place: PLACE, source: source() });
    await rename(`${file}.new`, file);
    await syncFolder(folder);
  } finally {
    keys.forget();
  }
  return Object.keys(held).length;
}

/** Puts the store’s copy of the journal into a keyring that has lost it; one that has any of it keeps what it has. */
export async function bringBackJournal(keyring: Keyring, folder: string): Promise<void> {
  const medium = keyring.within(ERASURES);
  const file = path.join(folder, NAME);
  if ((await medium.list()).length > 0 || !(await stat(file).catch(() => null))) return;
  const keys = new BackupKeys(keyring);
  const parts: Buffer[] = [];
  try {
    const keyOf = (name: string): Promise<Buffer> => keys.find(name);
    for await (const part of readSealedFile(file, { place: PLACE, keyOf })) parts.push(part);
  } finally {
    keys.forget();
  }
  const held = Object.entries(JSON.parse(Buffer.concat(parts).toString()) as Record<string, string>);
  for (const [name, octets] of held) await medium.put(name, Buffer.from(octets, 'base64'));
}
