import { open } from 'node:fs/promises';

const ZEROES = Buffer.alloc(64 * 1024);

/** Writes over a file in its place, as far as the file system does so; makes it where there is none, for its user alone. */
export async function overwriteFile(
  name: string,
  octets: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const file = await open(name, 'r+').catch(() => open(name, 'wx+', 0o600));
  try {
    const { size } = await file.stat();
    let at = 0;
    for await (const part of octets) {
      await file.write(part, 0, part.length, at);
      at += part.length;
    }
    for (let rest = at; rest < size; rest += ZEROES.length)
      await file.write(ZEROES, 0, Math.min(ZEROES.length, size - rest), rest);
    await file.sync();
    await file.truncate(at);
    await file.sync();
  } finally {
    await file.close();
  }
}
