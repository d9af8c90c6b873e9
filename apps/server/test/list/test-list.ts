import { createHash, sign } from 'node:crypto';
import type {
  AppendChain,
  AppendListSegment,
  Capability,
  Id,
  ListHead,
  ListKeySet,
  Platform,
} from '@smseal/protocol';
import { frame, newSigner, newToken, sealedKey, TestChain, type Signer } from '../device/test-chain.ts';
import { envelope, octets } from '../sealed-things.ts';
import { seedAccount, seedSession, type CallOptions, type TestServer } from '../test-server.ts';

/** A device of the chain with its signing key and token. */
export interface ListDevice {
  signer: Signer;
  id: Id;
  token: string;
}

const number = (value: number): Buffer => {
  const eight = Buffer.alloc(8);
  eight.writeBigUInt64BE(BigInt(value));
  return eight;
};
const sha256 = (given: Uint8Array): Buffer => createHash('sha256').update(given).digest();

/** The next segment of a list as honest devices sign it (SEAL-69), and the head with it. */
export function nextSegment(
  { account, keyVersion = 1, head }: { account: Id; keyVersion?: number; head: ListHead },
  { signer }: Pick<ListDevice, 'signer'>,
  given: { envelope?: string; list?: AppendListSegment['list'] } = {},
): { segment: AppendListSegment; head: ListHead } {
  const { list = 'suppressions', envelope: sealed = envelope() } = given;
  const texts = (...parts: string[]) => parts.map((part) => Buffer.from(part));
  const signed = frame(
    'list/segment/signature',
    ...texts(account, list),
    number(head.count),
    ...texts(signer.id, head.digest ?? ''),
    number(keyVersion),
    sha256(Buffer.from(sealed, 'base64url')),
  );
  const signature = sign(null, signed, signer.key);
  const digest = sha256(frame('list/segment/digest', signed, signature)).toString('base64url');
  const place = { list, number: head.count, author: signer.id, previous: head.digest, keyVersion };
  return {
    segment: { ...place, envelope: sealed, signature: signature.toString('base64url') },
    head: { count: head.count + 1, digest },
  };
}

/** Keys in the form that the server sees: it cannot check their signature's meaning, so any octets do. */
export function keySet(
  author: Id,
  given: Partial<Omit<ListKeySet, 'gateways'>> & { gateways?: Id[] },
): ListKeySet {
  const { gateways = [], ...rest } = given;
  const wrap = () => ({ enc: octets(32), sealed: octets(48) });
  return {
    list: 'suppressions',
    version: 1,
    author,
    epoch: 1,
    head: { count: 0, digest: null },
    envelope: envelope(),
    accountWrap: wrap(),
    signature: octets(64),
    ...rest,
    gateways: gateways.map((device) => ({ device, wrap: wrap() })),
  };
}

/** An account with a browser that configures, and as many gateways as are asked for. */
export class ListOwner {
  readonly server: TestServer;
  readonly account: Id;
  readonly chain: TestChain;
  readonly browser: ListDevice;

  private constructor(server: TestServer, chain: TestChain, browser: ListDevice) {
    this.server = server;
    this.account = chain.account;
    this.chain = chain;
    this.browser = browser;
  }

  static async create(server: TestServer): Promise<ListOwner> {
    const chain = new TestChain(await seedAccount(server.database));
    const signer = newSigner();
    const { token, credential } = newToken();
    const owner = new ListOwner(server, chain, { signer, id: signer.id, token });
    const headers = await seedSession(server.database, chain.account);
    await owner.#post(chain.first(signer, credential), { headers });
    return owner;
  }

  async admit(platform: Platform, can: Capability[]): Promise<ListDevice> {
    const signer = newSigner();
    const { token, credential } = newToken();
    const entry = this.chain.entry(this.browser.signer, this.chain.devicePart(signer, can, platform));
    const scopes = can.includes('read') ? (['id', 'epoch'] as const) : (['id'] as const);
    const keys = scopes.map((scope) => sealedKey(signer.id, scope, scope === 'id' ? 0 : 1));
    await this.#post({ entries: [entry], keys, credential }, { token: this.browser.token });
    return { signer, id: signer.id, token };
  }

  gateway(): Promise<ListDevice> {
    return this.admit('gateway', ['send', 'write']);
  }

  async remove(device: Id, cutoffs: Record<Id, number>): Promise<void> {
    const { chain, browser } = this;
    const entries = [
      chain.entry(browser.signer, { type: 'remove', device }),
      chain.entry(browser.signer, chain.epochPart(2, cutoffs)),
    ];
    const keys = ['root', browser.id].map((recipient) => sealedKey(recipient, 'epoch', 2));
    await this.#post({ entries, keys }, { token: browser.token });
  }

  async #post(body: AppendChain, how: CallOptions): Promise<void> {
    const answer = await this.server.call('POST', '/v1/chain', { ...how, body });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  }
}
