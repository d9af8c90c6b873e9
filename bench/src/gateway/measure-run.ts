import type { LoadGenerator, LoadReport } from './load.ts';
import type { NeutralSmsc, Behaviour, Seen } from './neutral-smsc.ts';
import type { Side } from './side.ts';
import type { Told, WebhookSink } from './webhook-sink.ts';
import { until } from './until.ts';

/** The two processes that both sides are measured with. */
export interface Bench {
  smsc: NeutralSmsc;
  load: LoadGenerator;
}

export interface RunPlan {
  side: Side;
  recipients: number;
  connections: number;
  /** How long requests are begun, ms. */
  ms: number;
  /** No more requests than these. */
  most?: number;
  behaviour?: Behaviour;
  /** How long a run’s last text may take, ms; 90 s unless said. */
  lateMs?: number;
  /** Is told of each receipt: then a text has arrived once this has heard that it was delivered. */
  sink?: WebhookSink;
}

/** One run: everything that was answered with 202 has reached the carrier once, or there is no result. */
export interface Run {
  texts: number;
  /** From the first request until the carrier has acknowledged the last text, or the sink has heard of it. */
  perSecond: number;
  load: LoadReport;
  seen: Seen;
}

const LATE_MS = 90_000;

/** Sends for a while, waits until all of it has arrived, and counts. @throws Error when a text was lost, sent twice or not committed. */
export async function measureRun({ smsc, load }: Bench, plan: RunPlan): Promise<Run> {
  const { side, recipients, connections, ms, most, behaviour = {}, sink, lateMs = LATE_MS } = plan;
  await smsc.begin(behaviour);
  await sink?.begin(side.webhookSecret);
  const before = await side.committed();
  const report = await load.run({
    port: side.httpPort,
    request: side.request(recipients),
    connections,
    ms,
    ...(most === undefined ? {} : { most }),
  });
  if (Object.keys(report.others).length > 0)
    throw new Error(`${side.name} refused requests: ${JSON.stringify(report.others)} ${report.said}`);
  const texts = report.accepted * recipients;
  const seen = await until(
    `${texts} texts of ${side.name} at the carrier`,
    async () => {
      const now = await smsc.seen();
      const there = behaviour.receipts ? Math.min(now.acknowledged, now.receiptsTaken) : now.acknowledged;
      return there >= texts ? now : null;
    },
    lateMs,
  );
  const told = sink ? await heardOfAll(sink, texts) : null;
  if (seen.acknowledged !== texts || seen.distinct !== texts)
    throw new Error(`${side.name} accepted ${texts} texts, the carrier got ${JSON.stringify(seen)}`);
  const committed = await side.committed();
  if (before !== null && committed !== null && committed - before !== texts)
    throw new Error(`${side.name} accepted ${texts} texts and committed ${committed - before}`);
  const perSecond = (texts / ((told ?? seen).lastAt - report.from)) * 1000;
  return { texts, perSecond, load: report, seen };
}

async function heardOfAll(sink: WebhookSink, texts: number): Promise<Told> {
  const told = await until(
    `the webhooks of ${texts} texts`,
    async () => {
      const now = await sink.told();
      return now.delivered >= texts ? now : null;
    },
    LATE_MS,
  );
  if (told.delivered !== texts || told.wrong > 0)
    throw new Error(`of ${texts} texts the sink heard ${JSON.stringify(told)}`);
  return told;
}
