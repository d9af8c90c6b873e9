import { exportDeviceKeys } from '@smseal/seal';
import type { ThrowawayAccount } from '../account/throwaway-account.ts';
import { red, verdict, type Outcome } from '../probe/outcome.ts';
import { octetCanary, textCanary, type Canary } from './canary.ts';
import { Finder } from './finder.ts';
import { tracesIn } from './traces.ts';

/** Searches all that the account's device has sent for what must never leave it. */
export async function canaryKeys(account: ThrowawayAccount): Promise<Outcome> {
  // A service may refuse what carries a secret; it was sent all the same.
  const made = await account.device().catch((error: unknown) => error);
  if (account.sent.length === 0) return red('the device has sent nothing at all');
  const bare = account.secretKey.replaceAll('-', '');
  const canaries = [
    textCanary('the secret key', account.secretKey),
    textCanary('the secret key without its dashes', bare),
    ...(account.hasDevice ? await secretsOf(account) : []),
  ];
  const finder = new Finder(canaries);
  const faults = account.sent.flatMap((request) => tracesIn(request, finder));
  if (faults.length === 0 && made instanceof Error) throw made;
  return verdict(
    [...new Set(faults)].map((trace) => `${trace} was sent`),
    `${account.sent.length} requests carry none of ${canaries.length} secrets`,
  );
}

/** What a device alone holds. */
async function secretsOf(account: ThrowawayAccount): Promise<Canary[]> {
  const { identity } = await account.device();
  const { sign, agree } = await exportDeviceKeys(identity.keys);
  return [
    textCanary('the device’s token', identity.token),
    octetCanary('the device’s token', Buffer.from(identity.token, 'base64url')),
    octetCanary('the secret half of its signing key', Buffer.from(sign, 'base64url')),
    octetCanary('the secret half of its sealing key', Buffer.from(agree, 'base64url')),
  ];
}
