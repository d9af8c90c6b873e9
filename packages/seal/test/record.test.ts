import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { fromBase64Url, RecordUpsert, toBase64Url, type SealedRecord } from '@smseal/protocol';
import fc from 'fast-check';
import { Check } from 'typebox/schema';
import {
  extendChain,
  generateDeviceKeys,
  openRecord,
  openRecords,
  randomId,
  removeDevices,
  sealRecord,
  sealRecords,
  startEpoch,
} from '../src/index.ts';
import { admit, household, newHousehold, NOW, type Household } from './household.ts';
import { refused } from './refused.ts';
import { seed } from './seed.ts';

const PAYLOAD = { v: 1, text: 'Meet me at noon', parties: ['+4915112345678'] };

async function sealed(house: Household, change: Partial<SealedRecord> = {}): Promise<SealedRecord> {
  const { account, keyring, browser } = house;
  const clear = { conversation: randomId(), day: '2026-11-22' };
  const head = { kind: 'message', id: randomId(), version: 1, author: browser.id, authorSeq: 1 } as const;
  return sealRecord({ account, keyring, ...head, ...change, clear, payload: PAYLOAD });
}

test('[SEAL-36] a record opens on every reader to what was sealed, from text and from octets', async () => {
  const house = await household();
  const { chain, keyring, phoneKeyring } = house;
  const record = await sealed(house);
  equal(Check(RecordUpsert, record), true);
  for (const reader of [keyring, phoneKeyring])
    deepEqual(await openRecord({ keyring: reader, chain, record }), PAYLOAD);
  const envelope = fromBase64Url(record.envelope);
  deepEqual(await openRecord({ keyring, chain, record: { ...record, envelope } }), PAYLOAD);
});

test('[SEAL-36] any payload and any clear fields come back', async () => {
  const { account, chain, keyring, browser } = await household();
  const clear = fc.record({ conversation: fc.string(), day: fc.string() }, { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), clear, fc.integer({ min: 1 }), async (payload, fields, version) => {
      const head = {
        kind: 'message',
        id: randomId(),
        version,
        author: browser.id,
        authorSeq: version,
      } as const;
      const record = await sealRecord({ account, keyring, ...head, clear: fields, payload });
      equal(JSON.stringify(await openRecord({ keyring, chain, record })), JSON.stringify(payload));
    }),
    { seed, numRuns: 60 },
  );
});

test('[SEAL-36] two swapped envelopes, and every swapped or altered field, are refused', async () => {
  const house = await household();
  const { chain, keyring, phone } = house;
  const [a, b] = [await sealed(house), await sealed(house, { version: 2, authorSeq: 2 })];
  const wrong: object[] = [
    { envelope: b.envelope },
    { id: b.id },
    { version: b.version },
    { authorSeq: b.authorSeq },
    { conversation: b.conversation },
    { day: '2026-11-23' },
    { kind: 'contact' },
    { author: phone.id },
    { conversation: a.day, day: a.conversation },
    { added: 'by the server' },
    { conversation: undefined, convorsation: a.conversation },
    { conversation: undefined },
  ];
  for (const change of wrong)
    await refused('not-authentic', () => openRecord({ keyring, chain, record: { ...a, ...change } }));
  const odd = { ...a, day: 20261122 } as unknown as SealedRecord;
  await refused('malformed', () => openRecord({ keyring, chain, record: odd }));
});

test('[SEAL-5] [SEAL-36] every flipped octet of an envelope, nonce and tag included, is refused', async () => {
  const house = await household();
  const { chain, keyring } = house;
  const record = await sealed(house);
  const octets = fromBase64Url(record.envelope);
  const flipped = Array.from(octets, (octet, at) => ({ ...record, envelope: octets.with(at, octet ^ 1) }));
  const answers = await openRecords({ keyring, chain, records: flipped });
  for (const [at, answer] of answers.entries()) {
    const expected = at === 0 ? 'unknown-suite' : at < 33 ? 'wrong-key' : 'not-authentic';
    deepEqual(answer, { ok: false, error: expected }, `octet ${at}`);
  }
  for (const length of [0, 1, 44, octets.length - 1, octets.length - 16])
    equal(
      (await openRecords({ keyring, chain, records: [{ ...record, envelope: octets.slice(0, length) }] }))[0]
        ?.ok,
      false,
    );
});

test('[SEAL-5] two records with their nonces exchanged are refused', async () => {
  const house = await household();
  const { chain, keyring } = house;
  const [a, b] = [
    fromBase64Url((await sealed(house)).envelope),
    fromBase64Url((await sealed(house)).envelope),
  ];
  const record = await sealed(house);
  const mixed = a.slice();
  mixed.set(b.subarray(33, 45), 33);
  await refused('not-authentic', () =>
    openRecord({ keyring, chain, record: { ...record, envelope: toBase64Url(mixed) } }),
  );
});

test('[SEAL-37] a record under another account’s or epoch’s key, or of an epoch nobody began, is refused', async () => {
  const house = await newHousehold();
  const { account, chain, keyring, browser } = house;
  const record = await sealed(house);
  const second = await startEpoch({ chain, keyring, by: browser, authored: { [browser.id]: 9 }, now: NOW });
  const moved = { ...record, epoch: 2 };
  await refused('wrong-key', () => openRecord({ ...second, record: moved }));
  await refused('unknown-epoch', () => openRecord({ ...second, record: { ...record, epoch: 3 } }));
  await refused('unknown-epoch', () => openRecord({ keyring, chain: second.chain, record: moved }));
  const stranger = await newHousehold();
  const foreign = await sealed(stranger, { author: browser.id });
  await refused('wrong-key', () =>
    openRecord({ keyring, chain, record: { ...foreign, author: browser.id } }),
  );
  const head = {
    kind: 'setting',
    id: randomId(),
    version: 1,
    author: browser.id,
    authorSeq: 1,
    payload: 1,
  } as const;
  await refused('not-permitted', () => sealRecord({ ...head, account, keyring: stranger.keyring }));
  await refused('unknown-epoch', () => sealRecord({ ...head, account, keyring, epoch: 2 }));
});

test('[SEAL-38] only readers of the chain write under the record key', async () => {
  const house = await newHousehold();
  const { chain, keyring, gateway } = house;
  const byGateway = await sealed(house, { author: gateway.id });
  await refused('not-permitted', () => openRecord({ keyring, chain, record: byGateway }));
  const byStranger = await sealed(house, { author: randomId() });
  await refused('unknown-device', () => openRecord({ keyring, chain, record: byStranger }));
});

test('[SEAL-38] [SEAL-39] a removed device is heard up to its cut-off and never in a later epoch', async () => {
  const house = await newHousehold();
  const { chain, keyring, browser, phone } = house;
  const authored = { [phone.id]: 7, [browser.id]: 3 };
  const [at, above] = [
    await sealed(house, { author: phone.id, authorSeq: 7 }),
    await sealed(house, { author: phone.id, authorSeq: 8 }),
  ];
  deepEqual(await openRecord({ keyring, chain, record: above }), PAYLOAD);
  const removal = await removeDevices({
    chain,
    keyring,
    by: browser,
    remove: [phone.id],
    authored,
    now: NOW,
  });
  deepEqual(await openRecord({ ...removal, record: at }), PAYLOAD);
  await refused('over-cutoff', () => openRecord({ ...removal, record: above }));
  const later = await sealed({ ...house, keyring: removal.keyring }, { author: phone.id, authorSeq: 8 });
  await refused('removed-device', () => openRecord({ ...removal, record: later }));
});

test('[SEAL-39] nobody writes into an epoch that has ended, a newcomer not at all', async () => {
  const house = await newHousehold();
  const { chain, keyring, browser } = house;
  const second = await startEpoch({ chain, keyring, by: browser, authored: { [browser.id]: 3 }, now: NOW });
  const late = await sealed(house, { authorSeq: 4 });
  await refused('over-cutoff', () => openRecord({ ...second, record: late }));
  const tablet = await generateDeviceKeys();
  const grown = await admit(second.chain, second.keyring, {
    by: browser,
    device: tablet,
    platform: 'browser',
  });
  const backdated = await sealed(house, { author: tablet.id, authorSeq: 1 });
  const after = await extendChain(second.chain, grown.request.entries);
  await refused('over-cutoff', () =>
    openRecord({ keyring: second.keyring, chain: after, record: backdated }),
  );
});

test('[SEAL-40] a refused record among many is told apart and holds up none', async () => {
  const house = await household();
  const { account, chain, keyring, browser } = house;
  const inputs = Array.from({ length: 1203 }, (_, n) => {
    const head = { kind: 'call', id: randomId(), version: 1, author: browser.id, authorSeq: n + 1 } as const;
    return { account, keyring, ...head, payload: { n } };
  });
  const records = await sealRecords(inputs);
  const [first, second] = records;
  ok(first && second);
  records[700] = { ...first, id: second.id };
  const answers = await openRecords({ keyring, chain, records });
  deepEqual(answers[700], { ok: false, error: 'not-authentic' });
  deepEqual(
    answers.flatMap((answer, n) => (answer.ok && n !== 700 ? [answer.payload] : [])),
    inputs.flatMap(({ payload }, n) => (n === 700 ? [] : [payload])),
  );
});
