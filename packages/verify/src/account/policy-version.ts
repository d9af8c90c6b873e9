import { red, verdict, type Outcome } from '../probe/outcome.ts';
import { ask, textOf } from '../site/site.ts';
import type { ThrowawayAccount } from './throwaway-account.ts';

const LIST = '/privacy/versions';

/** The account says under which version it was made: one of those that are served, and the one that was in force. */
export async function policyVersion(account: ThrowawayAccount): Promise<Outcome> {
  const lines = (await account.ask({ path: '/v1/account/export' })).text
    .split('\n')
    .filter((line) => line !== '');
  const rows = lines.map((line) => JSON.parse(line) as { table?: string; row?: Record<string, unknown> });
  const made = rows.find(({ table, row }) => table === 'account' && row)?.row?.['policy'];
  if (typeof made !== 'string') return red('the export says no version of the account');
  const items = textOf(await ask(account.site, { path: LIST })).split(/(?=<li id="version-)/);
  const inForce = items.find((item) => /<dt>State<\/dt>\s*<dd>in force<\/dd>/.test(item));
  if (inForce === undefined) return red(`${LIST} names no version in force`);
  const faults = inForce.includes(`<code>${made}</code>`)
    ? []
    : [`it was made under ${made}, which was not in force`];
  return verdict(faults, `made under ${made.slice(0, 16)}, which is in force`);
}
