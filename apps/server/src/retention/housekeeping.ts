import { expireNextBatch, forgetLapsedLeases, retain, sweepIdentity } from '@smseal/database';
import type { Deps } from '../deps.ts';
import { sessionLife } from '../identity/session-life.ts';

type Parts = Pick<Deps, 'database' | 'bus'>;

/** Each minute: batches whose time ran out, leases that lapsed, sign-ups that nobody confirmed, sessions that are over. */
export async function everyMinute({ database, bus }: Parts, now: Date): Promise<void> {
  for (;;) {
    const expired = await expireNextBatch(database, now.getTime());
    if (!expired) break;
    bus.publish(expired.account, { type: 'changed', head: expired.seq });
  }
  await forgetLapsedLeases(database, now.getTime());
  await sweepIdentity(database, now, sessionLife(now));
}

/** Each hour: everything that the inventory says goes by itself. */
export async function everyHour({ database, bus }: Parts, now: Date): Promise<void> {
  const { heads, erased } = await retain(database, now.getTime());
  for (const account of erased) bus.publish(account, { type: 'deleted' });
  for (const [account, head] of heads) bus.publish(account, { type: 'changed', head });
}
