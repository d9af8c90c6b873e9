import { addressPrefix, RateLimit, type Rate } from '../security/rate-limit.ts';

const MINUTE = 60;

/**
 * How often things may be tried, each counted under its own key. What is counted is what was typed, so that a refusal
 * says nothing about whether it is known.
 */
const RATES = {
  /** Codes asked for, per network: sign-up and forgotten password. */
  'codes-asked-from': { burst: 30, perSecond: 1 / MINUTE },
  /** Codes asked for, per e-mail or number. */
  'codes-asked-for': { burst: 5, perSecond: 1 / (12 * MINUTE) },
  /** Changes of e-mail or number asked for, per account: they must not tell who has which. */
  'changes-asked-for': { burst: 5, perSecond: 1 / (60 * MINUTE) },
  /** Notices to one number, whoever caused them; beyond it they are left out silently. */
  'notices-to': { burst: 6, perSecond: 1 / (10 * MINUTE) },
  /** Tries of codes, passwords and passkeys, per network. */
  'tries-from': { burst: 60, perSecond: 1 / 10 },
  /** Tries of codes and passwords, per e-mail, number or account. */
  'tries-at': { burst: 10, perSecond: 1 / 90 },
} satisfies Record<string, Rate>;

export type LimitName = keyof typeof RATES;

/** The limits of one process. */
export class IdentityLimits {
  readonly #now: () => Date;
  readonly #limits: Record<LimitName, RateLimit>;
  constructor(now: () => Date) {
    this.#now = now;
    this.#limits = Object.fromEntries(
      Object.entries(RATES).map(([name, rate]) => [name, new RateLimit(rate)]),
    ) as Record<LimitName, RateLimit>;
  }

  /** @throws CodedError `rate-limited` */
  take(name: LimitName, key: string): void {
    this.#limits[name].take(key, this.#now().getTime());
  }

  /** Counts against the network of an address. @throws CodedError `rate-limited` */
  takeFrom(name: LimitName, address: string): void {
    this.take(name, addressPrefix(address));
  }

  /** Whether there is still room; takes it. */
  allows(name: LimitName, key: string): boolean {
    return this.#limits[name].wait(key, this.#now().getTime()) === 0;
  }

  /** Gives back what a try took that turned out right: only failures count. */
  giveBack(name: LimitName, key: string): void {
    this.#limits[name].wait(key, this.#now().getTime(), -1);
  }

  /** Gives back to the network of an address. */
  giveBackFrom(name: LimitName, address: string): void {
    this.giveBack(name, addressPrefix(address));
  }
}
