import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { Keyring } from '@smseal/database';

/** What every medium of a keyring has to do; each provider's test runs it. `again` opens the same medium anew. */
export function keyringConformance(provider: string, again: () => Keyring): void {
  const keyring = again();

  test(`${provider}: a secret is put once, and stays what it was`, async () => {
    const [first, second] = [randomBytes(32), randomBytes(32)];
    assert.equal(await keyring.read('index'), null);
    assert.equal(await keyring.put('index', first), true);
    assert.equal(await keyring.put('index', second), false);
    assert.deepEqual(await again().read('index'), first);
    assert.deepEqual(await again().list(), ['index']);
  });

  test(`${provider}: of several who put one name at once, one does`, async () => {
    const secrets = Array.from({ length: 8 }, () => randomBytes(32));
    const put = await Promise.all(secrets.map((secret) => again().put('day.2026-11-22.x', secret)));
    assert.equal(put.filter(Boolean).length, 1);
    assert.deepEqual(await keyring.read('day.2026-11-22.x'), secrets[put.indexOf(true)]);
  });

  test(`${provider}: what is overwritten is the new octets and no more, longer or shorter`, async () => {
    for (const length of [10, 100_000, 3, 0]) {
      const [one, two] = [randomBytes(length), randomBytes(length)];
      await keyring.overwrite('table.1', [one, two]);
      assert.deepEqual(await again().read('table.1'), Buffer.concat([one, two]));
    }
  });

  test(`${provider}: what is destroyed is gone, and may be destroyed again`, async () => {
    await keyring.put('day.2026-11-21.y', randomBytes(32));
    await keyring.destroy('day.2026-11-21.y');
    await keyring.destroy('day.2026-11-21.y');
    assert.equal(await again().read('day.2026-11-21.y'), null);
    assert.ok(!(await again().list()).includes('day.2026-11-21.y'));
  });

  test(`${provider}: a name that leaves the keyring is refused`, async () => {
    for (const name of ['../index', '.hidden', 'a/b', ''])
      await assert.rejects(async () => keyring.read(name), /no name in a keyring/);
  });

  test(`${provider}: a part of the medium has names of its own`, async () => {
    const [mine, theirs] = [randomBytes(32), randomBytes(32)];
    await keyring.put('shared.1', mine);
    assert.equal(await keyring.within('erasures').put('shared.1', theirs), true);
    assert.deepEqual(await again().within('erasures').list(), ['shared.1']);
    assert.deepEqual(await again().within('erasures').read('shared.1'), theirs);
    assert.deepEqual(await again().read('shared.1'), mine);
    assert.ok(!(await again().list()).includes('erasures'));
    assert.throws(() => keyring.within('../elsewhere'), /no name in a keyring/);
  });
}
