import { openReader, tablesOf, type DatabaseReader } from '../introspect/database-reader.ts';
import { verdict, type Outcome } from '../probe/outcome.ts';
import { startRehearsal } from '../stage/rehearsal.ts';

const PROGRAM = 'packages/database/src/erasure/rehearsal/main.ts';

/** What the program has played: erasures, and a copy from before them that was made fit to be served. */
interface Played {
  /** The copy. */
  url: string;
  /** Whether it was refused before and after the erasures were done again. */
  refused: { before: boolean; after: boolean };
  /** Names that must be nowhere in it. */
  gone: string[];
  /** The name of a record of which only the note may be left that it was deleted. */
  erased: string;
  /** Names that must still be there. */
  kept: string[];
}

/** Where the note stands that a record was deleted. */
const NOTED = 'public.tombstone';

/** Lets this release erase something, bring a copy from before back, and looks for what was erased by its own means. */
export async function eraseReplay(release: string): Promise<Outcome> {
  const program = startRehearsal(release, PROGRAM);
  try {
    const played = (await program.next()) as unknown as Played;
    const reader = await openReader(played.url);
    try {
      return await judge(reader, played);
    } finally {
      await reader.close();
    }
  } finally {
    await program.end();
  }
}

async function judge(reader: DatabaseReader, { refused, gone, erased, kept }: Played): Promise<Outcome> {
  const faults: string[] = [];
  if (!refused.before) faults.push('a backup from before an erasure may be served as it is');
  if (refused.after) faults.push('a backup is refused although its erasures were done again');
  for (const table of await tablesWith(reader, gone)) faults.push(`an erased account is back in ${table}`);
  for (const table of await tablesWith(reader, [erased]))
    if (table !== NOTED) faults.push(`an erased record is back in ${table}`);
  for (const name of kept)
    if ((await tablesWith(reader, [name])).length === 0) faults.push('what nobody erased is gone');
  return verdict(
    [...new Set(faults)],
    'a backup from before two erasures is refused, and has nothing of them once they were done again',
  );
}

/** Tables in a row of which any of the names stands. */
async function tablesWith(reader: DatabaseReader, names: readonly string[]): Promise<string[]> {
  for (const name of names) if (!/^[\w-]{22}$/.test(name)) throw new Error('that is no name');
  const found: string[] = [];
  for (const { name } of await tablesOf(reader)) {
    const stands = names.map((one) => `strpos(t::text, '${one}') > 0`).join(' OR ');
    if ((await reader.rows(`SELECT FROM ${name} t WHERE ${stands} LIMIT 1`)).length > 0) found.push(name);
  }
  return found;
}
