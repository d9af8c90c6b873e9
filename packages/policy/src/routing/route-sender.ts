import { chooseRoute } from './choose-route.ts';
import type { RouteCandidate, RouteRequest } from './route-candidate.ts';

/** One of a gateway's carriers, as routing sees it. */
export interface Carrier {
  /** Id of its connector. */
  id: string;
  /** Senders that it accepts; the first is its own. */
  senders: readonly string[] | 'any';
  isUp: boolean;
}

/** The ways out of all texts of one sender. */
export interface SenderRoute {
  /** Ids of connectors that may carry them now, the best first; empty while they have to wait. */
  connectors: string[];
  /** What they leave as; null for the carrier's own. */
  from: string | null;
}

/** Where only senders tell carriers apart, and every carrier takes whatever else a text may be. */
const REQUEST = {
  country: null,
  numberType: 'unknown',
  class: 'transactional',
  sender: 'number',
  needsReply: false,
  unicode: false,
} as const satisfies Omit<RouteRequest, 'from'>;
const CAPABILITIES = {
  countries: 'all',
  alphanumericSender: true,
  twoWay: true,
  unicode: true,
  fixedLines: true,
} as const satisfies RouteCandidate['capabilities'];

/**
 * By which of a gateway's carriers texts of a sender leave: those that list it and are up, in the order of the settings.
 *
 * - A text that names no sender leaves as the first carrier's that is up, and by others only as the same.
 * - A sender that no carrier lists goes by any, and the carrier decides.
 *
 * @param carriers in the order of the settings.
 */
export function routeSender(from: string | null, carriers: readonly Carrier[]): SenderRoute {
  const isListed = from !== null && carriers.some((carrier) => accepts(carrier, from));
  const order = inOrder(isListed ? from : null, carriers);
  if (from !== null) return { connectors: order, from };
  const first = carriers.find(({ id }) => id === order[0]);
  const own = first === undefined || first.senders === 'any' ? null : (first.senders[0] ?? null);
  const same = carriers.filter((carrier) => carrier === first || (own !== null && accepts(carrier, own)));
  return { connectors: order.filter((connector) => same.some(({ id }) => id === connector)), from: own };
}

function accepts({ senders }: Carrier, from: string): boolean {
  return senders === 'any' || senders.includes(from);
}

/** Those that may carry a sender's texts now, or any sender's, the best first. */
function inOrder(from: string | null, carriers: readonly Carrier[]): string[] {
  const candidates = carriers.map(({ id, senders, isUp }, place) => ({
    device: '',
    connector: id,
    place,
    senders,
    health: isUp ? ('up' as const) : ('down' as const),
    load: 0,
    capabilities: CAPABILITIES,
  }));
  const { chosen, passedOver } = chooseRoute({ ...REQUEST, from }, candidates);
  return [...(chosen === null ? [] : [chosen]), ...passedOver].map(({ connector }) => connector);
}
