import type { LoadGenerator, LoadReport } from './load.ts';
import type { NeutralSmsc, Behaviour, Seen } from './neutral-smsc.ts';
import type { Side } from './side.ts';
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
  behaviour?: Behaviour;
  /** Resolves when a run's texts are all where this run measures them; its result is when the last of them came. */
  arrived?: (texts: number) => Promise<number>;
}

/** One run: everything that was answered with 202 has reached the carrier once, or there is no result. */
export interface Run {
  texts: number;
  /** From the first request until the carrier has acknowledged the last text. */
  perSecond: number;
  load: LoadReport;
  seen: Seen;
}

/** How long nothing may move before a run counts as lost, ms. */
const STUCK_MS = 60_000;

/** Sends for a while, waits until all of it has arrived, and counts. @throws Error when a text was lost, sent twice or not committed. */
export async function measureRun(bench: Bench, plan: RunPlan): Promise<Run> {
  const { side, recipients, connections, ms, behaviour = {} } = plan;
  const { smsc, load } = bench;
  await smsc.begin(behaviour);
  const before = await side.committed();
  const report = await load.run({ port: side.httpPort, request: side.request(recipients), connections, ms });
  const texts = report.accepted * recipients;
  if (Object.keys(report.others).length > 0)
    throw new Error(`${side.name} refused requests: ${JSON.stringify(report.others)} ${report.said}`);
  const seen = await until(
    `${texts} texts of ${side.name} at the carrier`,
    async () => {
      const now = await smsc.seen();
      return now.acknowledged >= texts ? now : null;
    },
    STUCK_MS,
  );
  const lastAt = plan.arrived ? await plan.arrived(texts) : seen.lastAt;
  const after = await side.committed();
  if (seen.acknowledged !== texts || seen.distinct !== texts)
    throw new Error(`${side.name} accepted ${texts} texts, the carrier got ${JSON.stringify(seen)}`);
  if (before !== null && after !== null && after - before !== texts)
    throw new Error(`${side.name} accepted ${texts} texts and committed ${after - before}`);
  return { texts, perSecond: (texts / (lastAt - report.from)) * 1000, load: report, seen };
}
