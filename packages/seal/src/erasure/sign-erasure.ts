import {
  toBase64Url,
  type ErasurePlan,
  type ErasureSearch,
  type SignedPlan,
  type SignedSearch,
} from '@smseal/protocol';
import type { DeviceKeys } from '../device/device-keys.ts';
import { frame } from '../octets/frame.ts';
import { fromWire, utf8 } from '../octets/octets.ts';
import { sign } from '../primitive/ed25519.ts';
import { sha256 } from '../primitive/hash.ts';

/** SHA-256 of a plan's octets, base64url: what a search and a certificate name. */
export async function planDigest({ plan }: Pick<SignedPlan, 'plan'>): Promise<string> {
  return toBase64Url(await sha256(fromWire(plan)));
}

/** A plan as its device signs it (SEAL-100). The octets are final: the same are posted again. */
export async function signPlan(plan: ErasurePlan, by: DeviceKeys): Promise<SignedPlan> {
  const octets = utf8(JSON.stringify(plan));
  const statement = frame('erasure/plan', plan.id, await sha256(octets));
  return { plan: toBase64Url(octets), signature: toBase64Url(await sign(by.sign.privateKey, statement)) };
}

/** What a device found when it looked for what it had erased, as it signs it (SEAL-102). */
export async function signSearch(search: ErasureSearch, by: DeviceKeys): Promise<SignedSearch> {
  const octets = utf8(JSON.stringify(search));
  const signature = await sign(by.sign.privateKey, frame('erasure/search', octets));
  return { search: toBase64Url(octets), signature: toBase64Url(signature) };
}
