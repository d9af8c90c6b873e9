import { chown, lstat, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openDatabase } from '@smseal/database';
import type { System } from '@smseal/testkit';
import { sql } from 'kysely';

/** A device of Linux on which nothing is ever left: whoever writes to it is told ENOSPC. */
export const FULL = '/dev/full';

export interface FullDisk {
  /** Makes room again. */
  empty(): Promise<void>;
}

/**
 * Lets PostgreSQL run out of disk, really, for one table in which nothing is stored yet: its file is put on {@link FULL}
 * while PostgreSQL is down. The system is without its database for a moment, before and after.
 */
export async function fillDiskOf(system: System, table: string): Promise<FullDisk> {
  const file = path.join(system.home, 'postgres', 'data', await fileOf(system, table));
  const { size, uid, gid } = await lstat(file);
  if (size > 0) throw new Error(`${table} holds something already`);
  await whileDown(system, async () => {
    await rm(file);
    await symlink(FULL, file);
  });
  return {
    empty: () =>
      whileDown(system, async () => {
        await rm(file);
        await writeFile(file, '', { mode: 0o600 });
        await chown(file, uid, gid);
      }),
  };
}

async function fileOf(system: System, table: string): Promise<string> {
  const database = openDatabase(system.databaseUrl, { connections: 1 });
  try {
    const { rows } = await sql<{ file: string }>`SELECT pg_relation_filepath(${table}) AS file`.execute(
      database,
    );
    return rows[0]?.file ?? '';
  } finally {
    await database.destroy();
  }
}

async function whileDown(system: System, work: () => Promise<void>): Promise<void> {
  await system.end('database');
  await work();
  await system.restart('database');
}
