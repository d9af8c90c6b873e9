/**
 * verifyd: tries at intervals what is claimed of the service that runs here, and keeps what the last run said. It has no
 * account: claims that need one, or a browser, stay without a result of its own.
 */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openReader } from '../introspect/database-reader.ts';
import type { Given } from '../probe/given.ts';
import { tryClaims } from '../report/try-claims.ts';
import { readSettings, type VerifydSettings } from './settings.ts';
import { writeResults } from './write-results.ts';

const RELEASE = fileURLToPath(new URL('../../../../', import.meta.url));

async function verify({ origin, home, databaseUrl }: VerifydSettings): Promise<string> {
  const reader = databaseUrl === null ? null : await openReader(databaseUrl);
  try {
    const given: Partial<Given> = { release: RELEASE, url: { origin }, home };
    if (reader !== null) given.database = reader;
    return writeResults(path.join(home, 'verify'), await tryClaims(given));
  } finally {
    await reader?.close();
  }
}

function log(msg: string): void {
  process.stderr.write(`${JSON.stringify({ level: 50, time: new Date().toISOString(), msg })}\n`);
}

const settings = readSettings(process.env);
const over = new AbortController();
const end = (): void => over.abort();
process.once('SIGTERM', end).once('SIGINT', end);
if (process.env['SMSEAL_SUPERVISED'] === '1') process.stdin.once('end', end).once('error', end).resume();
process.stdout.write(`${JSON.stringify({ ready: 'verifyd', url: settings.origin })}\n`);
while (!over.signal.aborted) {
  try {
    process.stdout.write(`${JSON.stringify({ verified: await verify(settings) })}\n`);
  } catch (error) {
    log(`the claims could not be tried: ${error instanceof Error ? error.name : 'unknown'}`);
  }
  await sleep(settings.everyMs, undefined, { signal: over.signal }).catch(() => undefined);
}
process.exit(0);
