import { LIVE_MAX_AGE_MS, toBase64Url, type DirectEvent, type Id } from '@smseal/protocol';
import type { Chain, ChainDevice } from '../device/chain.ts';
import type { DeviceKeys } from '../device/device-keys.ts';
import { requireGateway, requireLive } from '../device/standing.ts';
import { openEnvelope, sealEnvelope, splitEnvelope, SUITE_KEY } from '../envelope/envelope.ts';
import { openWrap, sealWrap } from '../envelope/wrap.ts';
import { frame, type Part } from '../octets/frame.ts';
import { equalOctets, fromWire, type Octets } from '../octets/octets.ts';
import { importAesKey } from '../primitive/aes-gcm.ts';
import { requireSignature, sign } from '../primitive/ed25519.ts';
import { hkdf, importHkdfKey, sha256 } from '../primitive/hash.ts';
import { randomId, randomOctets } from '../primitive/random.ts';
import { SealError } from '../seal-error.ts';
import { LIVE_MAX_AHEAD_MS } from './live.ts';

export interface SealDirectInput {
  chain: Chain;
  /** A live gateway, or a live device that can `configure`. */
  by: DeviceKeys;
  /** A device that configures where `by` is a gateway, else a gateway. */
  to: Id;
  /** ms since 1970. */
  now: number;
  /** When it is worth nothing any more, ms since 1970; at most two minutes after `now`. */
  expires: number;
  /** JSON-serialisable. */
  payload: unknown;
}

type DirectHead = Pick<DirectEvent, 'from' | 'to' | 'id' | 'at' | 'expires'>;

/**
 * Seals a direct event to its addressee's own key and signs it.
 * @throws SealError `unknown-device`, `removed-device`, `not-permitted` for author or addressee.
 */
export async function sealDirect(input: SealDirectInput): Promise<DirectEvent> {
  return sealDirectWith(input, {});
}

/** What known-answer vectors fix. */
export interface FixedDirect {
  id?: Id;
  contentKey?: Octets;
  nonce?: Octets;
  ephemeral?: Octets;
}

export async function sealDirectWith(
  { chain, by, to, now, expires, payload }: SealDirectInput,
  fixed: FixedDirect,
): Promise<DirectEvent> {
  const { addressee } = requirePair(chain, { from: by.id, to });
  const head: DirectHead = {
    from: by.id,
    to,
    id: fixed.id ?? randomId(),
    at: new Date(now).toISOString(),
    expires: new Date(expires).toISOString(),
  };
  const contentKey = fixed.contentKey ?? randomOctets(32);
  const keys = await deriveKeys(head, contentKey);
  const envelope = await sealEnvelope({
    suite: SUITE_KEY,
    name: keys.keyId,
    key: keys.content,
    aad: additionalData(chain.account, head),
    payload,
    ...(fixed.nonce ? { nonce: fixed.nonce } : {}),
  });
  const recipient = { to: fromWire(addressee.agree, 32), info: wrapInfo(chain.account, head) };
  const ephemeral = fixed.ephemeral ? { ephemeral: fixed.ephemeral } : {};
  return {
    type: 'direct',
    ...head,
    envelope: toBase64Url(envelope),
    wrap: await sealWrap({ ...recipient, ...ephemeral }, contentKey),
    signature: toBase64Url(await sign(by.sign.privateKey, await statement(chain.account, head, envelope))),
  };
}

/** What a receiver consults; the chain is a function, because it grows while it listens. */
export interface DirectReceiverInput {
  chain(): Chain;
  /** The receiving device. */
  me: DeviceKeys;
}

/** Ids are remembered for so long after they expired: clocks may go back. */
const REMEMBERED_MS = 48 * 60 * 60 * 1000;

/** Opens direct events, each at most once. */
export class DirectReceiver {
  readonly #input: DirectReceiverInput;
  /** When each id that was taken expired, in the order in which they were taken. */
  readonly #taken = new Map<Id, number>();

  constructor(input: DirectReceiverInput) {
    this.#input = input;
  }

  /**
   * @param now the later of this device's clock and the server's, ms since 1970.
   * @throws SealError `not-permitted` (for another device, or between devices that have nothing to say to each other so),
   *   `unknown-device`, `removed-device`, `too-old`, `replayed`, `bad-signature`, `not-authentic`, `wrong-key`,
   *   `unknown-suite`, `malformed`.
   */
  async open(event: DirectEvent, now: number): Promise<unknown> {
    const chain = this.#input.chain();
    const { me } = this.#input;
    if (event.to !== me.id) throw new SealError('not-permitted', 'a direct event for another device');
    const { author } = requirePair(chain, event);
    requireFresh(event, now);
    this.#requireNew(event);
    const envelope = fromWire(event.envelope);
    await requireSignature(author.sign, event.signature, await statement(chain.account, event, envelope));
    const opening = { pair: me.agree, info: wrapInfo(chain.account, event) };
    const keys = await deriveKeys(event, await openWrap(opening, event.wrap));
    const parts = splitEnvelope(envelope);
    if (parts.suite !== SUITE_KEY) throw new SealError('unknown-suite', 'not a suite of direct events');
    if (!equalOctets(parts.name, keys.keyId)) throw new SealError('wrong-key', 'the wrap holds another key');
    const payload = await openEnvelope(parts, keys.content, additionalData(chain.account, event));
    // Again: two copies may have been opened at once. Only what its author signed is remembered.
    this.#requireNew(event);
    this.#remember(event, now);
    return payload;
  }

  #requireNew({ id }: DirectEvent): void {
    if (this.#taken.has(id)) throw new SealError('replayed', 'a direct event that came before');
  }

  #remember({ id, expires }: DirectEvent, now: number): void {
    for (const [old, expired] of this.#taken) {
      if (expired + REMEMBERED_MS > now) break;
      this.#taken.delete(old);
    }
    this.#taken.set(id, Date.parse(expires));
  }
}

/** Whether two devices have anything to say to each other so: one that configures to a gateway, or a gateway back. */
function requirePair(
  chain: Chain,
  { from, to }: Pick<DirectEvent, 'from' | 'to'>,
): { author: ChainDevice; addressee: ChainDevice } {
  if (chain.device(from)?.platform === 'gateway')
    return { author: requireGateway(chain, from), addressee: requireLive(chain, to, 'configure') };
  return { author: requireLive(chain, from, 'configure'), addressee: requireGateway(chain, to) };
}

/** An expiry further off than an event may be old would have to be remembered for longer than anybody does. */
function requireFresh({ at, expires }: DirectEvent, now: number): void {
  const [began, ends] = [Date.parse(at), Date.parse(expires)];
  const isFresh = now < ends && now - began <= LIVE_MAX_AGE_MS && began - now <= LIVE_MAX_AHEAD_MS;
  if (!(isFresh && ends - began <= LIVE_MAX_AGE_MS))
    throw new SealError('too-old', 'a direct event out of its time');
}

async function deriveKeys({ id }: DirectHead, contentKey: Octets) {
  const key = await importHkdfKey(contentKey);
  const derive = (label: string) => hkdf({ key, info: frame(`direct/${label}`, id) });
  return { keyId: await derive('key-id'), content: await importAesKey(await derive('content')) };
}

function additionalData(account: Id, head: DirectHead): Octets {
  return frame('direct', SUITE_KEY, ...headParts(account, head));
}

/** The wrap is left out: the key id inside the signed envelope commits to what it must hold. */
async function statement(account: Id, head: DirectHead, envelope: Octets): Promise<Octets> {
  return frame('direct/signature', ...headParts(account, head), await sha256(envelope));
}

function headParts(account: Id, { from, to, id, at, expires }: DirectHead): Part[] {
  return [account, from, to, id, at, expires];
}

function wrapInfo(account: Id, { to, id }: DirectHead): Octets {
  return frame('direct/wrap', account, to, id);
}
