import { toBase64Url, type Id, type InboundSession, type SealedRecord } from '@smseal/protocol';
import { sealEnvelope, SUITE_SESSION } from '../envelope/envelope.ts';
import type { Keyring } from '../epoch/keyring.ts';
import { frame } from '../octets/frame.ts';
import { fromWire, type Octets } from '../octets/octets.ts';
import { importAesKey } from '../primitive/aes-gcm.ts';
import { requireSignature, sign } from '../primitive/ed25519.ts';
import { hpkeReceiveExport, hpkeSendExport } from '../primitive/hpke.ts';
import { randomId } from '../primitive/random.ts';
import { recordAad } from '../record/record-aad.ts';
import type { RecordHead } from '../record/seal-record.ts';
import { SealError } from '../seal-error.ts';
import type { Chain } from './chain.ts';
import type { DeviceKeys } from './device-keys.ts';

/** A session whose signature, device and epoch were verified, with the key of its records. */
export interface OpenedSession {
  readonly id: Id;
  readonly device: Id;
  readonly epoch: number;
  readonly day: string;
  /** AES-256-GCM. */
  readonly key: CryptoKey;
}

export interface OpenWriterInput {
  chain: Chain;
  /** A live device that can `write`. */
  device: DeviceKeys;
  account: Id;
  /** The current epoch. */
  epoch: number;
  /** UTC day. */
  day: string;
}

type SessionSlot = Omit<InboundSession, 'enc' | 'signature'>;

/** What a write-only device keeps of the session that it opened. */
export interface OwnSession {
  account: Id;
  slot: SessionSlot;
  key: CryptoKey;
}

/** Seals records as a device that cannot read: one session per epoch and day, posted before its first record. */
export class InboundWriter {
  readonly #own: OwnSession;

  constructor(own: OwnSession) {
    this.#own = own;
  }

  /** @throws SealError `not-permitted` without `write`; `unknown-epoch` unless `epoch` is the chain's current one. */
  static async open(input: OpenWriterInput): Promise<{ writer: InboundWriter; session: InboundSession }> {
    const { own, session } = await openSession(input, {});
    return { writer: new InboundWriter(own), session };
  }

  /** Seals one record under the session. */
  async seal(head: RecordHead): Promise<SealedRecord> {
    return sealInSession(this.#own, head);
  }
}

/** @param fixed random unless given; known-answer vectors alone give it. */
export async function openSession(
  input: OpenWriterInput,
  fixed: { id?: Id; ephemeral?: Octets },
): Promise<{ own: OwnSession; session: InboundSession }> {
  const { chain, device, account, day } = input;
  const epoch = chain.epochs.get(input.epoch);
  if (chain.account !== account || !chain.may(device.id, 'write')) {
    throw new SealError('not-permitted', 'inbound sessions are opened by a live device that can `write`');
  }
  if (!epoch || epoch.epoch !== chain.epoch) throw new SealError('unknown-epoch', 'not the current epoch');
  const slot = { id: fixed.id ?? randomId(), device: device.id, epoch: epoch.epoch, day };
  const recipient = { to: fromWire(epoch.inbound, 32), info: slotInfo(account, slot) };
  const ephemeral = fixed.ephemeral ? { ephemeral: fixed.ephemeral } : {};
  const { enc, secret } = await hpkeSendExport({ ...recipient, ...ephemeral }, EXPORTER);
  const signature = await sign(device.sign.privateKey, statement(account, slot, enc));
  const session = { ...slot, enc: toBase64Url(enc), signature: toBase64Url(signature) };
  return { own: { account, slot, key: await importAesKey(secret) }, session };
}

/** @param nonce random unless given; known-answer vectors alone give it. */
export async function sealInSession(
  { account, slot, key }: OwnSession,
  { clear, payload, ...rest }: RecordHead,
  nonce?: Octets,
): Promise<SealedRecord> {
  const record = { ...rest, epoch: slot.epoch, author: slot.device, ...clear };
  const envelope = await sealEnvelope({
    suite: SUITE_SESSION,
    name: fromWire(slot.id, 16),
    key,
    aad: recordAad(SUITE_SESSION, account, record),
    payload,
    ...(nonce ? { nonce } : {}),
  });
  return { ...record, envelope: toBase64Url(envelope) };
}

/**
 * Verifies a session once; its records then open with `openRecord({ …, sessions })`.
 * @throws SealError `unknown-device`, `not-permitted` (no `write`), `unknown-epoch`, `removed-device` (before the epoch
 *   began), `bad-signature`, `malformed`, `not-authentic`.
 */
export async function verifyInboundSession(
  session: InboundSession,
  chain: Chain,
  keyring: Keyring,
): Promise<OpenedSession> {
  const { id, device, epoch, day } = session;
  const writer = chain.device(device);
  const began = chain.epochs.get(epoch);
  if (!writer) throw new SealError('unknown-device', 'a session of a device that the chain never admitted');
  if (!writer.can.includes('write'))
    throw new SealError('not-permitted', 'a session of a device without `write`');
  if (!began) throw new SealError('unknown-epoch', 'a session of an epoch that the chain does not have');
  if (writer.removedIndex !== null && writer.removedIndex < began.index) {
    throw new SealError('removed-device', 'a session of a device that was removed before');
  }
  const enc = fromWire(session.enc, 32);
  await requireSignature(writer.sign, session.signature, statement(chain.account, session, enc));
  const opening = { pair: keyring.at(epoch).inbound.pair, info: slotInfo(chain.account, session), enc };
  const key = await importAesKey(await hpkeReceiveExport(opening, EXPORTER));
  return { id, device, epoch, day, key };
}

const EXPORTER = frame('inbound/record');

function slotInfo(account: Id, { id, device, epoch, day }: SessionSlot): Octets {
  return frame('inbound', account, epoch, device, id, day);
}

function statement(account: Id, { id, device, epoch, day }: SessionSlot, enc: Octets): Octets {
  return frame('inbound/signature', account, epoch, device, id, day, enc);
}
