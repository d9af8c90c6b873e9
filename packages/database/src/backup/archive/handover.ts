import { chown, mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { UnprivilegedUser } from '../../embedded/unprivileged-user.ts';

/** The most files of log (16 MiB each) that may wait for the store; then they are let go, so that the database goes on. */
export const MOST_WAITING = 128;
/** The recovery point is at most so far back: a file of log is handed over after so many seconds, full or not. */
export const POINT_SECONDS = 60;
const SCRIPT = 'hand-over.sh';

/**
 * What PostgreSQL calls for each file of log. It runs as PostgreSQL’s own user and has no key: it only waits until the archiver,
 * which has, says that the store has the file. Called again for the same file it does the same again.
 */
const TEXT = `#!/bin/sh
# usage: hand-over.sh FOLDER NAME, in the cluster's folder
folder=$1 name=$2 waited=0
until [ -e "$folder/kept/$name" ]; do
  set -- pg_wal/archive_status/*.ready
  if [ $# -gt ${MOST_WAITING} ]; then
    : > "$folder/lost/$name"
    exit 0
  fi
  [ $waited -ge 30 ] && exit 1
  waited=$((waited + 1))
  sleep 0.1
done
rm -f "$folder/kept/$name"
`;

/** Where PostgreSQL and the archiver talk to each other. */
export function handoverFolder(base: string): string {
  return path.join(base, 'archive');
}

/** Makes what the handover needs, and says with which settings PostgreSQL does it. */
export async function prepareHandover(
  base: string,
  user: UnprivilegedUser | null,
): Promise<Readonly<Record<string, string>>> {
  const folder = handoverFolder(base);
  for (const one of [folder, path.join(folder, 'kept'), path.join(folder, 'lost')]) {
    await mkdir(one, { recursive: true, mode: 0o755 });
    if (user && one !== folder) await chown(one, user.uid, user.gid);
  }
  const script = path.join(folder, SCRIPT);
  await writeFile(`${script}.new`, TEXT, { mode: 0o644 });
  await rename(`${script}.new`, script);
  return {
    archive_mode: 'on',
    archive_command: `/bin/sh ${quoted(script)} ${quoted(folder)} "%f"`,
    archive_timeout: `${POINT_SECONDS}s`,
  };
}

/** A word for the shell, in a setting in which PostgreSQL puts something in place of what follows a `%`. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`).replaceAll('%', '%%')}'`;
}
