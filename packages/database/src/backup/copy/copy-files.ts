import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { BackupKey } from '../backup-keys.ts';
import { partName, placeOfCopy, type CopiedFile } from '../store/manifest.ts';
import { writeSealedFile } from '../store/sealed-file.ts';
import { clearGap, isPageWhole, PAGE } from './page.ts';

/** A part of a copy is closed after the file with which it has so many octets. */
const PART = 64 * 1024 * 1024;
const READ = 1024 * 1024;
const MOST_READS = 4;
/** Pages of a relation are counted on through its files, of which each but the last has so many. */
const FILE_PAGES = 131_072;
/** Files that consist of pages: relations, and their maps. */
const PAGED = /^(?:base\/\d+|global)\/(\d+)(_[a-z]+)?(?:\.(\d+))?$/;

export interface CopyFilesInput {
  /** Names below `data`, in the order in which they are copied. */
  files: readonly string[];
  data: string;
  /** Of the copy, made. */
  folder: string;
  key: BackupKey;
  system: string;
  id: string;
  checksums: boolean;
  /** Tables and indexes whose pages’ gaps are cleared: names of their first files. */
  cleared: ReadonlySet<string>;
}

/** What was copied. */
export interface FilesCopied {
  files: CopiedFile[];
  /** Pages whose checksum is wrong where they lie. */
  damaged: number;
}

/** Writes files one after another into a few parts, each encrypted as one. Whatever is gone by now is left out. */
export async function copyFiles(input: CopyFilesInput): Promise<FilesCopied> {
  const done: FilesCopied = { files: [], damaged: 0 };
  const waiting = [...input.files];
  for (let part = 1; waiting.length > 0; part++) {
    const place = placeOfCopy(input, partName(part));
    const source = contentOfPart({ ...input, waiting, part, done });
    await writeSealedFile(path.join(input.folder, partName(part)), { key: input.key, place, source });
  }
  return done;
}

interface PartInput extends CopyFilesInput {
  waiting: string[];
  part: number;
  done: FilesCopied;
}

async function* contentOfPart(input: PartInput): AsyncGenerator<Buffer> {
  const { waiting, part, done, data } = input;
  for (let octets = 0; octets < PART && waiting.length > 0;) {
    const name = waiting.shift() ?? '';
    const file = await open(path.join(data, name)).catch(whereGone);
    if (file === null) continue;
    const hash = createHash('sha256');
    let size = 0;
    try {
      for await (const piece of piecesOf(file, name, input)) {
        hash.update(piece);
        size += piece.length;
        yield piece;
      }
    } finally {
      await file.close();
    }
    octets += size;
    done.files.push({ name, size, sha256: hash.digest('hex'), part });
  }
}

async function* piecesOf(file: FileHandle, name: string, input: PartInput): AsyncGenerator<Buffer> {
  const [, relation, map, segment = '0'] = PAGED.exec(name) ?? [];
  const isCleared =
    relation !== undefined && map === undefined && input.cleared.has(name.replace(/\.\d+$/, ''));
  for (let at = 0; ;) {
    const piece = Buffer.allocUnsafe(READ);
    const { bytesRead } = await file.read(piece, 0, READ, at);
    if (bytesRead === 0) return;
    const read = piece.subarray(0, bytesRead);
    if (relation !== undefined) {
      const first = Number(segment) * FILE_PAGES + at / PAGE;
      input.done.damaged += await lookOver(read, { file, at, first, isCleared, checksums: input.checksums });
    }
    yield read;
    at += bytesRead;
  }
}

interface PagesAt {
  file: FileHandle;
  /** Octets before the piece. */
  at: number;
  /** Number of its first page. */
  first: number;
  isCleared: boolean;
  checksums: boolean;
}

/** Checks pages’ checksums, and clears their gaps. A damaged page is copied as it is. @returns how many are damaged. */
async function lookOver(piece: Buffer, { file, at, first, isCleared, checksums }: PagesAt): Promise<number> {
  let damaged = 0;
  for (let offset = 0; offset + PAGE <= piece.length; offset += PAGE) {
    const page = piece.subarray(offset, offset + PAGE);
    const number = first + offset / PAGE;
    const isWhole = !checksums || (await readUntilWhole(page, number, { file, at: at + offset }));
    if (!isWhole) damaged++;
    if (isCleared && isWhole) clearGap(page, number, checksums);
  }
  return damaged;
}

/** A page that is being written at this moment is read again. @returns whether it carries its checksum. */
async function readUntilWhole(
  page: Buffer,
  number: number,
  { file, at }: { file: FileHandle; at: number },
): Promise<boolean> {
  for (let tries = 1; !isPageWhole(page, number); tries++) {
    if (tries === MOST_READS) return false;
    await file.read(page, 0, PAGE, at);
  }
  return true;
}

function whereGone(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
