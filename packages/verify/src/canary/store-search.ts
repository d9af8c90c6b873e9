import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { tablesOf, type DatabaseReader } from '../introspect/database-reader.ts';
import { ask, type Site } from '../site/site.ts';
import type { Canary } from './canary.ts';
import { Finder } from './finder.ts';
import { tracesIn } from './traces.ts';

export interface StoreSearchOptions {
  site: Site;
  database: DatabaseReader;
  /** `SMSEAL_HOME`. */
  home: string;
  /** What was written before, ms since 1970, is not searched. */
  since: number;
}

/** Rows that are looked at of a table that names no account, the newest. */
const MOST_ROWS = 500;
const CHUNK = 4 * 1024 * 1024;
/** Longer than any canary in any of its encodings. */
const OVERLAP = 4096;
const MOST_OCTETS = 64 * 1024 * 1024;
/** Devices’ own folders, what others brought, and the keys, which nothing of an account can be in. */
const NOT_THE_SERVICE = /^(phone|gateway2?|cli|rehearsal|verify|postgres\/program-[^/]+)(\/|$)/;

/**
 * Everything in which a service could keep something: its tables, PostgreSQL's files with the write-ahead log, logs and
 * whatever else lies in its folder, and its figures. Of large stores only what was written since a moment.
 */
export class StoreSearch {
  readonly #options: StoreSearchOptions;

  constructor(options: StoreSearchOptions) {
    this.#options = options;
  }

  /** Where any of the canaries stands, of an account. */
  async tracesOf(canaries: readonly Canary[], account: string): Promise<string[]> {
    const finder = new Finder(canaries);
    return [
      ...(await this.#inRows(finder, account)),
      ...(await this.#inFiles(finder)),
      ...tracesIn((await ask(this.#options.site, { path: '/metrics' })).octets, finder).map(
        (trace) => `${trace} in the figures`,
      ),
    ];
  }

  async #inRows(finder: Finder, account: string): Promise<string[]> {
    const { database } = this.#options;
    if (!/^[\w-]{22}$/.test(account)) throw new Error('that is no name of an account');
    const found: string[] = [];
    for (const { name, ofAccount } of await tablesOf(database)) {
      const which = ofAccount ? `WHERE account_id = '${account}'` : '';
      const rows = await database.rows<{ row: string }>(
        `SELECT t::text AS row FROM ${name} t ${which} ORDER BY ctid DESC LIMIT ${MOST_ROWS}`,
      );
      for (const { row } of rows)
        found.push(...tracesIn(Buffer.from(row), finder).map((trace) => `${trace} in ${name}`));
    }
    return [...new Set(found)];
  }

  async #inFiles(finder: Finder): Promise<string[]> {
    const { home, since } = this.#options;
    const entries = await readdir(home, { recursive: true, withFileTypes: true });
    const found: string[] = [];
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      const name = path.relative(home, file).replaceAll(path.sep, '/');
      if (NOT_THE_SERVICE.test(name)) continue;
      const known = await stat(file).catch(() => null);
      if (known === null || known.mtimeMs < since) continue;
      found.push(...(await tracesInFile(file, finder)).map((trace) => `${trace} in ${name}`));
    }
    return [...new Set(found)];
  }
}

/** The end of a file, piece by piece. One that goes meanwhile holds nothing. */
async function tracesInFile(file: string, finder: Finder): Promise<string[]> {
  const handle = await open(file).catch(() => null);
  if (handle === null) return [];
  try {
    const { size } = await handle.stat();
    const found: string[] = [];
    const buffer = Buffer.alloc(CHUNK + OVERLAP);
    for (let at = Math.max(0, size - MOST_OCTETS); at < size; at += CHUNK) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
      found.push(...tracesIn(buffer.subarray(0, bytesRead), finder));
    }
    return found;
  } finally {
    await handle.close();
  }
}
