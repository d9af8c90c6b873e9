import { LIVE_MAX_AGE_MS, toBase64Url, type Id, type LiveEvent, type LivePayload } from '@smseal/protocol';
import type { Chain } from '../device/chain.ts';
import { openEnvelope, sealEnvelope, splitEnvelope, SUITE_KEY } from '../envelope/envelope.ts';
import type { Keyring } from '../epoch/keyring.ts';
import { frame } from '../octets/frame.ts';
import { equalOctets, fromWire, type Octets } from '../octets/octets.ts';
import { SealError } from '../seal-error.ts';

/** How far ahead of the receiver an author's clock may be, ms; beyond it an event could be replayed for too long. */
export const LIVE_MAX_AHEAD_MS = 300_000;

export interface SealLiveInput {
  keyring: Keyring;
  account: Id;
  from: Id;
  /** One device, or null for all others. */
  to: Id | null;
  /** Higher than any that this device has used before, over restarts too. */
  seq: number;
  /** ms since 1970. */
  now: number;
  payload: LivePayload;
}

/** Seals a live event under the newest epoch's live key. @throws SealError `unknown-epoch`, `not-permitted` (a foreign keyring). */
export async function sealLive(input: SealLiveInput): Promise<LiveEvent> {
  return sealLiveWith(input);
}

/** @param nonce random unless given; known-answer vectors alone give it. */
export async function sealLiveWith(input: SealLiveInput, nonce?: Octets): Promise<LiveEvent> {
  const { keyring, account, from, to, seq, now, payload } = input;
  if (keyring.account !== account) throw new SealError('not-permitted', 'a keyring of another account');
  const { epoch, keyId, liveKey } = keyring.current();
  const head = { type: 'live', from, to, epoch, seq, at: new Date(now).toISOString() } as const;
  const envelope = await sealEnvelope({
    suite: SUITE_KEY,
    name: keyId,
    key: liveKey,
    aad: liveAad(account, head),
    payload,
    ...(nonce ? { nonce } : {}),
  });
  return { ...head, envelope: toBase64Url(envelope) };
}

/** What a receiver consults; functions, because chain and keyring grow while it listens. */
export interface LiveReceiverInput {
  chain(): Chain;
  keyring(): Keyring;
  /** The receiving device. */
  me: Id;
}

/** Opens live events and remembers each author's last sequence. */
export class LiveReceiver {
  readonly #input: LiveReceiverInput;
  readonly #seen = new Map<Id, number>();

  constructor(input: LiveReceiverInput) {
    this.#input = input;
  }

  /**
   * @param now ms since 1970.
   * @throws SealError `not-permitted` (for another device, or its author may not read), `unknown-device`,
   *   `removed-device`, `unknown-epoch` (not the chain's current one), `too-old`, `replayed`, `unknown-suite`,
   *   `wrong-key`, `not-authentic`, `malformed`.
   */
  async open(event: LiveEvent, now: number): Promise<LivePayload> {
    const chain = this.#input.chain();
    requireLiveAuthor(chain, event, this.#input.me);
    requireFresh(event, now);
    this.#requireNew(event);
    const keys = this.#input.keyring().at(event.epoch);
    const parts = splitEnvelope(fromWire(event.envelope));
    if (parts.suite !== SUITE_KEY) throw new SealError('unknown-suite', 'not a suite of live events');
    if (!equalOctets(parts.name, keys.keyId)) throw new SealError('wrong-key', 'sealed under another key');
    const payload = await openEnvelope(parts, keys.liveKey, liveAad(chain.account, event));
    // Again: two copies may have been opened at once. Only what is authentic moves the mark.
    this.#requireNew(event);
    this.#seen.set(event.from, event.seq);
    return payload as LivePayload;
  }

  #requireNew({ from, seq }: LiveEvent): void {
    if (seq <= (this.#seen.get(from) ?? 0)) throw new SealError('replayed', 'a live event that came before');
  }
}

function requireLiveAuthor(chain: Chain, event: LiveEvent, me: Id): void {
  if (event.to !== null && event.to !== me)
    throw new SealError('not-permitted', 'a live event for another device');
  if (event.epoch !== chain.epoch) throw new SealError('unknown-epoch', 'a live event of another epoch');
  const author = chain.device(event.from);
  if (!author)
    throw new SealError('unknown-device', 'a live event of a device that the chain never admitted');
  if (author.removedIndex !== null) throw new SealError('removed-device', 'a live event of a removed device');
  if (!author.can.includes('read'))
    throw new SealError('not-permitted', 'a live event of a device without `read`');
}

function requireFresh({ at }: LiveEvent, now: number): void {
  const age = now - Date.parse(at);
  if (!(age <= LIVE_MAX_AGE_MS && age >= -LIVE_MAX_AHEAD_MS)) {
    throw new SealError('too-old', 'a live event out of its time');
  }
}

function liveAad(account: Id, event: Omit<LiveEvent, 'envelope'>): Octets {
  const { from, to, epoch, seq, at } = event;
  return frame('live', SUITE_KEY, account, from, to ?? '', epoch, seq, at);
}
