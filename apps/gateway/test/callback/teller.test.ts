import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TextEvent, Webhook } from '@smseal/protocol';
import { randomId } from '@smseal/seal';
import { Teller } from '../../src/callback/teller.ts';
import { BatchWork } from '../../src/outbox/batch-work.ts';
import { Receiver } from '../webhook/receiver.ts';

const at = '2026-11-25T09:00:00.000Z';
const texts = [{ to: ['+48600000001'], text: 'See you at ten', simSlot: null }];
let steps: Receiver;
let endings: Receiver;
let teller: Teller;
before(async () => {
  [steps, endings] = [await Receiver.open(), await Receiver.open()];
  teller = new Teller({ account: randomId(), settings: () => null, log: () => undefined });
  teller.webhooks.settings([hook(steps, 'message.state'), hook(endings, 'message.outcome')]);
});
after(async () => {
  await teller.stop();
  await Promise.all([steps.close(), endings.close()]);
});

function hook({ url }: Receiver, event: Webhook['events'][number]): Webhook {
  const secret = Buffer.alloc(32, 7).toString('base64');
  return { id: randomId(), url, secret, events: [event], createdAt: at, paused: false };
}

const toldAt = ({ arrivals }: Receiver): string[] =>
  arrivals.map(({ body }) => {
    const { type, data } = JSON.parse(body) as { type: string; data: { state: string } };
    return `${type} ${data.state}`;
  });

test('one webhook is told each step of a text, another how it ended, and the part of a long one to none', async () => {
  const work = new BatchWork({
    id: randomId(),
    priority: 5,
    expires: Date.parse(at),
    contentKey: new Uint8Array(32),
    texts,
    states: ['leased'],
    lastSegment: -1,
  });
  const told: Omit<TextEvent, 'index' | 'at'>[] = [
    { state: 'sent', carrierId: '7', part: { k: 1, n: 2 } },
    { state: 'sent', part: { k: 1, n: 2 }, receipt: 'id:7' },
    { state: 'unknown' },
    { state: 'delivered' },
  ];
  for (const event of told) teller.tell(work, { index: 0, at, ...event });
  await teller.webhooks.stop(5_000);
  assert.deepEqual(toldAt(steps), ['message.state sent', 'message.state unknown', 'message.state delivered']);
  assert.deepEqual(toldAt(endings), ['message.outcome unknown', 'message.outcome delivered']);
});
