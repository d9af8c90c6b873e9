import { chmod, mkdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { UnprivilegedUser } from './unprivileged-user.ts';

/** Where state lives: `SMSEAL_HOME`, else `~/.smseal`, as root `/var/lib/smseal`. Absolute. */
export function homeDirectory(env: NodeJS.ProcessEnv = process.env): string {
  if (env['SMSEAL_HOME']) return path.resolve(env['SMSEAL_HOME']);
  return process.getuid?.() === 0 ? '/var/lib/smseal' : path.join(homedir(), '.smseal');
}

/** Directories of one embedded PostgreSQL. */
export interface EmbeddedDirectories {
  home: string;
  /** `SMSEAL_HOME/postgres`: ours. */
  base: string;
  /** The cluster, once it is whole: belongs to the user as whom PostgreSQL runs. */
  data: string;
  /** The cluster while it is being made; whatever a first start that was cut off left here is worth nothing. */
  unfinished: string;
  /** The cluster while it is restored from a backup. */
  restoring: string;
}

/**
 * Makes the directories; as root, traversable for `user` but readable for nobody else.
 * @throws Error with one sentence when a parent of the home bars `user`.
 */
export async function makeDirectories(
  home: string,
  user: UnprivilegedUser | null,
): Promise<EmbeddedDirectories> {
  const base = path.join(home, 'postgres');
  await mkdir(base, { recursive: true, mode: 0o700 });
  if (user) {
    await chmod(home, 0o711);
    await chmod(base, 0o711);
    const barred = await barringParent(home, user);
    if (barred)
      throw new Error(
        `PostgreSQL runs as the user ${user.name}, who may not pass ${barred}; set SMSEAL_HOME to a directory whose parents everybody may pass (such as /var/lib/smseal), or run "chmod o+x ${barred}".`,
      );
  }
  return {
    home,
    base,
    data: path.join(base, 'data'),
    unfinished: path.join(base, 'unfinished'),
    restoring: path.join(base, 'restoring'),
  };
}

/** The topmost directory on the way to `directory` that `user` may not pass. */
async function barringParent(directory: string, user: UnprivilegedUser): Promise<string | null> {
  const parents: string[] = [];
  for (let at = directory; at !== path.dirname(at); at = path.dirname(at)) parents.unshift(at);
  for (const parent of parents) {
    const { mode, uid, gid } = await stat(parent);
    const execute = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & execute) === 0) return parent;
  }
  return null;
}
