import { readFile } from 'node:fs/promises';

/** The user as whom PostgreSQL runs when we are root: PostgreSQL refuses to run as root. */
export interface UnprivilegedUser {
  name: string;
  uid: number;
  gid: number;
}

const CANDIDATES = ['smseal', 'postgres', 'nobody'] as const;

/**
 * Null when this process is not root, so that no change of user is needed.
 * initdb looks its user up by name, so the user must have a line in the password file.
 * @throws Error with one sentence when root has no unprivileged user to turn to.
 */
export async function unprivilegedUser(passwordFile = '/etc/passwd'): Promise<UnprivilegedUser | null> {
  if (process.getuid?.() !== 0) return null;
  const users = new Map<string, UnprivilegedUser>();
  for (const line of (await readFile(passwordFile, 'utf8')).split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name && Number(uid) > 0) users.set(name, { name, uid: Number(uid), gid: Number(gid) });
  }
  for (const name of CANDIDATES) {
    const user = users.get(name);
    if (user) return user;
  }
  throw new Error(
    `PostgreSQL does not run as root and none of the users ${CANDIDATES.join(', ')} exists; add one, or start SMSeal as an ordinary user.`,
  );
}
