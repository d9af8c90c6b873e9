import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { linkNewDevice, listLinks } from '@smseal/client';
import { rotateKeys } from '@smseal/database';
import { testDatabase } from '@smseal/testkit/database';
import { startSystem } from '@smseal/testkit/system';
import { linkSecondDevice } from '../src/account/second-device.ts';
import { ThrowawayAccount } from '../src/index.ts';

const MOBILE = '+447700900577';

const database = await testDatabase({ after });

test('a second device is linked although another one still asks to be', async () => {
  await rotateKeys({ ...database, now: Date.now() });
  const system = await startSystem({ programs: ['rehearsal', 'server'], database });
  const given = new AbortController();
  try {
    const account = await ThrowawayAccount.signUp(
      { origin: system.origin },
      {
        email: 'second@mail.example',
        mobile: MOBILE,
        code: (codes) => system.oneTimePassword(MOBILE, codes),
      },
    );
    const { api } = await account.device();
    void linkNewDevice({
      api: account.api(() => null, { asPerson: false }),
      keyStore: { load: async () => null, save: async () => undefined, clear: async () => undefined },
      platform: 'phone',
      name: 'Lost',
      origin: 'agent',
      identifier: account.email,
      extractable: true,
      bell: () => undefined,
      show: () => undefined,
      confirmed: () => Promise.resolve(true),
      signal: given.signal,
    }).catch(() => undefined);
    while ((await listLinks(api)).links.length === 0);
    const { identity } = await linkSecondDevice(account);
    assert.equal(identity.account, (await account.device()).identity.account);
  } finally {
    given.abort();
    await system.stop();
  }
});
