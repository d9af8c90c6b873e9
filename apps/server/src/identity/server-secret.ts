import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

const OCTETS = 32;

/**
 * The key under which one-time passwords and challenges are MACed; it is kept out of the database, whose copies then
 * cannot be searched for six-digit codes. `given` (`SMSEAL_SECRET`) or the file `server-secret` in `home`, made at
 * first need. Several servers on one database must be given the same.
 * @throws Error with one sentence.
 */
export async function serverSecret(home: string, given: string | undefined): Promise<Buffer> {
  if (given) return decode(given, 'SMSEAL_SECRET');
  const file = path.join(home, 'server-secret');
  await mkdir(home, { recursive: true, mode: 0o700 });
  const found = await readFile(file, 'utf8').catch(() => null);
  if (found !== null) return decode(found.trim(), file);
  // Written aside and then linked, which only one of several can: nobody reads half of it.
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(aside, `${randomBytes(OCTETS).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    await link(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(aside);
  }
  return decode((await readFile(file, 'utf8')).trim(), file);
}

function decode(text: string, where: string): Buffer {
  const octets = Buffer.from(text, 'base64url');
  if (octets.length >= OCTETS && octets.toString('base64url') === text) return octets;
  throw new Error(
    `${where} does not hold ${OCTETS} random octets in base64url; make them with "openssl rand 32 | basenc --base64url | tr -d =".`,
  );
}
