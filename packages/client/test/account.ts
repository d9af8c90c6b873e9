import { Membership, type Alarm, type ApiClient } from '@smseal/client';
import {
  ORDINARY_CAPABILITIES,
  type ChainEntry,
  type Id,
  type Platform,
  type SealedKey,
  type SealedRecord,
} from '@smseal/protocol';
import {
  admitDevice,
  type Chain,
  createAccountRoot,
  describeDevice,
  extendChain,
  generateDeviceKeys,
  generateSecretKey,
  type Keyring,
  newCredential,
  randomId,
  sealRecord,
  startEpoch,
  type DeviceKeys,
} from '@smseal/seal';
import { DoubleServer, type Answering } from './double-server.ts';

/** An account as its server holds it: the whole chain, every sealed key. */
export class TestAccount {
  readonly id: Id;
  readonly entries: ChainEntry[] = [];
  readonly keys: SealedKey[] = [];
  readonly owner: DeviceKeys;
  chain: Chain;
  keyring: Keyring;
  authored: Record<Id, number> = {};
  #seq = 0;

  private constructor(parts: { id: Id; owner: DeviceKeys; chain: Chain; keyring: Keyring }) {
    this.id = parts.id;
    this.owner = parts.owner;
    this.chain = parts.chain;
    this.keyring = parts.keyring;
  }

  static async create(): Promise<TestAccount> {
    const [id, owner] = [randomId(), await generateDeviceKeys()];
    const { request, chain, keyring } = await createAccountRoot({
      account: id,
      secretKey: generateSecretKey(),
      device: owner,
      name: 'First browser',
      platform: 'browser',
      credential: (await newCredential()).hash,
      now: Date.now(),
    });
    const account = new TestAccount({ id, owner, chain, keyring });
    account.entries.push(...request.entries);
    account.keys.push(...request.keys);
    return account;
  }

  /** Admits one more device. */
  async admit(platform: Platform, name: string): Promise<DeviceKeys> {
    const keys = await generateDeviceKeys();
    const { entries, keys: sealed } = await admitDevice({
      chain: this.chain,
      keyring: this.keyring,
      by: this.owner,
      description: describeDevice(keys, platform, name),
      can: ORDINARY_CAPABILITIES[platform],
      now: Date.now(),
    });
    this.entries.push(...entries);
    this.keys.push(...sealed);
    this.chain = await extendChain(this.chain, entries);
    return keys;
  }

  /** Starts the next epoch. */
  async turn(): Promise<void> {
    const { chain, keyring, owner, authored } = this;
    const act = await startEpoch({ chain, keyring, by: owner, authored, now: Date.now() });
    this.entries.push(...act.request.entries);
    this.keys.push(...act.request.keys);
    this.chain = act.chain;
    this.keyring = act.keyring;
  }

  /** A record as the owner seals it. */
  seal(record: { kind: SealedRecord['kind']; id?: Id; version?: number; payload: unknown; day?: string }) {
    const { id = randomId(), version = 1, kind, payload, day } = record;
    const clear = kind === 'message' ? { conversation: randomId(), day: day ?? '2026-11-01' } : {};
    const authorSeq = ++this.#seq;
    return sealRecord({
      keyring: this.keyring,
      account: this.id,
      author: this.owner.id,
      authorSeq,
      kind,
      id,
      version,
      clear,
      payload,
    });
  }

  /** The routes that every device asks. */
  routes(): Record<string, Answering> {
    return {
      'GET /v1/chain': ({ query }) => ({
        account: this.id,
        entries: this.entries.slice(Number(query.get('after') ?? 0)),
        length: this.entries.length,
        authored: this.authored,
      }),
      'GET /v1/keys': () => ({ keys: this.keys }),
    };
  }

  /** A device's standing, held in memory. */
  async membership(keys: DeviceKeys, api: ApiClient, alarms: Alarm[] = []): Promise<Membership> {
    return Membership.open({
      api,
      identity: { account: this.id, token: 'token', keys },
      store: { loadMembership: () => Promise.resolve(null), saveMembership: () => Promise.resolve() },
      bell: (alarm) => void alarms.push(alarm),
    });
  }

  /** A server with this account's own routes and others. */
  server(routes: Record<string, Answering>): DoubleServer {
    return new DoubleServer({ ...this.routes(), ...routes });
  }
}
