/** A gateway's hands: a carrier that is away fills them, and does not keep others from their texts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BatchContent } from '@smseal/protocol';
import { startSmsc } from '@smseal/testkit/rehearsal';
import { LeaseDesk, type LeaseDeskOptions } from '../../src/outbox/lease-desk.ts';
import { atCarriers, type AtCarriers } from './at-carrier.ts';

const TEXTS = 3;
const HOUR_MS = 3_600_000;

/** A server that gives batches out in their order, and takes them back. */
class FakeServer {
  readonly leased = new Map<string, string>();
  readonly done = new Set<string>();
  most = 0;
  asked = 0;
  readonly #senders: readonly string[];

  constructor(senders: readonly string[]) {
    this.#senders = senders;
  }

  /** Sender of a batch's texts; batches are named by their place. */
  contentOf(id: string): BatchContent {
    const number = Number(id);
    const texts = Array.from({ length: TEXTS }, (_, i) => ({
      to: [`+4477009${String(number * TEXTS + i).padStart(5, '0')}`],
      from: this.#senders[number] ?? '',
      text: 'Hello',
      simSlot: null,
    }));
    return { v: 1, createdAt: new Date().toISOString(), texts };
  }

  readonly json = async ({
    path,
    json,
  }: {
    path: string;
    json: Record<string, unknown>;
  }): Promise<unknown> => {
    await new Promise((resolve) => setImmediate(resolve));
    const [, id = ''] = /batches\/([^/]+)\/release$/.exec(path) ?? [];
    if (id !== '') {
      if (this.leased.get(id) === json['lease']) this.leased.delete(id);
      return {};
    }
    const { except = [], limit } = json as { except?: string[]; limit: number };
    this.asked++;
    const batches = this.#senders
      .map((_, number) => String(number))
      .filter((one) => !this.leased.has(one) && !this.done.has(one) && !except.includes(one))
      .slice(0, limit);
    for (const one of batches) this.leased.set(one, `lease-${this.asked}`);
    this.most = Math.max(this.most, this.leased.size);
    return {
      batches: batches.map((one) => ({
        batch: {
          id: one,
          author: 'author',
          priority: 5,
          expires: new Date(Date.now() + HOUR_MS).toISOString(),
        },
        states: Array.from({ length: TEXTS }, () => 'leased'),
        segments: [],
        lease: this.leased.get(one),
        leaseMs: HOUR_MS,
      })),
    };
  };
}

function deskAt(server: FakeServer, at: AtCarriers): LeaseDesk {
  const clock = { own: Date.now, later: Date.now, earlier: Date.now };
  return new LeaseDesk({
    api: { json: server.json, clock },
    membership: { chain: { may: () => true } },
    open: async ({ id }: { id: string }) => ({
      content: server.contentOf(id),
      contentKey: new Uint8Array(32),
    }),
    reporter: {},
    departures: { read: () => null, sweep: () => undefined },
    bell: (alarm: unknown) => assert.fail(JSON.stringify(alarm)),
    absences: { due: () => [], done: () => undefined },
    dispatcher: () => at.dispatcher,
  } as unknown as LeaseDeskOptions);
}

async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 15_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('it never came about');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('batches for a carrier that is away go back, so that those behind them leave; they come again when it is there', async (t) => {
  const away = await startSmsc();
  await away.stop();
  const server = new FakeServer([...Array<string>(100).fill('North'), ...Array<string>(5).fill('South')]);
  const at = await atCarriers({
    carriers: [
      { id: 'north', senders: ['North'], smsc: away },
      { id: 'south', senders: ['South'] },
    ],
    done: (work) => {
      server.done.add(work.id);
      desk.left(work);
    },
  });
  const desk = deskAt(server, at);
  await until(() => at.connectors[1]?.state.state === 'bound');
  const over = new AbortController();
  const running = desk.run(over.signal).catch(() => undefined);
  t.after(async () => {
    over.abort();
    await running;
    await at.stop();
  });
  await at.smscs[1]?.waitFor(5 * TEXTS);
  assert.ok(server.most <= 24, `${server.most} batches in hand`);
  const asked = server.asked;
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.ok(server.asked - asked <= 2, 'and then it waits');
  const back = await startSmsc({ behaviour: 'fast', port: away.port });
  t.after(() => back.stop());
  await back.waitFor(100 * TEXTS);
  assert.equal(new Set(back.texts().map(({ to }) => to)).size, 100 * TEXTS);
  assert.deepEqual(new Set(back.texts().map(({ from }) => from)), new Set(['North']));
});
