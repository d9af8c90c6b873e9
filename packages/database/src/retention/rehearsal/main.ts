import { createInterface } from 'node:readline';
import { openDatabase } from '../../connection/database.ts';
import { eraseClosed } from '../../erasure/erase-closed.ts';
import { openJournal } from '../../erasure/journal.ts';
import { openSigningKey } from '../../erasure/signing-key.ts';
import { openVerifier, prepareVerifier } from '../../erasure/verifier-role.ts';
import { startKeys } from '../../keys/start-keys.ts';
import { onThrowawayPostgres } from '../../rehearsal/on-throwaway-postgres.ts';
import { retain } from '../retain.ts';

/**
 * The retention job under a virtual clock, for whoever wants to see it at work: makes a database of this release, prints
 * where it is, runs the job once for each instant (ms since 1970) that it reads, and says so. At the end of its input the
 * database is thrown away.
 */
await onThrowawayPostgres('retention', async ({ url, keyring }) => {
  const database = openDatabase(url, { keyring });
  let now = Date.now();
  await startKeys(database, keyring, now);
  await prepareVerifier(database);
  const eraser = {
    database,
    verifier: openVerifier(url, keyring),
    journal: openJournal(keyring),
    issuer: { controller: 'https://retention.example', key: await openSigningKey(keyring) },
    now: () => now,
  };
  process.stdout.write(`${JSON.stringify({ ready: 'retention', url })}\n`);
  for await (const line of createInterface({ input: process.stdin })) {
    now = Number(line);
    const { due } = await retain(database, now);
    await eraseClosed(eraser, due);
    process.stdout.write(`${JSON.stringify({ ran: now })}\n`);
  }
  for (const one of [database, eraser.verifier]) {
    one.keys.close();
    await one.destroy();
  }
});
