import type { ApiClient, Membership } from '@smseal/client';
import {
  POOL_DAYS_KEPT,
  POOL_DAYS_LATE,
  type Id,
  type PoolKeys,
  type PostPoolGrants,
  type PostPoolKey,
  type PostPoolKeys,
} from '@smseal/protocol';
import {
  admitDevice,
  createAccountRoot,
  describeDevice,
  extendChain,
  generateDeviceKeys,
  generateSecretKey,
  randomId,
  type Chain,
  type DeviceKeys,
} from '@smseal/seal';
import { DayKeys } from '../../src/pool/day-keys.ts';

const DAY_MS = 86_400_000;

/** An account whose gateways are one pool, its browser, and what a server would keep of the pool's keys. */
export class PoolServer {
  readonly browser: DeviceKeys;
  chain: Chain;
  gateways: Id[] = [];
  now = Date.parse('2026-11-22T12:00:00.000Z');
  readonly keys: PostPoolKey[] = [];
  /** Said of keys instead of the truth. */
  until: string | null = null;
  alarms: string[] = [];
  readonly #admit: (device: DeviceKeys) => Promise<Chain>;

  private constructor(browser: DeviceKeys, chain: Chain, admit: (device: DeviceKeys) => Promise<Chain>) {
    this.browser = browser;
    this.chain = chain;
    this.#admit = admit;
  }

  static async begin(): Promise<PoolServer> {
    const browser = await generateDeviceKeys();
    const credential = 'A'.repeat(43);
    const now = Date.parse('2026-11-22T11:00:00.000Z');
    const begun = await createAccountRoot({
      account: randomId(),
      secretKey: generateSecretKey(),
      device: browser,
      name: 'Laptop',
      platform: 'browser',
      credential,
      now,
    });
    const { keyring } = begun;
    const server: PoolServer = new PoolServer(browser, begun.chain, async (device) => {
      const description = describeDevice(device, 'gateway', 'Gateway');
      const can = ['send', 'deliver', 'write'] as const;
      const { chain } = server;
      const { entries } = await admitDevice({ chain, keyring, by: browser, description, can, now });
      return extendChain(chain, entries);
    });
    return server;
  }

  /** One more gateway in the pool, with its keys. */
  async join(): Promise<{ device: DeviceKeys; keys: DayKeys }> {
    const device = await generateDeviceKeys();
    this.chain = await this.#admit(device);
    this.gateways.push(device.id);
    return { device, keys: this.start(device) };
  }

  /** A gateway starts: it knows nothing but its own keys. */
  start(device: DeviceKeys): DayKeys {
    const chain = () => this.chain;
    const membership = {
      get chain() {
        return chain();
      },
      identity: { keys: device },
    } as unknown as Membership;
    return new DayKeys({
      api: this.#apiFor(device.id),
      membership,
      standing: () => ({ pool: this.gateways[0] ?? '', members: this.gateways, generation: 0 }),
      bell: ({ code }) => void this.alarms.push(code),
    });
  }

  #apiFor(device: Id): ApiClient {
    const now = () => this.now;
    const json = ({ method, path, json: body }: { method: string; path: string; json?: unknown }) => {
      if (method === 'GET') return Promise.resolve(this.#list(device));
      if (path.endsWith('/keys')) this.#put(body as PostPoolKeys);
      else this.#grant(body as PostPoolGrants);
      return Promise.resolve(undefined);
    };
    return { json, clock: { own: now, corrected: now } } as unknown as ApiClient;
  }

  #put({ keys }: PostPoolKeys): void {
    for (const key of keys) if (!this.keys.some(({ day }) => day === key.day)) this.keys.push(key);
  }

  #grant({ grants }: PostPoolGrants): void {
    for (const { key, device, wrap } of grants) {
      this.#granted.set(key, [...(this.#granted.get(key) ?? []), { device, wrap }]);
    }
  }

  readonly #granted = new Map<Id, PostPoolKey['members']>();

  #list(device: Id): PoolKeys {
    return {
      keys: this.keys.map(({ members, ...key }) => {
        const wraps = [...members, ...(this.#granted.get(key.id) ?? [])];
        const kept = Date.parse(key.day) + (POOL_DAYS_LATE + POOL_DAYS_KEPT) * DAY_MS;
        return {
          ...key,
          members: members.map((member) => member.device),
          holders: wraps.map((one) => one.device),
          wrap: wraps.find((one) => one.device === device)?.wrap ?? null,
          until: this.until ?? new Date(kept).toISOString().slice(0, 10),
        };
      }),
    };
  }
}
