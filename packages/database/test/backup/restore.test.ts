import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { findHolder } from '@smseal/database';
import { newHolder } from '../keys/key-story.ts';
import { Installation } from './installation.ts';

const installation = await Installation.start({ after });

/** Whether an account with this address is found, by one server’s usual way. */
async function isThere(email: string): Promise<boolean> {
  return (await findHolder(installation.database, { email, mobile: null })) !== null;
}

test('what was there at the copy and what came after it is there again', async () => {
  const before = await newHolder(installation.database);
  const made = await installation.copy();
  assert.ok(made.checksums, 'embedded clusters are made with checksums');
  const afterwards = await newHolder(installation.database);
  await installation.loseDatabase();
  const restored = await installation.restore();
  assert.equal(restored.copy, made.id);
  await installation.run();
  for (const { email } of [before, afterwards]) assert.ok(await isThere(email));
});

test('a moment is restored as it was, and not what came after it', async () => {
  await installation.copy();
  const early = await newHolder(installation.database);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const at = Date.now();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const late = await newHolder(installation.database);
  await installation.loseDatabase();
  await installation.restore({ until: at });
  await installation.run();
  assert.equal(await isThere(early.email), true);
  assert.equal(await isThere(late.email), false);
});
