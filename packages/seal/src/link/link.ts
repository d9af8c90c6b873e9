import {
  toBase64Url,
  type AnswerLink,
  type ChainEntry,
  type DeviceDescription,
  type Id,
  type LinkReveal,
} from '@smseal/protocol';
import type { Chain } from '../device/chain.ts';
import type { DeviceKeys } from '../device/device-keys.ts';
import { verifyChain } from '../device/verify-chain.ts';
import { frame, type Part } from '../octets/frame.ts';
import { equalOctets, fromWire } from '../octets/octets.ts';
import { sha256 } from '../primitive/hash.ts';
import { randomOctets } from '../primitive/random.ts';
import { SealError } from '../seal-error.ts';

/**
 * The new device's first move: it commits to its keys and a nonce before it has seen anything of the trusted side.
 * @param origin where it runs: a web origin, or `agent` for a program.
 */
export async function newLinkCommitment(
  description: DeviceDescription,
  origin: string,
): Promise<{ commitment: string; reveal: LinkReveal }> {
  const reveal = { nonce: toBase64Url(randomOctets(32)), device: description, origin };
  return { commitment: await linkCommitment(reveal), reveal };
}

/** The commitment that a reveal opens, base64url. */
export async function linkCommitment(reveal: LinkReveal): Promise<string> {
  return toBase64Url(await sha256(frame('link/commitment', ...revealParts(reveal))));
}

/** The trusted device's answer: its nonce, its name, and the head of the chain that it knows. */
export function answerLink(chain: Chain, trusted: Id): AnswerLink {
  return { nonce: toBase64Url(randomOctets(32)), device: trusted, chainHead: chain.head };
}

export interface LinkTranscript {
  account: Id;
  link: Id;
  commitment: string;
  answer: AnswerLink;
  reveal: LinkReveal;
}

/**
 * The six digits of a link: the new device shows them, the trusted one takes them and compares with its own.
 * @throws SealError `commitment-mismatch` when the reveal is not what was committed to; `malformed`.
 */
export async function linkDigits(transcript: LinkTranscript): Promise<string> {
  const { account, link, commitment, answer, reveal } = transcript;
  const committed = fromWire(commitment, 32);
  if (!equalOctets(committed, fromWire(await linkCommitment(reveal), 32))) {
    throw new SealError('commitment-mismatch', 'the new device revealed other keys than it committed to');
  }
  const trusted = [fromWire(answer.nonce, 32), answer.device, fromWire(answer.chainHead, 32)];
  const octets = frame('link/digits', account, link, committed, ...trusted, ...revealParts(reveal));
  const hash = await sha256(octets);
  const digits = new DataView(hash.buffer).getBigUint64(0) % 1_000_000n;
  return digits.toString().padStart(6, '0');
}

/**
 * Compares what a person typed with a link's digits, on the trusted device, before it seals anything to the new one.
 * @throws SealError `digits-mismatch`; as {@link linkDigits}.
 */
export async function requireLinkDigits(transcript: LinkTranscript, typed: string): Promise<void> {
  if (typed.replace(/[\s-]/g, '') !== (await linkDigits(transcript))) {
    throw new SealError('digits-mismatch', 'the digits are not those that the new device shows');
  }
}

export interface LinkedInput {
  account: Id;
  entries: ChainEntry[];
  /** The answer from which this device made its digits. */
  answer: AnswerLink;
  /** This, the new device's keys. */
  device: DeviceKeys;
}

/**
 * What a new device accepts as its account's chain once the person has seen the trusted device succeed: one that
 * continues the head of the transcript and in which that very device admitted these very keys.
 * @throws SealError as `verifyChain`; `chain-forked`, `unknown-device`, `commitment-mismatch`, `not-permitted`.
 */
export async function verifyLinkedChain({ account, entries, answer, device }: LinkedInput): Promise<Chain> {
  const chain = await verifyChain(account, entries);
  const headIndex = chain.hashes.indexOf(answer.chainHead);
  if (headIndex < 0)
    throw new SealError('chain-forked', 'not the chain that the trusted device answered with');
  const me = chain.device(device.id);
  if (!me) throw new SealError('unknown-device', 'this device was not admitted');
  if (me.sign !== toBase64Url(device.signPublic) || me.agree !== toBase64Url(device.agreePublic)) {
    throw new SealError('commitment-mismatch', 'this device was admitted with keys that are not its own');
  }
  if (me.addedBy !== answer.device || me.addedIndex <= headIndex) {
    throw new SealError('not-permitted', 'this device was admitted by another one than the trusted device');
  }
  return chain;
}

/** Every field of a reveal in fixed order. */
function revealParts({ nonce, device, origin }: LinkReveal): Part[] {
  const { id, platform, name, sign, agree } = device;
  return [fromWire(nonce, 32), id, platform, name, fromWire(sign, 32), fromWire(agree, 32), origin];
}
