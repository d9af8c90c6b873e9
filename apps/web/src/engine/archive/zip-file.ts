import type { ArchiveEntry } from '@smseal/client';
import { Unzip, UnzipInflate, Zip, ZipDeflate } from 'fflate';
import { nextTask } from '../next-task.ts';

/** Octets that are handed to the browser at a time, which may put them on disk. */
const BLOB_OCTETS = 8 * 1024 * 1024;
const READ_OCTETS = 1024 * 1024;
const LEVEL = 4;

/** Zips files one after the other; other work gets its turn between parts. */
export async function zipFile(entries: AsyncIterable<ArchiveEntry>): Promise<Blob> {
  const parts = new BlobParts();
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    parts.add(chunk);
  });
  for await (const { path, content, compressible } of entries) {
    // Even what is not compressed is put into deflate's blocks: a stream of bare octets does not say where it ends.
    const file = new ZipDeflate(path, { level: compressible ? LEVEL : 0 });
    zip.add(file);
    for await (const chunk of content) {
      file.push(chunk, false);
      await nextTask();
    }
    file.push(new Uint8Array(0), true);
  }
  zip.end();
  return parts.blob();
}

class BlobParts {
  readonly #blobs: Blob[] = [];
  #waiting: Uint8Array<ArrayBuffer>[] = [];
  #octets = 0;

  add(chunk: Uint8Array): void {
    this.#waiting.push(new Uint8Array(chunk));
    this.#octets += chunk.length;
    if (this.#octets >= BLOB_OCTETS) this.#close();
  }

  blob(): Blob {
    this.#close();
    return new Blob(this.#blobs, { type: 'application/zip' });
  }

  #close(): void {
    this.#blobs.push(new Blob(this.#waiting));
    this.#waiting = [];
    this.#octets = 0;
  }
}

export interface UnzipOptions {
  wanted: (path: string) => boolean;
  /** A file of the zip, whole; the next one waits for it. */
  take: (path: string, octets: Uint8Array<ArrayBuffer>) => Promise<void> | void;
  /** Share of the file that was read, 0–1. */
  progress?: (fraction: number) => void;
}

/** Reads a zip as a stream and hands out the files that are wanted, one at a time. @throws Error when it is no zip. */
export async function unzipFile(file: Blob, { wanted, take, progress }: UnzipOptions): Promise<void> {
  const whole: { path: string; octets: Uint8Array<ArrayBuffer> }[] = [];
  const unzip = new Unzip((entry) => {
    if (!wanted(entry.name)) return;
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    entry.ondata = (error, chunk, final) => {
      if (error) throw error;
      chunks.push(new Uint8Array(chunk));
      if (final) whole.push({ path: entry.name, octets: joined(chunks) });
    };
    entry.start();
  });
  unzip.register(UnzipInflate);
  for (let at = 0; at < file.size; at += READ_OCTETS) {
    const octets = new Uint8Array(await file.slice(at, at + READ_OCTETS).arrayBuffer());
    unzip.push(octets, at + READ_OCTETS >= file.size);
    for (const { path, octets } of whole.splice(0)) await take(path, octets);
    progress?.(Math.min(1, (at + READ_OCTETS) / file.size));
    await nextTask();
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}
