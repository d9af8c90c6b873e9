import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { findingsOf, INVENTORY, type Entry } from '@smseal/inventory';
import type { RehearsedDay } from '../day/rehearsed-day.ts';
import { unproved, verdict, type Outcome } from '../probe/outcome.ts';

/** Programs that take requests. */
const SOURCES = ['apps/server/src', 'apps/gateway/src'] as const;
/** Stands for a look at all headers at once. */
const ALL = '*';
/** As requests are called in their sources. */
const HEADERS = String.raw`\b(?:request|req|raw)\??\.(?:headers|rawHeaders|headersDistinct)\b`;
/** One of them by its name; none where something else is done with them. */
const PICKED = new RegExp(
  String.raw`${HEADERS}(?:\??\.([a-z]+)\b(?!\()|(?:\?\.)?\[['"]([a-z0-9-]+)['"]\])?`,
  'g',
);
const UNPACKED = new RegExp(String.raw`\{([^{}]*)\}\s*=\s*${HEADERS}\s*;`, 'g');
/** They leave the request before any is named. */
const TAKEN_OUT = /\{[^{}]*\bheaders\b[^{}]*\}\s*(?:=\s*(?:request|req|raw)\b|:\s*FastifyRequest\b)/;

/** A header of a request that is read, and where: a source, or a program on the day that was played. */
export interface HeaderRead {
  name: string;
  where: string;
}

/** Every header of a request that the sources name, and that the programs of a day read, against the inventory, both ways. */
export async function requestHeaders({ release, headers }: RehearsedDay): Promise<Outcome> {
  if (!['server', 'gateway'].every((program) => headers[program]?.length))
    return unproved('the programs did not say which headers they read');
  if (!existsSync(path.join(release, SOURCES[0])))
    return unproved('there are no sources beside this program');
  const reads: HeaderRead[] = [];
  for (const folder of SOURCES)
    for await (const file of glob('**/*.ts', { cwd: path.join(release, folder) })) {
      const where = path.join(folder, file);
      reads.push(...headersReadIn(await readFile(path.join(release, where), 'utf8'), where));
    }
  for (const [program, names] of Object.entries(headers))
    for (const name of names) reads.push({ name, where: `the ${program}` });
  const count = new Set(reads.map(({ name }) => name)).size;
  return verdict(faultsOfReads(reads, INVENTORY), `${count} headers of requests are read, all listed`);
}

/** What is read and not listed, and what is listed and never read. */
export function faultsOfReads(reads: readonly HeaderRead[], inventory: readonly Entry[]): string[] {
  const entries = inventory
    .filter(({ place }) => place === 'request-header')
    // When a request has one, and not when it is looked for.
    .map((entry): Entry => {
      const { when: _, ...always } = entry;
      return always;
    });
  const { unlisted, missing } = findingsOf(
    entries,
    'request-header',
    reads.map(({ name }) => name),
  );
  return [
    ...unlisted.map((name) => {
      const where = reads.find((read) => read.name === name)?.where;
      return name === ALL
        ? `${where} reads all headers at once`
        : `${where} reads ${name}, which is not listed`;
    }),
    ...missing.map((name) => `${name} is listed and nobody reads it`),
  ];
}

/** The headers of requests that a source names; `*` where it takes them without naming one. */
export function headersReadIn(source: string, where: string): HeaderRead[] {
  const names = TAKEN_OUT.test(source) ? [ALL] : [];
  const rest = source.replaceAll(UNPACKED, (_whole, members: string) => {
    const named = members.split(',').filter((member) => member.trim() !== '');
    names.push(...named.map((member) => /^\s*['"]?([a-z0-9-]+)/.exec(member)?.[1] ?? ALL));
    return '';
  });
  for (const [, dotted, quoted] of rest.matchAll(PICKED)) names.push(dotted ?? quoted ?? ALL);
  return names.map((name) => ({ name, where }));
}
