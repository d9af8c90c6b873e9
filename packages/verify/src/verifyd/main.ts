/**
 * verifyd: tries at intervals what is claimed of the service that runs here, with made-up people of its own, and keeps what
 * the last run said.
 */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openReader } from '../introspect/database-reader.ts';
import type { Given } from '../probe/given.ts';
import { tryClaims } from '../report/try-claims.ts';
import { waitForRunning } from '../system/running-system.ts';
import { verifySystem } from '../system/verify-system.ts';
import { readSettings, type VerifydSettings } from './settings.ts';
import { writeResults } from './write-results.ts';

/** What is not there yet at the first run of a start, such as the first backup, is tried again so soon. */
const SECOND_MS = 3 * 60_000;
const RELEASE = fileURLToPath(new URL('../../../../', import.meta.url));

async function verify({ origin, home, databaseUrl }: VerifydSettings): Promise<string> {
  const system = { release: RELEASE, origin, home, databaseUrl, env: process.env };
  const results = await verifySystem(system, {
    lacking: (sentence) => log(40, `some claims could not be tried: ${sentence}`),
  });
  return writeResults(path.join(home, 'verify'), results);
}

/** What needs no made-up people, and plays none, takes seconds: a start has something to show before they are there. */
async function look({ origin, home, databaseUrl }: VerifydSettings): Promise<string> {
  const reader = databaseUrl === null ? null : await openReader(databaseUrl);
  try {
    const given: Partial<Given> = { release: RELEASE, url: { origin }, home };
    if (reader !== null) given.database = reader;
    return writeResults(path.join(home, 'verify'), await tryClaims(given));
  } finally {
    await reader?.close();
  }
}

function log(level: number, msg: string): void {
  process.stderr.write(`${JSON.stringify({ level, time: new Date().toISOString(), msg })}\n`);
}

const settings = readSettings(process.env);
// What a run has started ends with this process, and the next run removes what this one leaves.
const end = (): void => process.exit(0);
process.once('SIGTERM', end).once('SIGINT', end);
if (process.env['SMSEAL_SUPERVISED'] === '1') process.stdin.once('end', end).once('error', end).resume();
process.stdout.write(`${JSON.stringify({ ready: 'verifyd', url: settings.origin })}\n`);
await waitForRunning(settings.home);
for (let isFirst = true; ; isFirst = false) {
  try {
    if (isFirst) process.stdout.write(`${JSON.stringify({ verified: await look(settings) })}\n`);
    process.stdout.write(`${JSON.stringify({ verified: await verify(settings) })}\n`);
  } catch (error) {
    log(50, `the claims could not be tried: ${error instanceof Error ? error.name : 'unknown'}`);
  }
  await sleep(isFirst ? Math.min(SECOND_MS, settings.everyMs) : settings.everyMs);
}
