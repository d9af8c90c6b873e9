import path from 'node:path';
import type { BackupKey, BackupKeys } from '../backup-keys.ts';
import { BackupError } from '../backup-error.ts';
import { readSealedFile, writeSealedFile } from './sealed-file.ts';
import type { StoredCopy } from './store.ts';

const NAME = 'manifest';

/** A file of a copy: the next octets of a part, in the order of the manifest. */
export interface CopiedFile {
  /** Below the cluster’s folder, with `/` between. */
  name: string;
  /** Octets. */
  size: number;
  sha256: string;
  part: number;
}

/** What a copy consists of, and which write-ahead log it needs. It is encrypted like the files. */
export interface Manifest {
  v: 1;
  id: string;
  /** PostgreSQL’s name for the cluster. */
  system: string;
  /** Of PostgreSQL, such as `18.4`. */
  version: string;
  /** RFC 3339. */
  startedAt: string;
  endedAt: string;
  /** Whether the cluster’s pages carry checksums. */
  checksums: boolean;
  /** Pages whose checksum was wrong where they lay. */
  damaged: number;
  wal: {
    /** Octets of a file. */
    segmentSize: number;
    /** Names of the first and the last file that the copy needs to be consistent. */
    first: string;
    last: string;
    /** Log sequence number at which the copy is consistent. */
    end: string;
  };
  /** What PostgreSQL wants to find in the copy as `backup_label`. */
  label: string;
  /** The cluster’s own password, without which a new home could not enter it. */
  password: string;
  folders: string[];
  files: CopiedFile[];
}

/** A part’s name, in the copy’s folder. */
export function partName(part: number): string {
  return `part-${String(part).padStart(4, '0')}`;
}

/** Where a copy’s files belong. */
export function placeOfCopy({ system, id }: { system: string; id: string }, name: string) {
  return { of: `copy ${system} ${id}`, name };
}

export async function writeManifest(folder: string, manifest: Manifest, key: BackupKey): Promise<void> {
  async function* source(): AsyncGenerator<Buffer> {
    yield Buffer.from(JSON.stringify(manifest));
  }
  const place = placeOfCopy(manifest, NAME);
  await writeSealedFile(path.join(folder, NAME), { key, place, source: source() });
}

/** @throws BackupError where it is not this copy’s, or does not open. */
export async function readManifest(copy: StoredCopy, system: string, keys: BackupKeys): Promise<Manifest> {
  const parts: Buffer[] = [];
  const place = placeOfCopy({ system, id: copy.id }, NAME);
  const keyOf = (name: string): Promise<Buffer> => keys.find(name);
  for await (const part of readSealedFile(path.join(copy.folder, NAME), { place, keyOf })) parts.push(part);
  const manifest = JSON.parse(Buffer.concat(parts).toString()) as Manifest;
  const names = [...manifest.folders, ...manifest.files.map(({ name }) => name)];
  if (names.some((name) => path.posix.normalize(name) !== name || /^(\.\.|\/)/.test(name)))
    throw new BackupError(`The copy ${copy.folder} names files outside of itself; take another copy.`);
  return manifest;
}
