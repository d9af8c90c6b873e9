import {
  advanceErasures,
  eraseClosed,
  expireNextBatch,
  forgetLapsedLeases,
  releaseUsage,
  retain,
  sweepIdentity,
  tidyErasures,
} from '@smseal/database';
import type { Deps } from '../deps.ts';
import { describeFailure } from '../error/describe-failure.ts';
import { sessionLife } from '../identity/session-life.ts';

type Parts = Pick<Deps, 'database' | 'bus' | 'eraser' | 'log'>;

/**
 * Each minute: batches whose time ran out, leases that lapsed, sign-ups that nobody confirmed, sessions that are over, and
 * erasures that were cut off or waited.
 */
export async function everyMinute({ database, bus, eraser, log }: Parts, now: Date): Promise<void> {
  for (;;) {
    const expired = await expireNextBatch(database, now.getTime());
    if (!expired) break;
    bus.publish(expired.account, { type: 'changed', head: expired.seq });
  }
  await forgetLapsedLeases(database, now.getTime());
  await sweepIdentity(database, now, sessionLife(now));
  for (const [, error] of await advanceErasures(eraser))
    log.error(describeFailure(error), 'an erasure does not come on');
}

/**
 * Each hour: figures of weeks that are over, everything that the inventory says goes by itself, and what the erasure journal
 * keeps no longer.
 */
export async function everyHour({ database, bus, eraser }: Parts, now: Date): Promise<void> {
  await releaseUsage(database, now.toISOString().slice(0, 10));
  const { heads, due } = await retain(database, now.getTime());
  for (const account of await eraseClosed(eraser, due)) bus.publish(account, { type: 'deleted' });
  for (const [account, head] of heads) bus.publish(account, { type: 'changed', head });
  await tidyErasures(eraser);
}
