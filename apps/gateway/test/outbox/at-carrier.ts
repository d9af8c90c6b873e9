/** A dispatcher with real connectors against made-up carriers; only the server's part is played in memory. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BatchText, TextEvent, TextState } from '@smseal/protocol';
import { startSmsc } from '@smseal/testkit/rehearsal';
import { SmppConnector } from '../../src/connector/smpp-connector.ts';
import type { SmppBind } from '../../src/connector/smpp-lines.ts';
import { SegmentPace } from '../../src/limit/segment-pace.ts';
import { BatchWork } from '../../src/outbox/batch-work.ts';
import { DepartureLog } from '../../src/departure/departure-log.ts';
import { Dispatcher } from '../../src/outbox/dispatcher.ts';

export type Smsc = Awaited<ReturnType<typeof startSmsc>>;
export type Behaviour = NonNullable<NonNullable<Parameters<typeof startSmsc>[0]>['behaviour']>;

/** A carrier of a test. */
export interface CarrierAtTest {
  id?: string;
  behaviour?: Behaviour;
  window?: number;
  /** Of the one connection. */
  segmentsPerSecond?: number;
  senders?: readonly string[];
  bind?: SmppBind;
  responseMs?: number;
  /** Stands between: is told the carrier’s port, and answers with the one to connect to. */
  through?: (port: number) => Promise<number>;
  /** Where none listens any more; a carrier is started otherwise. */
  smsc?: Smsc;
}

export interface AtCarriersOptions {
  carriers: readonly CarrierAtTest[];
  /** Over all connections. */
  pace?: number;
  /** Texts other than one-time codes that may leave. */
  left?: number;
  /** Is told of a batch of which nothing has to leave any more. */
  done?: (work: BatchWork) => void;
}

export interface AtCarriers {
  smscs: Smsc[];
  dispatcher: Dispatcher;
  connectors: SmppConnector[];
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
    change?: Partial<{ id: string; priority: number; expires: number; states: TextState[] }>,
  ): BatchWork;
  states(work: BatchWork): TextState[];
  /** Resolves when every text of the batch is in one of these states. */
  settled(work: BatchWork, states: readonly TextState[]): Promise<void>;
  stop(): Promise<void>;
}

export interface AtCarrier extends Omit<AtCarriers, 'smscs' | 'connectors'> {
  smsc: Smsc;
  connector: SmppConnector;
}

export interface AtCarrierOptions extends Omit<CarrierAtTest, 'id'>, Omit<AtCarriersOptions, 'carriers'> {}

let made = 0;

/** Everything goes by one carrier. */
export async function atCarrier({ pace, left, ...carrier }: AtCarrierOptions = {}): Promise<AtCarrier> {
  const { smscs, connectors, ...at } = await atCarriers({
    carriers: [carrier],
    ...(pace === undefined ? {} : { pace }),
    ...(left === undefined ? {} : { left }),
  });
  const [smsc] = smscs;
  const [connector] = connectors;
  if (!smsc || !connector) throw new Error('there is no carrier');
  return { ...at, smsc, connector };
}

/** The first carrier is the first of the settings. */
export async function atCarriers({
  carriers,
  pace: perSecond,
  left = Infinity,
  done = () => undefined,
}: AtCarriersOptions): Promise<AtCarriers> {
  const smscs = await Promise.all(
    carriers.map(async ({ smsc, behaviour = 'fast' }) => smsc ?? startSmsc({ behaviour })),
  );
  const ports = await Promise.all(
    smscs.map(async ({ port }, place) => (await carriers[place]?.through?.(port)) ?? port),
  );
  const cleared: string[] = [];
  const events = new Map<string, TextEvent[]>();
  let lost = false;
  let safe = Promise.resolve();
  const connectors = carriers.map((carrier, place) => {
    const { id = `carrier-${place}`, window = 50, segmentsPerSecond, senders = ['SMSeal'], bind } = carrier;
    return new SmppConnector({
      id,
      name: id,
      host: '127.0.0.1',
      port: ports[place] ?? 0,
      tls: false,
      systemId: 'gateway',
      password: 'secret',
      systemType: '',
      bind: bind ?? 'transceiver',
      window,
      segmentsPerSecond: segmentsPerSecond ?? null,
      ...(carrier.responseMs === undefined ? {} : { responseMs: carrier.responseMs }),
      tables: [],
      defaultAlphabet: 'gsm7',
      senders,
      from: senders[0] ?? 'SMSeal',
      events: {
        room: () => dispatcher.pump(),
        receipt: (receipt) => dispatcher.receipts.take(receipt, id),
        message: () => Promise.resolve(),
        state: () => dispatcher.changed(),
      },
    });
  });
  const pace = new SegmentPace(() => dispatcher.pump());
  const home = await mkdtemp(path.join(tmpdir(), 'smseal-departures-'));
  const departures = new DepartureLog(home);
  const dispatcher: Dispatcher = new Dispatcher({
    connectors,
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
    left: done,
  });
  pace.limit = perSecond ?? null;
  for (const connector of connectors) connector.start();
  const states = (work: BatchWork): TextState[] =>
    work.texts.map((_, index) => events.get(`${work.id}:${index}`)?.at(-1)?.state ?? 'queued');
  return {
    smscs,
    dispatcher,
    connectors,
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
    batch(texts, { id, priority = 5, expires = Date.now() + 3_600_000, states: known } = {}) {
      const given = typeof texts === 'number' ? Array.from({ length: texts }, () => ({})) : texts;
      const number = ++made;
      return new BatchWork({
        id: id ?? `batch-${number}`,
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
      await Promise.all(connectors.map((connector) => connector.stop()));
      departures.close();
      await rm(home, { recursive: true });
      await Promise.all(smscs.map((smsc) => smsc.stop()));
    },
  };
}
