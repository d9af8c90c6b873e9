import { routeSender, type Carrier } from '@smseal/policy';

/** The ways out of a sender's texts now. */
export interface Ways<Way> {
  /** Those that may carry them, the best first; empty while they have to wait. */
  ways: readonly Way[];
  /** What they leave as; null for the carrier's own. */
  from: string | null;
}

/** What stands at the end of a way. */
type Carrying = Omit<Carrier, 'isUp'> & { state: { state: string } };

/** Which way texts go, by their sender: decided once for each sender, until a connection comes or goes. */
export class Router<Way extends { readonly connector: Carrying }> {
  readonly #ways: readonly Way[];
  readonly #known = new Map<string | null, Ways<Way>>();
  /** Numbers that people have texted and that no carrier lists as a sender, by the way on which they did. */
  readonly #heard = new Map<string, Way>();

  /** @param ways in the order of the settings. */
  constructor(ways: readonly Way[]) {
    this.#ways = ways;
  }

  of(from: string | null): Ways<Way> {
    const known = this.#known.get(from);
    if (known !== undefined) return known;
    const found = this.#find(from, isUp);
    // Senders are the texts' own words: what no carrier lists is bounded.
    if (this.#known.size >= MOST_SENDERS) this.#known.clear();
    this.#known.set(from, found);
    return found;
  }

  /** The way that a sender's texts go now, or would go were all up. */
  likely(from: string | null): Way | undefined {
    return this.of(from).ways[0] ?? this.#find(from, () => true).ways[0];
  }

  /** A connection came or went. */
  renew(): void {
    this.#known.clear();
  }

  /** Somebody has texted a number by this way: what is answered goes by it, too, where no carrier lists that number. */
  heard(to: string, way: Way): void {
    if (this.#heard.get(to) === way) return;
    if (this.#heard.size >= MOST_SENDERS) this.#heard.clear();
    this.#heard.set(to, way);
    this.#known.delete(to);
  }

  #find(from: string | null, up: (way: Way) => boolean): Ways<Way> {
    const carriers = this.#ways.map((way) => {
      const { id, senders } = way.connector;
      const isHeard = from !== null && this.#heard.get(from) === way;
      const all = isHeard && senders !== 'any' ? [...senders, from] : senders;
      return { id, senders: all, isUp: up(way) };
    });
    const route = routeSender(from, carriers);
    const ways = route.connectors.flatMap(
      (id) => this.#ways.find(({ connector }) => connector.id === id) ?? [],
    );
    return { ways, from: route.from };
  }
}

const MOST_SENDERS = 10_000;

function isUp({ connector }: { connector: Carrying }): boolean {
  return connector.state.state === 'bound';
}
