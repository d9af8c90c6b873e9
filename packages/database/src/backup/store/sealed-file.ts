import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { NotOpened, openOctets, SEAL_OCTETS, sealOctets } from '../../keys/cipher.ts';
import { placeOctets } from '../../keys/place.ts';
import { BackupError, systemWord } from '../backup-error.ts';
import type { BackupKey } from '../backup-keys.ts';

/** Clear octets of a chunk. */
const CHUNK = 1024 * 1024;
const HEAD = 'smseal backup 1 ';
const MOST_HEAD = 100;
const LENGTH = 4;
const MOST_SEALED = CHUNK + SEAL_OCTETS + 1;

/** How a chunk's octets lie in it. */
const FORM = { raw: 0, zstd: 1 } as const;
const COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Where a file of the store belongs: what it is part of, and its name there. Anywhere else it does not open. */
export interface FilePlace {
  /** A copy, or the write-ahead log of a database. */
  of: string;
  name: string;
}

/**
 * Writes a file of the store: a line that names the key, then chunks, each compressed, encrypted with AES-256-GCM and bound to
 * the file's place, its own number and whether it is the last. It is durable when this resolves.
 */
export async function writeSealedFile(
  target: string,
  { key, place, source }: { key: BackupKey; place: FilePlace; source: AsyncIterable<Buffer> },
): Promise<void> {
  let number = 0;
  const file = await open(target, 'wx', 0o600);
  const write = async (plain: Buffer, isLast: boolean): Promise<void> => {
    const sealed = sealOctets(key.octets, packed(plain), {
      place: chunkPlace(key.name, place, { number: number++, isLast }),
    });
    const length = Buffer.alloc(LENGTH);
    length.writeUInt32BE(sealed.length);
    await file.appendFile(Buffer.concat([length, sealed]));
  };
  try {
    await file.appendFile(`${HEAD}${key.name}\n`);
    let waiting: Buffer = Buffer.alloc(0);
    for await (const octets of source) {
      waiting = waiting.length === 0 ? octets : Buffer.concat([waiting, octets]);
      for (; waiting.length > CHUNK; waiting = waiting.subarray(CHUNK))
        await write(waiting.subarray(0, CHUNK), false);
    }
    await write(waiting, true);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Reads a file of the store, each chunk once it is authenticated. @throws BackupError where it is not what was written at this
 * place, which may show only at its end.
 */
export async function* readSealedFile(
  source: string,
  { place, keyOf }: { place: FilePlace; keyOf: (name: string) => Promise<Buffer> },
): AsyncGenerator<Buffer> {
  const altered = (how: string): BackupError =>
    new BackupError(`The backup’s file ${source} ${how}; take another copy, or another medium’s.`);
  const reader = new Reader(source);
  try {
    const name = await reader.line();
    if (name === null) throw altered('is no file of a backup, or only half of one');
    const key = await keyOf(name);
    for (let number = 0; ; number++) {
      const length = (await reader.octets(LENGTH))?.readUInt32BE() ?? 0;
      const sealed = length <= SEAL_OCTETS || length > MOST_SEALED ? null : await reader.octets(length);
      if (sealed === null) throw altered('is cut off or altered');
      const isLast = await reader.isOver();
      try {
        yield unpacked(openOctets(key, sealed, chunkPlace(name, place, { number, isLast })));
      } catch (error) {
        if (!(error instanceof NotOpened)) throw error;
        throw altered('was altered, moved or cut off: it does not open at its place');
      }
      if (isLast) return;
    }
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw new BackupError(
      `The backup’s file ${source} cannot be read (${systemWord(error)}); take another copy, or another medium’s.`,
      { cause: error },
    );
  } finally {
    await reader.close();
  }
}

function chunkPlace(
  key: string,
  { of, name }: FilePlace,
  { number, isLast }: { number: number; isLast: boolean },
): Buffer {
  return placeOctets('backup', key, of, name, number, isLast ? 'last' : 'more');
}

function packed(plain: Buffer): Buffer {
  const small = zstdCompressSync(plain, COMPRESSION);
  const isSmaller = small.length < plain.length;
  return Buffer.concat([Buffer.of(isSmaller ? FORM.zstd : FORM.raw), isSmaller ? small : plain]);
}

function unpacked(held: Buffer): Buffer {
  const octets = held.subarray(1);
  return held[0] === FORM.zstd ? zstdDecompressSync(octets, { maxOutputLength: CHUNK }) : octets;
}

/** Reads a file piece by piece. */
class Reader {
  readonly #stream: ReturnType<typeof createReadStream>;
  readonly #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(file: string) {
    this.#stream = createReadStream(file, { highWaterMark: 256 * 1024 });
    this.#source = this.#stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** The name of the key on the first line; null where it is none of ours. */
  async line(): Promise<string | null> {
    while (!this.#held.includes(0x0a) && this.#held.length < MOST_HEAD && (await this.#more()));
    const end = this.#held.indexOf(0x0a);
    const text = this.#held.subarray(0, Math.max(0, end)).toString('latin1');
    if (end < 0 || !text.startsWith(HEAD)) return null;
    this.#held = this.#held.subarray(end + 1);
    return text.slice(HEAD.length);
  }

  /** So many octets; null where there are fewer. */
  async octets(count: number): Promise<Buffer | null> {
    const parts: Buffer[] = [this.#held];
    let length = this.#held.length;
    while (length < count) {
      const { done, value } = await this.#source.next();
      if (done) return null;
      parts.push(value);
      length += value.length;
    }
    const all = parts.length === 1 ? this.#held : Buffer.concat(parts);
    this.#held = all.subarray(count);
    return all.subarray(0, count);
  }

  async isOver(): Promise<boolean> {
    return this.#held.length === 0 && !(await this.#more());
  }

  async close(): Promise<void> {
    if (this.#stream.closed) return;
    const closed = once(this.#stream, 'close');
    this.#stream.destroy();
    await closed;
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    if (done) return false;
    this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value]);
    return true;
  }
}
