import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { fromBase64Url, InboundSession, toBase64Url } from '@smseal/protocol';
import { Check } from 'typebox/schema';
import {
  InboundWriter,
  openRecord,
  randomId,
  removeDevices,
  startEpoch,
  verifyInboundSession,
  type OpenedSession,
} from '../src/index.ts';
import { generateDeviceKeys } from '../src/device/device-keys.ts';
import { household, newHousehold, NOW, type Household } from './household.ts';
import { refused } from './refused.ts';

const HEAD = { kind: 'message', version: 1, authorSeq: 1, payload: { v: 1, text: 'incoming' } } as const;

async function opened({ chain, gateway, account }: Household) {
  return InboundWriter.open({ chain, device: gateway, account, epoch: chain.epoch, day: '2026-11-22' });
}

const sessions = (...list: OpenedSession[]) => new Map(list.map((session) => [session.id, session]));

test('[SEAL-42] what a gateway seals, every reader opens, and the gateway holds no key that could', async () => {
  const house = await household();
  const { chain, keyring, phoneKeyring, gateway } = house;
  const { writer, session } = await opened(house);
  equal(Check(InboundSession, session), true);
  const clear = { conversation: randomId(), day: '2026-11-22' };
  const record = await writer.seal({ ...HEAD, id: randomId(), clear });
  equal(record.author, gateway.id);
  equal(fromBase64Url(record.envelope)[0], 2);
  for (const reader of [keyring, phoneKeyring]) {
    const verified = await verifyInboundSession(session, chain, reader);
    equal(verified.key.extractable, false);
    deepEqual(
      await openRecord({ keyring: reader, chain, record, sessions: sessions(verified) }),
      HEAD.payload,
    );
  }
});

test('[SEAL-42] only a live device that can write opens a session, for the current epoch', async () => {
  const house = await newHousehold();
  const { account, chain, keyring, browser, gateway } = house;
  const act = { chain, account, epoch: 1, day: '2026-11-22' };
  await refused('not-permitted', () => InboundWriter.open({ ...act, device: browser }));
  await refused('not-permitted', () => InboundWriter.open({ ...act, device: gateway, account: randomId() }));
  await refused('unknown-epoch', () => InboundWriter.open({ ...act, device: gateway, epoch: 2 }));
  const removal = await removeDevices({
    chain,
    keyring,
    by: browser,
    remove: [gateway.id],
    authored: {},
    now: NOW,
  });
  const late = { ...act, chain: removal.chain, device: gateway, epoch: 2 };
  await refused('not-permitted', () => InboundWriter.open(late));
  const next = await startEpoch({ chain, keyring, by: browser, authored: {}, now: NOW });
  const ended = { ...act, chain: next.chain, device: gateway };
  await refused('unknown-epoch', () => InboundWriter.open(ended));
  equal((await InboundWriter.open({ ...ended, epoch: 2 })).session.epoch, 2);
});

test('[SEAL-43] a session that nobody, or the wrong one, signed is refused, and any altered one', async () => {
  const house = await newHousehold();
  const { chain, keyring, browser, gateway } = house;
  const { session } = await opened(house);
  const verify = (change: object) => () => verifyInboundSession({ ...session, ...change }, chain, keyring);
  const forger = { ...(await generateDeviceKeys()), id: gateway.id };
  const forged = await opened({ ...house, gateway: forger });
  await refused('bad-signature', () => verifyInboundSession(forged.session, chain, keyring));
  await refused('bad-signature', verify({ day: '2026-11-23' }));
  await refused('bad-signature', verify({ id: randomId() }));
  await refused('bad-signature', verify({ enc: forged.session.enc }));
  await refused('unknown-device', verify({ device: randomId() }));
  await refused('not-permitted', verify({ device: browser.id }));
  await refused('unknown-epoch', verify({ epoch: 2 }));
  await refused('malformed', verify({ enc: 'AAAA' }));
  for (const member of ['enc', 'signature'] as const) {
    const octets = fromBase64Url(session[member]);
    for (const at of octets.keys())
      await refused(
        'bad-signature',
        verify({ [member]: toBase64Url(octets.with(at, (octets[at] ?? 0) ^ 1)) }),
      );
  }
});

test('[SEAL-43] sessions of a removed device open its past and begin no more', async () => {
  const house = await newHousehold();
  const { chain, keyring, browser, gateway } = house;
  const { session, writer } = await opened(house);
  const record = await writer.seal({ ...HEAD, id: randomId() });
  const authored = { [gateway.id]: 1 };
  const after = await removeDevices({
    chain,
    keyring,
    by: browser,
    remove: [gateway.id],
    authored,
    now: NOW,
  });
  const verified = await verifyInboundSession(session, after.chain, after.keyring);
  deepEqual(await openRecord({ ...after, record, sessions: sessions(verified) }), HEAD.payload);
  await refused('removed-device', () =>
    verifyInboundSession({ ...session, epoch: 2 }, after.chain, after.keyring),
  );
  const late = await writer.seal({ ...HEAD, id: randomId(), authorSeq: 2 });
  await refused('over-cutoff', () => openRecord({ ...after, record: late, sessions: sessions(verified) }));
});

test('[SEAL-44] a record of an unverified session, or of another’s, is refused: no text is forged', async () => {
  const house = await household();
  const { chain, keyring, gateway, browser } = house;
  const [one, two] = [await opened(house), await opened(house)];
  const record = await one.writer.seal({ ...HEAD, id: randomId() });
  const [first, second] = [
    await verifyInboundSession(one.session, chain, keyring),
    await verifyInboundSession(two.session, chain, keyring),
  ];
  await refused('unknown-session', () => openRecord({ keyring, chain, record }));
  await refused('unknown-session', () => openRecord({ keyring, chain, record, sessions: sessions(second) }));
  const swapped = sessions({ ...second, id: first.id });
  await refused('not-authentic', () => openRecord({ keyring, chain, record, sessions: swapped }));
  const others = sessions({ ...first, device: browser.id });
  await refused('not-permitted', () => openRecord({ keyring, chain, record, sessions: others }));
  const earlier = sessions({ ...first, epoch: 2 });
  await refused('not-permitted', () => openRecord({ keyring, chain, record, sessions: earlier }));
  const claimed = { ...record, author: browser.id };
  await refused('not-permitted', () =>
    openRecord({ keyring, chain, record: claimed, sessions: sessions(first) }),
  );
  equal(chain.may(gateway.id, 'read'), false);
});
