import { INVENTORY, type Entry } from '@smseal/inventory';
import type { Reach } from '../day/reach.ts';
import type { RehearsedDay } from '../day/rehearsed-day.ts';
import { verdict, type Outcome } from '../probe/outcome.ts';
import { isLoopback } from './address.ts';

/** What the day's programs are called in the inventory's connections. */
const PLAYED = ['server', 'gateway', 'phone'] as const;

/** Whom the programs of a day reached for, against the inventory's connections, both ways. */
export function namespace(day: RehearsedDay): Outcome {
  const { whyNotApart: why, peers, reached } = day;
  const seen = why === null ? 'reached for' : `were seen to reach for (not tried in a namespace: ${why})`;
  return verdict(
    faultsOfDay(day, INVENTORY),
    `${PLAYED.join(', ')}, from a sign-up to a deletion, ${seen} ${Object.keys(peers).length} that are listed and nobody else, in ${reached.length} attempts`,
  );
}

/** What a day shows that is not listed, and, where nothing can have been missed, what is listed and was not seen. */
export function faultsOfDay(
  { peers, reached, whyNotApart }: Pick<RehearsedDay, 'peers' | 'reached' | 'whyNotApart'>,
  inventory: readonly Entry[],
): string[] {
  const listed = inventory.filter(
    ({ place, name }) => place === 'connection' && PLAYED.some((program) => name.startsWith(`${program}/`)),
  );
  const known = (reach: Reach): string[] =>
    reach.how === 'tcp' && isLoopback(reach.address)
      ? Object.keys(peers).filter((name) => peers[name]?.includes(reach.port))
      : [];
  const strange = new Set(reached.filter((reach) => known(reach).length === 0).map(described));
  const met = new Set(reached.flatMap(known));
  const unmet = listed.filter(({ name, when }) => (when === undefined || name in peers) && !met.has(name));
  return [
    ...[...strange].map((whom) => `something reaches for ${whom}`),
    ...[...met]
      .filter((peer) => !listed.some(({ name }) => name === peer))
      .map((peer) => `${peer} is not listed`),
    ...(whyNotApart === null ? unmet.map(({ name }) => `${name} is listed and was not seen`) : []),
  ];
}

function described({ how, address, port, name }: Reach): string {
  const where = address.includes(':') ? `[${address}]` : address;
  return `${where}${port === 0 ? '' : `:${port}`} (${how}${name === undefined ? '' : `, asking for ${name}`})`;
}
