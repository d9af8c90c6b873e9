/** A device that follows the list of numbers that must not be texted. */
import {
  ApiClient,
  appendChain,
  ListKeeper,
  LiveConnection,
  Membership,
  SuppressionSet,
  type Alarm,
  type DeviceIdentity,
  type ListPin,
  type ListStore,
} from '@smseal/client';
import { ORDINARY_CAPABILITIES, type SuppressionListEntry } from '@smseal/protocol';
import { admitDevice, describeDevice, generateDeviceKeys, newCredential } from '@smseal/seal';

/** What a device keeps of the list across restarts. */
export class MemoryPin implements ListStore {
  pin: ListPin | null = null;

  loadListPin(): Promise<ListPin | null> {
    return Promise.resolve(this.pin);
  }

  saveListPin(_list: string, pin: ListPin): Promise<void> {
    this.pin = pin;
    return Promise.resolve();
  }
}

/** Admits a gateway as the account's browser does, without the ceremony of linking. */
export async function admitGateway(by: Membership, server: ApiClient): Promise<DeviceIdentity> {
  const keys = await generateDeviceKeys({ extractable: true });
  const { token, hash } = await newCredential();
  await by.refresh();
  const { chain, keyring, identity } = by;
  const request = await admitDevice({
    chain,
    keyring,
    by: identity.keys,
    description: describeDevice(keys, 'gateway', 'A gateway'),
    can: ORDINARY_CAPABILITIES.gateway,
    now: Date.now(),
  });
  await appendChain(server, { ...request, credential: hash });
  await by.refresh();
  return { account: identity.account, token, keys };
}

export interface Follower {
  keeper: ListKeeper<SuppressionListEntry>;
  set: SuppressionSet;
  alarms: Alarm[];
  pin: MemoryPin;
}

/** Follows the list at `origin`, not yet running. */
export function follow(
  origin: string,
  membership: Membership,
  given: { pin?: MemoryPin; alarms?: Alarm[] } = {},
): Follower {
  const { pin = new MemoryPin(), alarms = [] } = given;
  const { token } = membership.identity;
  const api = new ApiClient({ origin, token: () => token, backOff: { first: 20, most: 200 } });
  const set = new SuppressionSet();
  const keeper = new ListKeeper<SuppressionListEntry>({
    api,
    membership,
    list: 'suppressions',
    store: pin,
    bell: (alarm) => void alarms.push(alarm),
    contents: set,
  });
  return { keeper, set, alarms, pin };
}

/** A gateway's own standing, kept nowhere. */
export async function standing(
  origin: string,
  identity: DeviceIdentity,
  alarms: Alarm[] = [],
): Promise<Membership> {
  return Membership.open({
    api: new ApiClient({ origin, token: () => identity.token, backOff: { first: 20, most: 200 } }),
    identity,
    bell: (alarm) => void alarms.push(alarm),
    store: { loadMembership: () => Promise.resolve(null), saveMembership: () => Promise.resolve() },
  });
}

/** Runs a follower and wakes it when the server says that the list has grown. @returns ends it. */
export function listen(origin: string, identity: DeviceIdentity, { keeper }: Follower): () => Promise<void> {
  const over = new AbortController();
  const running = keeper.run(over.signal).catch(() => undefined);
  const live = new LiveConnection({
    origin,
    token: () => identity.token,
    listener: {
      ready: () => keeper.wake(),
      message: (message) => {
        if (message.type === 'list') keeper.wake();
      },
      closed: () => undefined,
    },
  });
  live.start();
  return async () => {
    live.stop();
    over.abort();
    await running;
  };
}
