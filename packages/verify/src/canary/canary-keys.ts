import { exportDeviceKeys } from '@smseal/seal';
import type { ThrowawayAccount } from '../account/throwaway-account.ts';
import { red, verdict, type Outcome } from '../probe/outcome.ts';
import { octetCanary, textCanary } from './canary.ts';
import { Finder } from './finder.ts';
import { tracesIn } from './traces.ts';

/** Searches all that the account's device has sent for what must never leave it. */
export async function canaryKeys(account: ThrowawayAccount): Promise<Outcome> {
  const { identity } = await account.device();
  if (account.sent.length === 0) return red('the device has sent nothing at all');
  const { sign, agree } = await exportDeviceKeys(identity.keys);
  const bare = account.secretKey.replaceAll('-', '');
  const canaries = [
    textCanary('the secret key', account.secretKey),
    textCanary('the secret key without its dashes', bare),
    textCanary('the device’s token', identity.token),
    octetCanary('the device’s token', Buffer.from(identity.token, 'base64url')),
    octetCanary('the secret half of its signing key', Buffer.from(sign, 'base64url')),
    octetCanary('the secret half of its sealing key', Buffer.from(agree, 'base64url')),
  ];
  const finder = new Finder(canaries);
  const faults = account.sent.flatMap((body) => tracesIn(body, finder));
  return verdict(
    [...new Set(faults)].map((trace) => `${trace} was sent`),
    `${account.sent.length} requests carry none of ${canaries.length} secrets`,
  );
}
