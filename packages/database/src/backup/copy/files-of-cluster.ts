import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { BackupError } from '../backup-error.ts';

/** Folders of which a copy has only the folder itself: PostgreSQL makes their content anew. */
const EMPTY = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
/** What belongs to the running server, or is made anew. */
const LEFT_OUT =
  /^(postmaster\.(pid|opts)|backup_label(\.old)?|tablespace_map(\.old)?|recovery\.signal|standby\.signal|backup_manifest)$|(^|\/)(pgsql_tmp[^/]*|pg_internal\.init(\.\d+)?|t\d+_\d+[^/]*)$/;
/** It says where recovery begins: copied last, it is of no earlier checkpoint than the files. */
const LAST = 'global/pg_control';

/** What a copy of a cluster consists of; names are below it, with `/` between. */
export interface ClusterFiles {
  folders: string[];
  files: string[];
}

/** Lists what a copy of the cluster at `data` has to hold (PostgreSQL’s manual, “Backing Up the Data Directory”). */
export async function filesOfCluster(data: string): Promise<ClusterFiles> {
  const folders = ['pg_wal/archive_status', 'pg_wal/summaries'];
  const files: string[] = [];
  async function walk(below: string): Promise<void> {
    const entries = await readdir(path.join(data, below), { withFileTypes: true }).catch(whereGone);
    for (const entry of entries) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (LEFT_OUT.test(name)) continue;
      if (below === 'pg_tblspc')
        throw new BackupError(
          'The database has tablespaces, which the copy would miss; move their tables back and drop them.',
        );
      if (entry.isFile()) files.push(name);
      if (!entry.isDirectory()) continue;
      folders.push(name);
      if (!EMPTY.has(name)) await walk(name);
    }
  }
  await walk('');
  const unlogged = new Set(files.filter((name) => name.endsWith('_init')).map((name) => name.slice(0, -5)));
  return {
    folders: folders.sort(),
    files: [
      ...files.filter((name) => name !== LAST && !unlogged.has(name.replace(/(_fsm|_vm)?(\.\d+)?$/, ''))),
      LAST,
    ],
  };
}

/** A table may go while its database is copied; the log then says so to the copy as well. */
function whereGone(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
