import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../../packages/database/src/erasure/main.ts', import.meta.url));

export const ERASURES_HELP = `smseal erasures [status]
smseal erasures replay

What was erased is in a journal beside the keyring (SMSEAL_KEYRING, or the folder keyring in SMSEAL_HOME), outside the
database and its backups, until no backup is older. A server does not start on a database that is from before an entry.

  status     whether the journal is whole, and the database knows all of it
  replay     erases again in a database that was restored from a backup, before it is served; a second time does nothing
`;

/** `smseal erasures`. Resolves with the exit code; the program says itself what went wrong. */
export async function erasuresCommand(args: string[], env = process.env): Promise<number> {
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
