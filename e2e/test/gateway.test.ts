/** A business texts its clients: a program, the gateway, the server that reads nothing, a carrier, and back. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { MessagePayload } from '@smseal/protocol';
import { expandBatch } from '@smseal/client';
import { openDatabase } from '@smseal/database';
import type { System } from '@smseal/testkit';
import { sql } from 'kysely';
import type { GatewayOwner } from '../src/gateway/gateway-owner.ts';
import { openGatewayStage, type Smsc } from '../src/gateway/open-gateway-stage.ts';
import type { HeadlessBrowser } from '../src/headless-browser.ts';
import { Lifetime } from '../src/lifetime.ts';
import { until } from '../src/until.ts';

/** What the gateway answers to `POST /v1/messages`. */
interface Answer {
  accepted: { id: string; to: string; segments: number }[];
  refused: { index: number; reason: string }[];
}

describe('a business with a gateway', () => {
  const lifetime = new Lifetime();
  let system: System;
  let smsc: Smsc;
  let browser: HeadlessBrowser;
  let owner: GatewayOwner;
  let token = '';

  before(async () => {
    ({ system, smsc, browser, owner } = await openGatewayStage(lifetime));
    ({ token } = await owner.newApiKey());
  });
  after(() => lifetime.end());

  /** What a program that knows nothing of SMSeal does. */
  async function post(body: object, bearer = token): Promise<{ status: number; body: Answer }> {
    const response = await fetch(`${system.gatewayUrl}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Answer };
  }

  /** The states of a batch as the account's devices read them. */
  async function statesOf(batch: string): Promise<string[]> {
    return browser.read('the batch', (store) => {
      const opened = store.batches.get(batch);
      if (!opened) return undefined;
      const segments = store.segments.filter((segment) => segment.batch === batch);
      return expandBatch(opened, segments).map(({ state }) => state);
    });
  }

  test('sends one text by HTTP; it reaches the handset, and the account reads that it was delivered', async () => {
    const key = () => post({ to: '+447700900301', text: 'Your table is ready.' });
    const { status, body } = await until('a key that holds', async () => {
      const answer = await key();
      return answer.status === 202 ? answer : undefined;
    });
    assert.equal(status, 202);
    assert.equal(body.accepted[0]?.to, '+447700900301');
    assert.equal(body.accepted[0].segments, 1);
    await smsc.waitFor(1);
    assert.equal(smsc.texts()[0]?.text, 'Your table is ready.');
    const [batch = ''] = body.accepted[0].id.split(':');
    await until('the receipt', async () => ((await statesOf(batch))[0] === 'delivered' ? true : undefined));
  });

  test('sends to many with merge fields, each told apart', async () => {
    const to = Array.from({ length: 2_500 }, (_, i) => ({
      to: `+4477009${String(10_000 + i)}`,
      fields: { name: `Client ${i}` },
    }));
    const { status, body } = await post({
      to: [...to, { to: 'nobody' }, to[0]],
      text: 'Dear {name}, we open at 9.',
    });
    assert.equal(status, 202);
    assert.equal(body.accepted.length, 2_500);
    assert.deepEqual(
      body.refused.map(({ index, reason }) => [index, reason]),
      [
        [2_500, 'not-a-number'],
        [2_501, 'duplicate'],
      ],
    );
    await smsc.waitFor(2_501);
    assert.ok(smsc.texts().some(({ text }) => text === 'Dear Client 2499, we open at 9.'));
    const batches = new Set(body.accepted.map(({ id }) => id.slice(0, 22)));
    for (const batch of batches)
      await until('all receipts', async () =>
        (await statesOf(batch)).every((state) => state === 'delivered') ? true : undefined,
      );
  });

  test('reads a reply in its conversation, sealed before the server saw it', async () => {
    smsc.typeReply(
      '+447700900301',
      'Żółta parasolka zostaje na stole — przyjdę po nią jutro, dobrze? 🌂 '.repeat(2),
    );
    const reply = await browser.read('the reply', (store) =>
      store.payloads<MessagePayload>('message').find(({ direction }) => direction === 'in'),
    );
    assert.equal(reply.from, '+447700900301');
    assert.match(reply.text, /^Żółta parasolka .* 🌂 Żółta/u);
    assert.equal(reply.route?.gateway, owner.gateway);
  });

  test('hears STOP in Polish and Serbian, confirms it once, and texts those numbers no more', async () => {
    const { set, read } = await owner.grantSuppressions();
    const [polish, serbian, other] = ['+48500100410', '+381641234567', '+447700900420'] as const;
    smsc.person(polish).replies('Stop').replies('STOP!');
    smsc.person(serbian).replies('СТОП');
    smsc.person(other).replies('Do you stop by the bus stop?');
    const sendAt = new Date(Date.now() + 5_000).toISOString();
    const before = await post({ to: polish, text: 'A last reminder.', class: 'marketing', sendAt });
    await post({ to: [polish, serbian, other], text: 'Wyprzedaż. Sale.', class: 'marketing' });
    const confirmed = (number: string) =>
      until(`the confirmation to ${number}`, () => smsc.texts().filter(({ to }) => to === number)[1]);
    await Promise.all([confirmed(polish), confirmed(serbian)]);
    await until('the list', async () => {
      await read();
      return set.get(polish)?.suppressed && set.get(serbian)?.suppressed ? true : undefined;
    });
    assert.equal(set.get(other), null);
    const { body } = await post({ to: [polish, serbian, other], text: 'Once more.', class: 'marketing' });
    assert.deepEqual(
      body.refused.map(({ index, reason }) => [index, reason]),
      [
        [0, 'suppressed'],
        [1, 'suppressed'],
      ],
    );
    assert.deepEqual(
      body.accepted.map(({ to }) => to),
      [other],
    );
    const [taken = ''] = before.body.accepted[0]?.id.split(':') ?? [];
    await until('what became of the one taken before', async () =>
      (await statesOf(taken))[0] === 'failed' ? true : undefined,
    );
    assert.equal(smsc.texts().filter(({ to }) => to === polish).length, 2, 'a second STOP is not confirmed');
  });

  test('a revoked key opens nothing a second later', async () => {
    const { id, token: other } = await owner.newApiKey(['send']);
    await until('the new key', async () =>
      (await post({ to: '+447700900302', text: 'x' }, other)).status === 202 ? true : undefined,
    );
    await owner.revokeApiKey(id);
    await until(
      'its end',
      async () => ((await post({ to: '+447700900303', text: 'x' }, other)).status === 401 ? true : undefined),
      1_000,
    );
  });

  test('the server refuses a key that its newest settings do not name, although the gateway still knows it', async () => {
    const { id, token: other } = await owner.newApiKey(['send']);
    await until('the new key', async () =>
      (await post({ to: '+447700900304', text: 'x' }, other)).status === 202 ? true : undefined,
    );
    const database = openDatabase(system.databaseUrl, { connections: 1 });
    await sql`UPDATE gateway_settings SET keys = array_remove(keys, ${id})`.execute(database);
    await database.destroy();
    await until(
      'its end',
      async () => ((await post({ to: '+447700900305', text: 'x' }, other)).status === 401 ? true : undefined),
      1_000,
    );
    const both = await Promise.all(
      [other, token, other, token].map((bearer) => post({ to: '+447700900306', text: 'x' }, bearer)),
    );
    assert.deepEqual(
      both.map(({ status }) => status),
      [401, 202, 401, 202],
      'who is asked together is judged apart',
    );
  });
});
