/**
 * An open account with a phone and a gateway: everything works as in a sealed one, what the service could read lies nowhere in
 * clear, and sealing it goes on under the phone's hands.
 */
import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { appendChain, getChain, sealAllRecords } from '@smseal/client';
import { openDatabase } from '@smseal/database';
import type { ContactPayload, Id, MessagePayload, SettingPayload } from '@smseal/protocol';
import { contactId, generateSecretKey, replaceSecretKey } from '@smseal/seal';
import { startSystem, type System } from '@smseal/testkit';
import { Finder, textCanary } from '@smseal/verify';
import { sql } from 'kysely';
import { startCarrier, type Carrier } from '../src/canary/carrier.ts';
import { flushDatabase } from '../src/canary/database-contents.ts';
import { findingsIn, type Place } from '../src/canary/places.ts';
import { startRecorder, type Recorder } from '../src/canary/recorder.ts';
import { carrierAt } from '../src/gateway/carrier-at.ts';
import { GatewayOwner } from '../src/gateway/gateway-owner.ts';
import { atHandset } from '../src/handset.ts';
import { HeadlessBrowser } from '../src/headless-browser.ts';
import { Lifetime } from '../src/lifetime.ts';
import { until } from '../src/until.ts';

const unique = (word: string): string => `${word} ${randomBytes(6).toString('hex')}`;
const FRIEND = `+1415${randomInt(100, 999)}0177`;
const CLIENT = `+48600${randomInt(100_000, 999_999)}`;
/** In the order in which they are said. */
const WORDS = {
  heard: unique('heard'),
  said: unique('said'),
  name: unique('Ida'),
  replied: unique('replied'),
};

describe('an open account with a phone and a gateway', () => {
  const lifetime = new Lifetime();
  const wires: Partial<Record<'server' | 'database' | 'notice', Recorder>> = {};
  let temporary: string;
  let system: System;
  let browser: HeadlessBrowser;
  let carrier: Carrier;
  let phone: Id;

  before(async () => {
    temporary = await mkdtemp(path.join(tmpdir(), 'smseal-open-'));
    lifetime.after(() => rm(temporary, { recursive: true, force: true }));
    carrier = await startCarrier(lifetime);
    system = await startSystem({
      programs: ['database', 'rehearsal', 'server', 'gateway', 'gateway2', 'phone'],
      seed: 7,
      counts: { messages: 150, contacts: 12, calls: 10 },
      env: {
        TMPDIR: temporary,
        SMSEAL_CARRIER_SMPP_URL: `smpp://rehearsal:rehearse@${new URL(carrier.smsc.url).host}`,
      },
      through: async (address, url) => (wires[address] = await startRecorder(lifetime, url)).url,
    });
    lifetime.after(() => system.stop());
    browser = await HeadlessBrowser.signUp(system, { open: true });
    lifetime.after(() => Promise.resolve(browser.close()));
    phone = await browser.linkPhone();
  });
  after(() => lifetime.end());

  const message = (text: string) =>
    browser.read(`the text “${text}”`, (store) =>
      store.payloads<MessagePayload>('message').find((one) => one.text === text),
    );

  /** How many records of each suite and kind the table has. */
  async function suites(): Promise<Record<string, number>> {
    const database = openDatabase(system.databaseUrl, { connections: 1 });
    try {
      const { rows } = await sql<{ suite: number; count: number }>`
        SELECT get_byte(substring(envelope FROM 1 FOR 1), 0) AS suite, count(*) FROM record GROUP BY 1`.execute(
        database,
      );
      return Object.fromEntries(rows.map(({ suite, count }) => [String(suite), count]));
    } finally {
      await database.destroy();
    }
  }

  test('the phone uploads what it holds, and texts come and go by it', async () => {
    const report = await browser.read('the phone’s report', (store) =>
      store
        .payloads<SettingPayload>('setting')
        .find(
          ({ name, value }) => name.startsWith('phone:') && (value as { completeUpTo: unknown }).completeUpTo,
        ),
    );
    assert.ok(report);
    await atHandset(system, '/page/text', { from: FRIEND, text: WORDS.heard });
    assert.equal((await message(WORDS.heard)).from, FRIEND);
    await browser.send(phone, [{ to: [FRIEND], text: WORDS.said, simSlot: 0 }]);
    assert.match((await message(WORDS.said)).batch ?? '', /:0$/, 'the phone’s own record of what it sent');
    const contact: ContactPayload = {
      v: 1,
      name: WORDS.name,
      numbers: [{ value: FRIEND, label: null }],
      emails: [],
      source: 'web',
    };
    const id = await contactId(browser.membership.keyring, FRIEND);
    await browser.writer.write({ kind: 'contact', id, known: null, change: () => contact });
    const there = await suites();
    assert.deepEqual(Object.keys(there), ['0'], 'nothing is sealed by a reader');
    assert.ok((there['0'] ?? 0) > 150);
  });

  test('a gateway hands texts over and brings replies, sealed as everywhere', async () => {
    const owner = new GatewayOwner(browser, await browser.linkGateway());
    await owner.configure((settings) => ({ ...settings, connectors: [carrierAt(carrier.smsc)] }));
    await owner.grantSuppressions();
    const { token } = await owner.newApiKey();
    await until('the gateway to take the text', async () => {
      const { status } = await fetch(`${system.gatewayUrl}/v1/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ to: CLIENT, text: 'Your table is ready.' }),
      });
      return status === 202 || undefined;
    });
    await carrier.arrived(CLIENT);
    carrier.smsc.typeReply(CLIENT, WORDS.replied);
    assert.equal((await message(WORDS.replied)).source, 'gateway');
    assert.ok(((await suites())['2'] ?? 0) > 0);
  });

  const PLACES: readonly Place[] = [
    'to database',
    'from database',
    'notices',
    'database files',
    'database rows',
    'logs',
    'other files',
  ];
  for (const place of PLACES)
    test(`no word of it is in: ${place}`, async () => {
      await flushDatabase(system.databaseUrl);
      const { server, database, notice } = wires;
      assert.ok(server && database && notice);
      const { secretKey } = browser.person;
      const canaries = Object.entries({ ...WORDS, key: secretKey, friend: FRIEND }).map(([name, text]) =>
        textCanary(name, text),
      );
      const story = { system, browser, temporary, wires: { server, database, notice } };
      const finder = new Finder(canaries);
      assert.deepEqual(await findingsIn(place, story, { finder }), []);
      if (place === 'database rows')
        assert.notDeepEqual(
          await findingsIn('answered', story, { finder }),
          [],
          'its devices are told, so the search works',
        );
    });

  test('it is sealed while the phone goes on, and the phone seals from then on', async () => {
    const { api, membership, person } = browser;
    const before = await browser.readAfresh();
    const late = unique('late');
    const sequence = { last: 0 };
    const counting = {
      reserve: (_counter: string, count: number) => Promise.resolve((sequence.last += count) - count + 1),
      raise: (_counter: string, above: number) =>
        Promise.resolve(void (sequence.last = Math.max(sequence.last, above))),
    };
    await Promise.all([
      sealAllRecords({ api, membership, sequence: counting }),
      atHandset(system, '/page/text', { from: FRIEND, text: late }),
    ]);
    await message(late);
    assert.equal((await suites())['0'], undefined);
    const { chain, keyring, identity } = membership;
    const { authored } = await getChain(api, 0);
    const act = { chain, keyring, by: identity.keys, newSecretKey: generateSecretKey(), authored };
    await appendChain(api, (await replaceSecretKey({ ...act, now: Date.now() })).request);
    await membership.refresh();
    assert.equal(membership.chain.open, false);

    const afterwards = unique('afterwards');
    await atHandset(system, '/page/text', { from: FRIEND, text: afterwards });
    await message(afterwards);
    await browser.send(phone, [{ to: [FRIEND], text: unique('sent sealed'), simSlot: 0 }]);
    assert.equal((await suites())['0'], undefined);
    const now = await browser.readAfresh();
    const texts = (store: typeof now) =>
      new Map(
        store.payloads<MessagePayload>('message').map(({ text, at, from }) => [`${text} ${at} ${from}`, 1]),
      );
    const kept = texts(now);
    for (const text of texts(before).keys()) assert.ok(kept.has(text), `${text} is gone`);
    assert.equal(now.payloads('contact').length, before.payloads('contact').length);
    assert.equal(now.payloads('call').length, before.payloads('call').length);
    assert.deepEqual(now.refused, []);
    assert.deepEqual(person.alarms, []);
    const database = openDatabase(system.databaseUrl, { connections: 1 });
    try {
      const { rows } = await sql`
        SELECT FROM data_key WHERE category = 'content' AND month IS NOT NULL
        UNION ALL SELECT FROM kept_key`.execute(database);
      assert.deepEqual(rows, [], 'the old keys are destroyed');
    } finally {
      await database.destroy();
    }
  });
});
