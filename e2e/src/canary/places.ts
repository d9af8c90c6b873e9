import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ProgramName } from '@smseal/testkit';
import type { Finder } from '@smseal/verify';
import type { CanaryStory } from './canary-story.ts';
import { databaseContents } from './database-contents.ts';

/** Where something may come to lie outside the person's own devices. */
export const PLACES = [
  'said',
  'answered',
  'to database',
  'from database',
  'notices',
  'database files',
  'database rows',
  'logs',
  'other files',
] as const;
export type Place = (typeof PLACES)[number];
/** What an account is reached by passes between its holder and the server; the database has it as ciphertext. */
export const TOLD: readonly Place[] = ['said', 'answered'];

/** What of a story is searched. */
export type Searched = Pick<CanaryStory, 'system' | 'temporary' | 'wires'>;

/** Something to be searched. */
interface Haystack {
  name: string;
  octets: Buffer;
}

const LOGGING: readonly ProgramName[] = ['server', 'database', 'gateway', 'gateway2', 'phone'];
/** The phone's and the handset's own folders are the person's devices; PostgreSQL's programs are copies of a package. */
const NOT_OURS = [/^phone$/, /^rehearsal$/, /^postgres\/program-/, /^postgres\/data$/];

/** Everything of a place; large things one by one. */
export async function* haystacks(place: Place, story: Searched): AsyncGenerator<Haystack> {
  const { wires, system, temporary } = story;
  switch (place) {
    case 'said':
      return yield* named('client', wires.server.said());
    case 'answered':
      return yield* named('client', wires.server.answered());
    case 'to database':
      return yield* named('connection', wires.database.said());
    case 'from database':
      return yield* named('connection', wires.database.answered());
    case 'notices':
      return yield* named('notice', wires.notice.said());
    case 'database files':
      return yield* files(path.join(system.home, 'postgres', 'data'));
    case 'database rows':
      for (const { place: column, values } of await databaseContents(system.databaseUrl))
        for (const octets of values) yield { name: column, octets };
      return;
    case 'logs':
      for (const program of LOGGING) {
        const lines = [...system.logOf(program), ...system.linesOf(program)];
        yield { name: program, octets: Buffer.from(lines.join('\n')) };
      }
      return;
    case 'other files':
      yield* files(system.home, NOT_OURS);
      return yield* files(temporary);
    default:
      throw new Error(place satisfies never);
  }
}

/** What is found in a place: one line each, without what may be there. */
export async function findingsIn(
  place: Place,
  story: Searched,
  { finder, mayBe = new Set() }: { finder: Finder; mayBe?: ReadonlySet<string> },
): Promise<string[]> {
  const findings: string[] = [];
  let searched = 0;
  for await (const { name, octets } of haystacks(place, story)) {
    searched += octets.length;
    for (const { canary, encoding, at } of finder.find(octets))
      if (!mayBe.has(canary)) findings.push(`${canary} in ${encoding} at octet ${at} of ${name}`);
  }
  if (searched === 0) findings.push(`there was nothing to search in “${place}”`);
  return findings;
}

function* named(kind: string, buffers: readonly Buffer[]): Generator<Haystack> {
  for (const [i, octets] of buffers.entries()) yield { name: `${kind} ${i + 1}`, octets };
}

/** Every file below a folder, named from there. Files that end meanwhile are passed over. */
async function* files(folder: string, except: readonly RegExp[] = [], below = ''): AsyncGenerator<Haystack> {
  for (const entry of await readdir(path.join(folder, below), { withFileTypes: true }).catch(() => [])) {
    const name = path.posix.join(below, entry.name);
    if (except.some((pattern) => pattern.test(name))) continue;
    if (entry.isDirectory()) yield* files(folder, except, name);
    if (!entry.isFile()) continue;
    const octets = await readFile(path.join(folder, name)).catch(() => null);
    if (octets) yield { name, octets };
  }
}
