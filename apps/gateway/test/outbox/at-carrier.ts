/** A dispatcher with a real connector against the made-up carrier; only the server's part is played in memory. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BatchText, TextEvent, TextState } from '@smseal/protocol';
import { startSmsc } from '@smseal/testkit/rehearsal';
import { SmppConnector } from '../../src/connector/smpp-connector.ts';
import { SegmentPace } from '../../src/limit/segment-pace.ts';
import { BatchWork } from '../../src/outbox/batch-work.ts';
import { DepartureLog } from '../../src/departure/departure-log.ts';
import { Dispatcher } from '../../src/outbox/dispatcher.ts';

type Smsc = Awaited<ReturnType<typeof startSmsc>>;

export interface AtCarrier {
  smsc: Smsc;
  dispatcher: Dispatcher;
  connector: SmppConnector;
  /** Texts whose watermark was set, as `batch:index`, in order. */
  cleared: string[];
  /** So many more texts other than one-time codes may leave. */
  allow(texts: number): void;
  /** Texts of which it is noted here that they have left. */
  noted(work: BatchWork): number[];
  /** What was told of each text, in order. */
  events: Map<string, TextEvent[]>;
  /** The server has nothing of what is told from now on, until the function that comes back is called. */
  keepUnsafe(): () => void;
  /** Makes watermarks fail from now on, as when the lease is lost. */
  loseLeases(): void;
  batch(
    texts: number | readonly Partial<BatchText>[],
    change?: Partial<{ priority: number; expires: number; states: TextState[] }>,
  ): BatchWork;
  states(work: BatchWork): TextState[];
  /** Resolves when every text of the batch is in one of these states. */
  settled(work: BatchWork, states: readonly TextState[]): Promise<void>;
  stop(): Promise<void>;
}

export interface AtCarrierOptions {
  behaviour?: NonNullable<NonNullable<Parameters<typeof startSmsc>[0]>['behaviour']>;
  window?: number;
  /** Of the one connection. */
  segmentsPerSecond?: number;
  /** Over all connections. */
  pace?: number;
  /** Texts other than one-time codes that may leave. */
  left?: number;
}

let made = 0;

export async function atCarrier({
  behaviour = 'fast',
  window = 50,
  segmentsPerSecond,
  pace: perSecond,
  left = Infinity,
}: AtCarrierOptions = {}): Promise<AtCarrier> {
  const smsc = await startSmsc({ behaviour });
  const cleared: string[] = [];
  const events = new Map<string, TextEvent[]>();
  let lost = false;
  let safe = Promise.resolve();
  const connector = new SmppConnector({
    id: 'carrier',
    name: 'Carrier',
    host: '127.0.0.1',
    port: smsc.port,
    tls: false,
    systemId: 'gateway',
    password: 'secret',
    systemType: '',
    window,
    segmentsPerSecond: segmentsPerSecond ?? null,
    tables: [],
    defaultAlphabet: 'gsm7',
    from: 'SMSeal',
    events: {
      room: () => dispatcher.pump(),
      receipt: (receipt) => dispatcher.receipt(receipt),
      message: () => Promise.resolve(),
      state: () => undefined,
    },
  });
  const pace = new SegmentPace(() => dispatcher.pump());
  const home = await mkdtemp(path.join(tmpdir(), 'smseal-departures-'));
  const departures = new DepartureLog(home);
  const dispatcher: Dispatcher = new Dispatcher({
    connector,
    isTakenUp: () => true,
    isAlone: true,
    now: Date.now,
    watermark: async (work, indexes) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (lost) throw new Error('the lease is lost');
      for (const index of indexes) cleared.push(`${work.id}:${index}`);
      // As whoever reports says it, before whoever waits for the watermark goes on.
      dispatcher.stored(work);
    },
    mayLeave: ({ expires }) => (expires <= Date.now() ? { leave: false, why: 'expired' } : { leave: true }),
    allowed: (textClass) => (textClass === 'one-time-code' ? Infinity : left),
    counted: (texts) => (left -= texts),
    pace,
    departures,
    told: (work) => {
      for (const event of work.events.splice(0)) {
        const key = `${work.id}:${event.index}`;
        events.set(key, [...(events.get(key) ?? []), event]);
      }
    },
    safe: () => safe,
    left: () => undefined,
  });
  pace.limit = perSecond ?? null;
  connector.start();
  const states = (work: BatchWork): TextState[] =>
    work.texts.map((_, index) => events.get(`${work.id}:${index}`)?.at(-1)?.state ?? 'queued');
  return {
    smsc,
    dispatcher,
    connector,
    cleared,
    noted: (work) => [...(departures.read(work.id)?.keys() ?? [])],
    events,
    allow(texts) {
      left += texts;
      dispatcher.pump();
    },
    loseLeases: () => (lost = true),
    keepUnsafe() {
      const held = Promise.withResolvers<void>();
      safe = held.promise;
      return held.resolve;
    },
    batch(texts, { priority = 5, expires = Date.now() + 3_600_000, states: known } = {}) {
      const given = typeof texts === 'number' ? Array.from({ length: texts }, () => ({})) : texts;
      const number = ++made;
      return new BatchWork({
        id: `batch-${number}`,
        priority,
        expires,
        contentKey: new Uint8Array(32),
        texts: given.map((text, i) => ({
          to: [`+4477009${String(number * 1_000 + i).padStart(5, '0')}`],
          text: `Text ${i}`,
          simSlot: null,
          ...text,
        })),
        states: known ?? given.map((): TextState => 'leased'),
        lastSegment: -1,
      });
    },
    states,
    async settled(work, wanted) {
      const end = Date.now() + 15_000;
      while (!states(work).every((state) => wanted.includes(state))) {
        if (Date.now() > end) throw new Error(`still ${[...new Set(states(work))].join(', ')}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async stop() {
      pace.stop();
      await connector.stop();
      departures.close();
      await rm(home, { recursive: true });
      await smsc.stop();
    },
  };
}
