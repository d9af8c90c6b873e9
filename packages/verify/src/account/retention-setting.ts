import { RETENTION_DAYS } from '@smseal/protocol';
import { verdict, type Outcome } from '../probe/outcome.ts';
import type { ThrowawayAccount } from './throwaway-account.ts';

/** Sets the preference within its bounds and beyond, and takes it back. */
export async function retentionSetting(account: ThrowawayAccount): Promise<Outcome> {
  const { min, max } = RETENTION_DAYS;
  const set = (retentionDays: number | null) =>
    account.ask({ method: 'PATCH', path: '/v1/account', body: JSON.stringify({ retentionDays }) });
  const faults: string[] = [];
  for (const days of [min, max, null]) {
    const { status, json } = await set(days);
    if (status !== 200 || json?.['retentionDays'] !== days) faults.push(`${String(days)} is not taken`);
  }
  for (const days of [min - 1, max + 1, 0.5])
    if ((await set(days)).status !== 422) faults.push(`${days} is taken`);
  return verdict(faults, `${min} to ${max} days or without end, and nothing else`);
}
