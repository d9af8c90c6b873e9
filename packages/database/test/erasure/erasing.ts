import { openJournal, openSigningKey, openVerifier, prepareVerifier, type Eraser } from '@smseal/database';
import { testDatabase, type TestDatabase } from '@smseal/testkit/database';
import { NOW } from '../sealed-account.ts';

/** Whoever carries erasures out, on a database of the test's own. */
export async function newEraser(
  lifetime: Parameters<typeof testDatabase>[0],
): Promise<TestDatabase & { eraser: Eraser; prepare: () => Promise<void> }> {
  const held = await testDatabase(lifetime);
  return { ...held, eraser: await eraserOf(held, lifetime), prepare: () => prepareVerifier(held.database) };
}

/** Another process of the same installation. */
export async function eraserOf(
  { url, database, keyring }: TestDatabase,
  lifetime: Parameters<typeof testDatabase>[0],
): Promise<Eraser> {
  await prepareVerifier(database);
  const verifier = openVerifier(url, keyring);
  lifetime.after(async () => {
    verifier.keys.close();
    await verifier.destroy();
  });
  return {
    database,
    verifier,
    journal: openJournal(keyring),
    issuer: { controller: 'https://texts.example', key: await openSigningKey(keyring) },
    now: () => NOW,
  };
}
