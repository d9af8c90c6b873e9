import { rotateKeys } from '@smseal/database';
import { startSystem } from '@smseal/testkit';
import { testDatabase } from '@smseal/testkit/database';
import { verifySystem, type ProbeResult } from '@smseal/verify';
import type { Rig } from './rig.ts';

/** A server, and all that a run of its keeper's sets up beside it: a made-up person with a phone, a gateway and a browser, a carrier. */
export const keeper: Rig = async (root, lifetime) => {
  const database = await testDatabase(lifetime);
  await rotateKeys({ ...database, now: Date.now() });
  const system = await startSystem({ programs: ['server'], database });
  lifetime.after(() => system.stop());
  return async (only) => {
    const results: ProbeResult[] = [];
    const kept = {
      release: root,
      origin: system.origin,
      home: system.home,
      databaseUrl: database.url,
      env: { ...process.env, SMSEAL_KEYRING: `file:${database.keyring.where}` },
    };
    const lacking = (sentence: string): unknown => process.stderr.write(`Error: ${sentence}\n`);
    await verifySystem(kept, { only, lacking, heard: (result) => results.push(result) });
    return results;
  };
};
