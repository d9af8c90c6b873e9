import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { serverSecret } from '../../src/identity/server-secret.ts';

const home = await mkdtemp(path.join(tmpdir(), 'smseal-secret-'));
after(() => rm(home, { recursive: true }));

test('the secret is made once, for its owner alone, and is the same at the next start', async () => {
  const place = path.join(home, 'new');
  const [one, two, three] = await Promise.all([1, 2, 3].map(() => serverSecret(place, undefined)));
  assert.equal(one?.length, 32);
  assert.deepEqual(await serverSecret(place, undefined), one);
  assert.deepEqual([two, three], [one, one]);
  const file = path.join(place, 'server-secret');
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.equal((await readFile(file, 'utf8')).trim(), one?.toString('base64url'));
});

test('a given secret is taken instead, and a bad one names the mend', async () => {
  const given = randomBytes(32);
  assert.deepEqual(await serverSecret(home, given.toString('base64url')), given);
  for (const bad of ['short', '!'.repeat(43), randomBytes(31).toString('base64url')])
    await assert.rejects(serverSecret(home, bad), /SMSEAL_SECRET.*openssl rand/);
  await writeFile(path.join(home, 'server-secret'), 'broken');
  await assert.rejects(serverSecret(home, undefined), /server-secret does not hold/);
});
