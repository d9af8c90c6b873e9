import { INVENTORY, retentionPlan } from '@smseal/inventory';
import { verdict, type Outcome } from '../probe/outcome.ts';
import { startRehearsedJob, type RehearsedJob } from './rehearsed-job.ts';
import { SyntheticRows, type TimedRow } from './synthetic-rows.ts';

/** A leap day lies ahead, and midnight is far. */
const BORN = Date.UTC(2028, 1, 20, 13, 37, 11);
/** What the made-up accounts have chosen. */
const KEPT_DAYS = 45;
/** Far back from the end, as a clock that was set wrong. */
const BACK_MS = 400 * 86_400_000;

/** Lets this release's own job run on rows of a real PostgreSQL, one tick before each of their ends and at it. */
export async function retentionJob(release: string): Promise<Outcome> {
  const job = await startRehearsedJob(release);
  try {
    return await tryJob(job);
  } finally {
    await job.end();
  }
}

/** Moves the clock of a job over the ends of a row of every step: each is there one tick before, and gone at the tick. */
export async function tryJob(job: Pick<RehearsedJob, 'url' | 'runAt'>): Promise<Outcome> {
  const rows = await SyntheticRows.open(job.url);
  try {
    const plan = retentionPlan(INVENTORY);
    const timed: TimedRow[] = [];
    for (const step of plan) timed.push(await rows.store(step, { born: BORN, days: KEPT_DAYS }));
    const faults: string[] = [];
    const look = async (now: number, when: string): Promise<void> => {
      await job.runAt(now);
      for (const row of timed) {
        const { step } = row;
        const name = 'kind' in step && step.kind !== null ? `${step.table} (${step.kind})` : step.table;
        const isThere = await rows.isThere(row);
        if (isThere && row.goesAt <= now) faults.push(`${name} is still there ${when}`);
        if (!isThere && row.goesAt > now) faults.push(`${name} is gone too early, ${when}`);
      }
    };
    await look(BORN - BACK_MS, 'while the clock is far behind');
    const ticks = [...new Set(timed.map(({ goesAt }) => goesAt))].sort((a, b) => a - b);
    for (const tick of ticks) {
      await look(tick - 1, `one tick before ${new Date(tick).toISOString()}`);
      if (faults.length > 0) break;
      await look(tick, `at ${new Date(tick).toISOString()}`);
      if (faults.length > 0) break;
    }
    return verdict(faults, `${plan.length} rows were there one tick before their time and gone at the tick`);
  } finally {
    await rows.close();
  }
}
