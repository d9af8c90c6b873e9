import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { embeddedUrl } from './embedded-postgres.ts';

/** URL of the embedded PostgreSQL that a home has, running or not. @throws Error with one sentence where it has none. */
export async function runningUrl(home: string): Promise<string> {
  const base = path.join(home, 'postgres');
  const [password, port] = await Promise.all(
    ['password', 'port'].map((name) => readFile(path.join(base, name), 'utf8').catch(() => '')),
  );
  if (password && port) return embeddedUrl(password, Number(port));
  throw new Error(
    `There is no database in ${home}; start SMSeal first, or set SMSEAL_HOME or SMSEAL_DATABASE_URL to where it is.`,
  );
}
