import { ChainBody, ChainEntry, toBase64Url } from '@smseal/protocol';
import { Check } from 'typebox/schema';
import { frame } from '../octets/frame.ts';
import { fromJson, fromWire, utf8, type Octets } from '../octets/octets.ts';
import { requireSignature, sign } from '../primitive/ed25519.ts';
import { sha256 } from '../primitive/hash.ts';
import { SealError } from '../seal-error.ts';

/** Writes and signs an entry. Its octets are final: nobody writes the body's JSON anew. */
export async function signEntry(body: ChainBody, signer: CryptoKey): Promise<ChainEntry> {
  const octets = utf8(JSON.stringify(body));
  return {
    body: toBase64Url(octets),
    signature: toBase64Url(await sign(signer, frame('chain/signature', octets))),
  };
}

/** SHA-256 that names an entry, its signature included: base64url. @throws SealError `malformed`. */
export async function entryHash(entry: ChainEntry): Promise<string> {
  return toBase64Url(await sha256(frame('chain/hash', fromWire(entry.body), fromWire(entry.signature, 64))));
}

/** The body of an entry. @throws SealError `malformed` unless it is exactly one of the protocol's shapes. */
export function readEntry(entry: ChainEntry): ChainBody {
  if (!Check(ChainEntry, entry)) throw new SealError('malformed', 'not a chain entry');
  const body = fromJson(fromWire(entry.body));
  if (!Check(ChainBody, body)) throw new SealError('malformed', 'a chain entry of no known shape');
  return body;
}

/** @throws SealError `bad-signature` unless the entry is signed by the key. */
export async function requireEntrySignature(entry: ChainEntry, publicKey: string): Promise<void> {
  await requireSignature(publicKey, entry.signature, frame('chain/signature', fromWire(entry.body)));
}

/** What a new root signs to show that it exists and agrees, and what the old one signs where it was typed. */
export function rootStatement(root: {
  account: string;
  index: number;
  previous: string | null;
  sign: string;
  agree: string;
}): Octets {
  const { account, index, previous, sign: signPublic, agree } = root;
  return frame('chain/root', account, index, previous ?? '', fromWire(signPublic, 32), fromWire(agree, 32));
}
