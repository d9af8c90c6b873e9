import { createHash } from 'node:crypto';
import path from 'node:path';
import { BackupError } from '../backup-error.ts';
import type { BackupKeys } from '../backup-keys.ts';
import { partName, placeOfCopy, type CopiedFile, type Manifest } from './manifest.ts';
import { readSealedFile } from './sealed-file.ts';
import type { StoredCopy } from './store.ts';

export interface ReadCopyInput {
  copy: StoredCopy;
  manifest: Manifest;
  keys: BackupKeys;
}

/** Octets of a file of a copy, in their order; an empty file has one piece without octets. */
export interface PieceOfCopy {
  file: CopiedFile;
  piece: Buffer;
}

/** Reads a copy file by file. @throws BackupError where a file is not what the manifest says, at its end at the latest. */
export async function* readCopy(input: ReadCopyInput): AsyncGenerator<PieceOfCopy> {
  for (const [part, files] of Map.groupBy(input.manifest.files, (file) => file.part))
    yield* readPart(input, part, files);
}

/** Cuts a part into the files that it consists of. */
async function* readPart(
  { copy, manifest, keys }: ReadCopyInput,
  part: number,
  files: readonly CopiedFile[],
): AsyncGenerator<PieceOfCopy> {
  const source = path.join(copy.folder, partName(part));
  const place = placeOfCopy(manifest, partName(part));
  const octets = readSealedFile(source, { place, keyOf: (name) => keys.find(name) });
  let held: Buffer = Buffer.alloc(0);
  for (const file of files) {
    const hash = createHash('sha256');
    for (let left = file.size, isFirst = true; isFirst || left > 0; isFirst = false) {
      if (left > 0 && held.length === 0) held = await nextOf(octets, source);
      const piece = held.subarray(0, left);
      held = held.subarray(piece.length);
      left -= piece.length;
      hash.update(piece);
      yield { file, piece };
    }
    if (hash.digest('hex') !== file.sha256) differs(source);
  }
  const { done, value } = await octets.next();
  if (held.length > 0 || (!done && value.length > 0)) differs(source);
}

async function nextOf(octets: AsyncGenerator<Buffer>, source: string): Promise<Buffer> {
  const { done, value } = await octets.next();
  return done || value.length === 0 ? differs(source) : value;
}

function differs(source: string): never {
  throw new BackupError(`The backup’s file ${source} is not what its manifest says; take another copy.`);
}
