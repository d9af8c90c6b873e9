import { ORDINARY_CAPABILITIES, type ChainEntry, type Id, type SealedKey } from '@smseal/protocol';
import {
  admitDevice,
  createAccountRoot,
  describeDevice,
  extendChain,
  generateDeviceKeys,
  generateSecretKey,
  newCredential,
  openKeyring,
  randomId,
  type Chain,
  type DeviceKeys,
  type Keyring,
} from '../src/index.ts';

export const NOW = Date.UTC(2026, 10, 22, 12);

/** An account with a browser (which made the root), a phone and a gateway. */
export interface Household {
  account: Id;
  secretKey: string;
  browser: DeviceKeys;
  phone: DeviceKeys;
  gateway: DeviceKeys;
  chain: Chain;
  /** The browser's. */
  keyring: Keyring;
  phoneKeyring: Keyring;
  entries: ChainEntry[];
  /** Every sealed key so far, for all recipients. */
  keys: SealedKey[];
}

export async function newHousehold(): Promise<Household> {
  const account = randomId();
  const secretKey = generateSecretKey();
  const [browser, phone, gateway] = await Promise.all([
    generateDeviceKeys(),
    generateDeviceKeys({ extractable: true }),
    generateDeviceKeys(),
  ]);
  const { hash } = await newCredential();
  const root = { account, secretKey, device: browser, name: 'Laptop', platform: 'browser' } as const;
  const begun = await createAccountRoot({ ...root, credential: hash, now: NOW });
  const { keyring } = begun;
  const withPhone = await admit(begun.chain, keyring, { by: browser, device: phone, platform: 'phone' });
  const withGateway = await admit(withPhone.chain, keyring, {
    by: phone,
    device: gateway,
    platform: 'gateway',
  });
  const requests = [begun.request, withPhone.request, withGateway.request];
  const chain = withGateway.chain;
  const keys = requests.flatMap((request) => request.keys);
  return {
    account,
    secretKey,
    browser,
    phone,
    gateway,
    chain,
    keyring,
    phoneKeyring: await openKeyring(chain, keys, phone),
    entries: requests.flatMap((request) => request.entries),
    keys,
  };
}

interface Admission {
  by: DeviceKeys;
  device: DeviceKeys;
  platform: keyof typeof ORDINARY_CAPABILITIES;
}

/** Admits a device with its platform's ordinary capabilities. */
export async function admit(chain: Chain, keyring: Keyring, { by, device, platform }: Admission) {
  const description = describeDevice(device, platform, `A ${platform}`);
  const can = ORDINARY_CAPABILITIES[platform];
  const request = await admitDevice({ chain, keyring, by, description, can, now: NOW });
  return { request, chain: await extendChain(chain, request.entries) };
}

let shared: Promise<Household> | undefined;

/** One household for every test that only looks at it. */
export function household(): Promise<Household> {
  shared ??= newHousehold();
  return shared;
}
