import type { ThrowawayAccount } from '../account/throwaway-account.ts';
import { red, verdict, type Outcome } from '../probe/outcome.ts';

/** What an entry of the activity log says. */
const SAYS = new Set(['id', 'at', 'ip', 'action', 'device']);

/** The account's own activity log. */
export async function activity(account: ThrowawayAccount): Promise<Outcome> {
  const answer = await account.ask({ path: '/v1/activity' });
  const entries = (answer.json?.['entries'] ?? []) as Record<string, unknown>[];
  if (!entries.some(({ action }) => action === 'sign-up')) return red('it does not know of the sign-up');
  const faults = entries.flatMap((entry) => Object.keys(entry).filter((key) => !SAYS.has(key)));
  for (const { at } of entries)
    if (!/:\d{2}(\.000)?Z$/.test(String(at))) faults.push(`a time finer than a second, ${String(at)}`);
  return verdict(
    [...new Set(faults)].map((fault) => `it says ${fault}`),
    `${entries.length} entries say time, address, act and device`,
  );
}
