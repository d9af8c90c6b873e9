import { REFUSALS, type RouteCandidate, type RouteRefusal, type RouteRequest } from './route-candidate.ts';

/** A criterion between candidates that all could send: the lower measure is better. */
type Measure = (candidate: RouteCandidate, request: RouteRequest) => number;

/**
 * By what one candidate is preferred to another, the weightiest first.
 *
 * - `healthier`: degraded connectors only when nothing is up.
 * - `answerable`: a STOP must find its way back, so texts that it stops go where answers come back. Codes need no answer.
 * - `nearer`: a connector for the country before one for everywhere.
 * - `earlier`: the one that the settings name first.
 * - `less-loaded`: in steps of a tenth, so that equal ones share the work and small waves do not move texts to and fro.
 */
const PREFERENCES = {
  healthier: ({ health }) => (health === 'up' ? 0 : 1),
  answerable: ({ capabilities }, { class: textClass, sender }) =>
    textClass === 'one-time-code' || sender === 'alphanumeric' || capabilities.twoWay ? 0 : 1,
  nearer: ({ capabilities: { countries } }) => (countries === 'all' ? 1 : 0),
  earlier: ({ place }) => place,
  'less-loaded': ({ load }) => Math.floor(load * 10),
} as const satisfies Record<string, Measure>;

/** `first-by-name`: equal in everything. */
export type RoutePreference = keyof typeof PREFERENCES | 'first-by-name';
const ORDER = Object.keys(PREFERENCES) as (keyof typeof PREFERENCES)[];

type Place = Pick<RouteCandidate, 'device' | 'connector'>;

/** The choice of a route and all that a timeline tells of it. */
export interface RouteChoice {
  /** Null when nobody can send the text now. `because` is what set it apart, each criterion once; empty for the only one. */
  chosen: (Place & { because: RoutePreference[] }) | null;
  /** Could have sent it, the next best first; `because` is what the chosen one was better by. */
  passedOver: (Place & { because: RoutePreference })[];
  /** Could not have sent it, with every reason. */
  refused: (Place & { why: RouteRefusal[] })[];
}

/** Chooses the sending device and connector of a text. The order of the candidates does not matter. */
export function chooseRoute(request: RouteRequest, candidates: readonly RouteCandidate[]): RouteChoice {
  const judged = candidates
    .toSorted(byName)
    .map((candidate) => ({ candidate, why: refusals(candidate, request) }));
  const able = judged.filter(({ why }) => why.length === 0).map(({ candidate }) => candidate);
  const [best, ...others] = able.sort((a, b) => compare(a, b, request).sign);
  const passedOver = others.map((candidate) => ({
    ...place(candidate),
    because: best ? compare(best, candidate, request).by : 'first-by-name',
  }));
  const because = [...new Set(passedOver.map(({ because }) => because))];
  return {
    chosen: best ? { ...place(best), because } : null,
    passedOver,
    refused: judged.flatMap(({ candidate, why }) => (why.length > 0 ? [{ ...place(candidate), why }] : [])),
  };
}

function refusals(candidate: RouteCandidate, request: RouteRequest): RouteRefusal[] {
  return (Object.keys(REFUSALS) as RouteRefusal[]).filter((why) => REFUSALS[why](candidate, request));
}

/** The first criterion that tells two candidates apart; negative when `a` is better. */
function compare(
  a: RouteCandidate,
  b: RouteCandidate,
  request: RouteRequest,
): { sign: number; by: RoutePreference } {
  for (const by of ORDER) {
    const sign = PREFERENCES[by](a, request) - PREFERENCES[by](b, request);
    if (sign !== 0) return { sign, by };
  }
  return { sign: byName(a, b), by: 'first-by-name' };
}

function byName(a: Place, b: Place): number {
  return order(a.device, b.device) || order(a.connector, b.connector);
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function place({ device, connector }: Place): Place {
  return { device, connector };
}
