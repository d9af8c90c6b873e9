import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../../packages/database/src/keys/main.ts', import.meta.url));

export const KEYS_HELP = `smseal keys [status] [--json]
smseal keys rotate
smseal keys escrow --to FILE --kit FILE
smseal keys drill --kit FILE [--from FILE]
smseal keys recover --kit FILE --from FILE
smseal keys restore

Looks after the keys under which the database is encrypted. They lie in the keyring (SMSEAL_KEYRING, or the folder keyring
in SMSEAL_HOME). The server replaces the day's key by itself each day; SMSeal, or its PostgreSQL, has to be running.

  status     how they stand
  rotate     a new day's key at once: what was erased today opens from no copy of the database any more
  escrow     keeps the keyring, sealed, in a file on another medium (--to), which only the kit (--kit) opens; the server
             writes the file over when a key changes
  drill      proves that the escrow and its kit open the live database; writes nothing
  recover    puts the keys of an escrow into a keyring that was lost
  restore    puts the newest key table into a database that was restored from a backup, before it is served
`;

/** `smseal keys`. Resolves with the exit code; the program says itself what went wrong. */
export async function keysCommand(args: string[], env = process.env): Promise<number> {
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
