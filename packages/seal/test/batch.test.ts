import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import {
  fromBase64Url,
  PostBatch,
  toBase64Url,
  type BatchContent,
  type BatchStored,
  type Capability,
} from '@smseal/protocol';
import { Check } from 'typebox/schema';
import {
  admitDevice,
  describeDevice,
  extendChain,
  generateDeviceKeys,
  openBatch,
  openSegment,
  randomId,
  removeDevices,
  sealBatch,
  sealSegment,
  type DeviceKeys,
  type SealBatchInput,
} from '../src/index.ts';
import { household, newHousehold, NOW, type Household } from './household.ts';
import { refused } from './refused.ts';

const CONTENT: BatchContent = {
  v: 1,
  createdAt: '2026-11-22T12:00:00.000Z',
  texts: [
    { to: ['+4915112345678'], text: 'On my way', simSlot: 0 },
    { to: ['+4915112345679'], text: 'On my way', simSlot: null },
  ],
};

function batchOf({ chain, browser, phone }: Household, change: Partial<SealBatchInput> = {}) {
  const when = { priority: 5, notBefore: null, expires: '2026-11-23T12:00:00.000Z' };
  return sealBatch({ chain, by: browser, target: phone.id, content: CONTENT, ...when, ...change });
}

/** As readers get it: without the target's wrap. */
function asStored(batch: PostBatch): BatchStored {
  const stored = { ...batch, states: ['queued', 'queued'] } satisfies BatchStored;
  Reflect.deleteProperty(stored, 'targetWrap');
  return stored;
}

test('[SEAL-49] the phone and every reader open a batch to the same texts', async () => {
  const house = await household();
  const { chain, keyring, phone, phoneKeyring } = house;
  const batch = await batchOf(house, { notBefore: '2026-11-22T18:00:00.000Z' });
  equal(Check(PostBatch, batch), true);
  equal(batch.count, 2);
  const sent = await openBatch({ batch, chain, as: { device: phone } });
  deepEqual(sent.content, CONTENT);
  for (const reader of [keyring, phoneKeyring]) {
    const read = await openBatch({ batch: asStored(batch), chain, as: { keyring: reader } });
    deepEqual(read, sent);
  }
});

test('[SEAL-50] exchanged wraps, or one that holds another key, open nothing', async () => {
  const house = await household();
  const { chain, keyring, phone } = house;
  const [a, b] = [await batchOf(house), await batchOf(house)];
  const as = { device: phone };
  const exchanged = { ...a, targetWrap: a.accountWrap, accountWrap: a.targetWrap };
  await refused('not-authentic', () => openBatch({ batch: exchanged, chain, as }));
  await refused('not-authentic', () => openBatch({ batch: exchanged, chain, as: { keyring } }));
  await refused('not-authentic', () => openBatch({ batch: { ...a, targetWrap: b.targetWrap }, chain, as }));
  const again = await batchOf(house, { id: a.id });
  await refused('wrong-key', () => openBatch({ batch: { ...a, targetWrap: again.targetWrap }, chain, as }));
});

test('[SEAL-51] a batch altered in any clear field or octet of its envelope is not its author’s', async () => {
  const house = await household();
  const { chain, keyring, phone, browser } = house;
  const batch = await batchOf(house);
  const changes: Partial<PostBatch>[] = [
    { id: randomId() },
    { target: browser.id },
    { priority: 0 },
    { notBefore: '2026-11-22T18:00:00.000Z' },
    { expires: '2027-11-22T18:00:00.000Z' },
    { count: 1 },
    { author: phone.id },
    { signature: (await batchOf(house)).signature },
  ];
  for (const change of changes)
    for (const as of [{ device: phone }, { keyring }])
      await refused('bad-signature', () => openBatch({ batch: { ...batch, ...change }, chain, as }));
  const octets = fromBase64Url(batch.envelope);
  for (const at of [0, 1, 40, 60, octets.length - 1]) {
    const envelope = toBase64Url(octets.with(at, (octets[at] ?? 0) ^ 1));
    await refused('bad-signature', () =>
      openBatch({ batch: { ...batch, envelope }, chain, as: { device: phone } }),
    );
  }
});

test('[SEAL-52] a phone sends only for live devices that may, and only what is meant for it', async () => {
  const house = await newHousehold();
  const { chain, keyring, browser, phone, gateway } = house;
  const byPhone = await batchOf(house, { by: phone, target: gateway.id });
  await refused('not-permitted', () => openBatch({ batch: byPhone, chain, as: { device: phone } }));
  await refused('not-permitted', () =>
    openBatch({ batch: asStored(byPhone), chain, as: { device: gateway } }),
  );
  const unknown = { ...byPhone, author: randomId() };
  for (const as of [{ device: gateway }, { keyring }])
    await refused('unknown-device', () => openBatch({ batch: unknown, chain, as }));
  const removal = await removeDevices({
    chain,
    keyring,
    by: browser,
    remove: [phone.id],
    authored: {},
    now: NOW,
  });
  const after = removal.chain;
  await refused('removed-device', () => openBatch({ batch: byPhone, chain: after, as: { device: gateway } }));
  const read = await openBatch({ batch: byPhone, chain: after, as: { keyring: removal.keyring } });
  deepEqual(read.content, CONTENT);
  const late = { ...byPhone, epoch: 2 };
  await refused('removed-device', () =>
    openBatch({ batch: late, chain: after, as: { keyring: removal.keyring } }),
  );
  await refused('unknown-epoch', () =>
    openBatch({ batch: { ...byPhone, epoch: 9 }, chain, as: { keyring } }),
  );
});

test('[SEAL-52] nothing is sealed by or to who may not', async () => {
  const house = await newHousehold();
  const { chain, keyring, browser, phone } = house;
  const stranger = await generateDeviceKeys();
  await refused('unknown-device', () => batchOf(house, { by: stranger }));
  await refused('unknown-device', () => batchOf(house, { target: stranger.id }));
  const removal = await removeDevices({
    chain,
    keyring,
    by: browser,
    remove: [phone.id],
    authored: {},
    now: NOW,
  });
  await refused('removed-device', () => batchOf({ ...house, ...removal }));
});

test('[SEAL-50] [SEAL-52] a gateway, which holds no epoch key, seals what readers and itself open', async () => {
  const house = await newHousehold();
  const { chain, keyring, gateway } = house;
  const batch = await batchOf(house, { by: gateway, target: gateway.id });
  deepEqual((await openBatch({ batch, chain, as: { device: gateway } })).content, CONTENT);
  deepEqual((await openBatch({ batch: asStored(batch), chain, as: { keyring } })).content, CONTENT);
});

/** The household with one more device of these capabilities; two of them are two forks of one chain. */
async function withDevice(house: Household, device: DeviceKeys, can: Capability[]): Promise<Household> {
  const { chain, keyring, browser } = house;
  const description = describeDevice(device, 'browser', 'Tablet');
  const request = await admitDevice({ chain, keyring, by: browser, description, can, now: NOW });
  return { ...house, chain: await extendChain(chain, request.entries) };
}

test('[SEAL-52] a device that cannot `send` is no author, one that cannot `deliver` no target', async () => {
  const [house, device] = [await household(), await generateDeviceKeys()];
  const reader = await withDevice(house, device, ['read']);
  const sender = await withDevice(house, device, ['read', 'send']);
  await refused('not-permitted', () => batchOf(reader, { by: device }));
  await refused('not-permitted', () => batchOf(reader, { target: device.id }));
  const batch = await batchOf(sender, { by: device });
  const { phone, keyring } = house;
  for (const as of [{ device: phone }, { keyring }]) {
    deepEqual((await openBatch({ batch, chain: sender.chain, as })).content, CONTENT);
    await refused('not-permitted', () => openBatch({ batch, chain: reader.chain, as }));
  }
});

test('[SEAL-52] another number of texts than the batch says is malformed', async () => {
  const house = await household();
  const { chain, keyring, phone } = house;
  const content = { ...CONTENT, toJSON: () => ({ ...CONTENT, texts: CONTENT.texts.slice(1) }) };
  const batch = await batchOf(house, { content });
  for (const as of [{ device: phone }, { keyring }])
    await refused('malformed', () => openBatch({ batch, chain, as }));
});

test('[SEAL-53] a device that cannot `deliver` tells nothing', async () => {
  const [house, device] = [await household(), await generateDeviceKeys()];
  const reader = await withDevice(house, device, ['read']);
  const batch = await batchOf(house);
  const { contentKey } = await openBatch({ batch, chain: house.chain, as: { device: house.phone } });
  const input = { contentKey, batch: batch.id, number: 0, events: { v: 1 as const, events: [] } };
  const segment = {
    batch: batch.id,
    number: 0,
    author: device.id,
    ...(await sealSegment({ ...input, by: device })),
  };
  await refused('not-permitted', () => openSegment({ segment, contentKey, chain: reader.chain }));
});

test('[SEAL-53] what happened to a batch is told by its signed segments', async () => {
  const house = await household();
  const { chain, keyring, phone, browser, gateway } = house;
  const batch = await batchOf(house);
  const { contentKey } = await openBatch({ batch, chain, as: { device: phone } });
  const events = { v: 1, events: [{ index: 0, at: CONTENT.createdAt, state: 'sent' }] } as const;
  const input = { contentKey, batch: batch.id, number: 3, events: { ...events, events: [...events.events] } };
  const sealed = await sealSegment({ ...input, by: phone });
  const segment = { batch: batch.id, number: 3, author: phone.id, ...sealed };
  const reader = await openBatch({ batch, chain, as: { keyring } });
  deepEqual(await openSegment({ segment, contentKey: reader.contentKey, chain }), events);
  const open = (change: object) => () =>
    openSegment({ segment: { ...segment, ...change }, contentKey, chain });
  await refused('bad-signature', open({ number: 4 }));
  await refused('bad-signature', open({ author: gateway.id }));
  await refused('bad-signature', open({ batch: randomId() }));
  await refused('bad-signature', open({ envelope: (await sealSegment({ ...input, by: phone })).envelope }));
  await refused('unknown-device', open({ author: randomId() }));
  const other = await batchOf(house);
  const { contentKey: otherKey } = await openBatch({ batch: other, chain, as: { device: phone } });
  await refused('wrong-key', () => openSegment({ segment, contentKey: otherKey, chain }));
  const foreign = await sealSegment({ ...input, by: gateway });
  deepEqual(
    await openSegment({ segment: { ...segment, author: gateway.id, ...foreign }, contentKey, chain }),
    events,
  );
  equal(chain.may(browser.id, 'deliver'), true);
});

test('[SEAL-51] the API key that ordered the texts is signed, and cannot be named, changed or left out by anybody else', async () => {
  const house = await household();
  const { chain, phone } = house;
  const apiKey = randomId();
  const batch = await batchOf(house, { apiKey });
  equal(batch.apiKey, apiKey);
  equal(Check(PostBatch, batch), true);
  await openBatch({ batch, chain, as: { device: phone } });
  const without = { ...batch };
  Reflect.deleteProperty(without, 'apiKey');
  const plain = await batchOf(house);
  for (const forged of [{ ...batch, apiKey: randomId() }, without, { ...plain, apiKey }])
    await refused('bad-signature', () => openBatch({ batch: forged, chain, as: { device: phone } }));
});
