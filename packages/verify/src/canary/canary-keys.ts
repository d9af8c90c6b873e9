import { exportDeviceKeys } from '@smseal/seal';
import type { ThrowawayAccount } from '../account/throwaway-account.ts';
import { red, verdict, type Outcome } from '../probe/outcome.ts';
import { tracesIn, type Canary } from './traces.ts';

/** Searches all that the account's device has sent for what must never leave it. */
export async function canaryKeys(account: ThrowawayAccount): Promise<Outcome> {
  const { identity } = await account.device();
  if (account.sent.length === 0) return red('the device has sent nothing at all');
  const { sign, agree } = await exportDeviceKeys(identity.keys);
  const bare = account.secretKey.replaceAll('-', '');
  const canaries: Canary[] = [
    { name: 'the secret key', octets: Buffer.from(account.secretKey) },
    { name: 'the secret key without its dashes', octets: Buffer.from(bare) },
    { name: 'the device’s token', octets: Buffer.from(identity.token) },
    { name: 'the device’s token', octets: Buffer.from(identity.token, 'base64url') },
    { name: 'the secret half of its signing key', octets: Buffer.from(sign, 'base64url') },
    { name: 'the secret half of its sealing key', octets: Buffer.from(agree, 'base64url') },
  ];
  const faults = account.sent.flatMap((body) => tracesIn(body, canaries));
  return verdict(
    [...new Set(faults)].map((trace) => `${trace} was sent`),
    `${account.sent.length} requests carry none of ${canaries.length} secrets`,
  );
}
