import { randomBytes } from 'node:crypto';
import { atLeast, type Extent, type Figure } from '../figure.ts';
import { durability, measureKannel, measureOurs, speedOf } from './measure-best.ts';
import type { Bench } from './measure-run.ts';
import { startWebhookSink, type WebhookSink } from './webhook-sink.ts';
import { withBench } from './with-bench.ts';

const CONNECTIONS = 64;
const WINDOW = 200;
const SECRET_OCTETS = 32;
/** Texts of a run in requests of a hundred: both sides take them in far faster than webhooks can tell of them. */
const MOST_TEXTS = 30_000;

/** Until a receipt of each text has come and a webhook has been told of it: requests of one recipient, and of a hundred. */
export function benchReceipts(extent: Extent): Promise<Figure[]> {
  return withBench(async (bench) => {
    const sink = await startWebhookSink();
    try {
      const one = await withReceipts(bench, sink, { ...extent, recipients: 1 });
      return [one, await withReceipts(bench, sink, { ...extent, recipients: 100 })];
    } finally {
      await sink.stop();
    }
  });
}

async function withReceipts(
  bench: Bench,
  sink: WebhookSink,
  { recipients, ...extent }: Extent & { recipients: number },
): Promise<Figure> {
  const { port } = sink;
  const most = recipients === 1 ? {} : { most: MOST_TEXTS / recipients };
  const plan = {
    recipients,
    connections: CONNECTIONS,
    behaviour: { receipts: true },
    sink,
    ...most,
    ...extent,
  };
  const secret = randomBytes(SECRET_OCTETS).toString('base64');
  const run = await measureOurs(bench, plan, { window: WINDOW, webhook: { port, secret } });
  const kannel = await measureKannel(bench, plan, { store: 'none', sinkPort: port });
  return atLeast({
    name: `with receipt and signed webhook, ${recipients} a request`,
    value: run.perSecond,
    unit: 'texts/s',
    peer: speedOf(kannel),
    peerName: 'Kannel no store',
    factor: 2,
    note: `${durability(run)}; Kannel’s webhook is not signed`,
  });
}
