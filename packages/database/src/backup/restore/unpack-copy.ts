import { chown, mkdir, open, readdir, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { UnprivilegedUser } from '../../embedded/unprivileged-user.ts';
import { BackupError, systemWord } from '../backup-error.ts';
import { readCopy, type ReadCopyInput } from '../store/read-copy.ts';

export interface UnpackInput extends ReadCopyInput {
  /** Folder that is made, which becomes the cluster. */
  data: string;
  user: UnprivilegedUser | null;
  signal?: AbortSignal | undefined;
}

/** Writes a copy’s files as a cluster that recovers from the store’s log when it starts. @throws BackupError */
export async function unpackCopy(input: UnpackInput): Promise<void> {
  const { data, manifest, user } = input;
  try {
    await mkdir(data, { mode: 0o700 });
    for (const folder of manifest.folders)
      await mkdir(path.join(data, folder), { recursive: true, mode: 0o700 });
    await writeFiles(input);
    await writeFile(path.join(data, 'backup_label'), manifest.label, { mode: 0o600 });
    await writeFile(path.join(data, 'recovery.signal'), '', { mode: 0o600 });
    if (user) await giveTo(user, data);
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw new BackupError(
      `The copy cannot be written to ${data} (${systemWord(error)}); see that there is room, and try again.`,
      { cause: error },
    );
  }
}

async function writeFiles(input: UnpackInput): Promise<void> {
  let name: string | null = null;
  let target: FileHandle | null = null;
  try {
    for await (const { file, piece } of readCopy(input)) {
      input.signal?.throwIfAborted();
      if (file.name !== name) {
        await target?.close();
        target = await open(path.join(input.data, file.name), 'wx', 0o600);
        name = file.name;
      }
      await target?.appendFile(piece);
    }
  } finally {
    await target?.close();
  }
}

async function giveTo({ uid, gid }: UnprivilegedUser, folder: string): Promise<void> {
  await chown(folder, uid, gid);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    await chown(path.join(entry.parentPath, entry.name), uid, gid);
}
