import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
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
  try {
    const fresh = randomBytes(OCTETS).toString('base64url');
    await writeFile(file, `${fresh}\n`, { mode: 0o600, flag: 'wx' });
    return decode(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return decode((await readFile(file, 'utf8')).trim(), file);
  }
}

function decode(text: string, where: string): Buffer {
  const octets = Buffer.from(text, 'base64url');
  if (octets.length >= OCTETS && octets.toString('base64url') === text) return octets;
  throw new Error(
    `${where} does not hold ${OCTETS} random octets in base64url; make them with "openssl rand 32 | basenc --base64url | tr -d =".`,
  );
}
