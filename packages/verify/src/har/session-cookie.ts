import { findingsOf, INVENTORY } from '@smseal/inventory';
import type { ThrowawayAccount } from '../account/throwaway-account.ts';
import { verdict, type Outcome } from '../probe/outcome.ts';

/** The cookies that signing in set. */
export function sessionCookie({ observed }: ThrowawayAccount): Outcome {
  const names = new Set(observed.cookies.map((cookie) => cookie.split('=', 1)[0] ?? ''));
  const { unlisted, missing } = findingsOf(INVENTORY, 'cookie', names);
  const faults = [
    ...unlisted.map((name) => `${name} is set and not listed`),
    ...missing.map((name) => `${name} is listed and not set`),
  ];
  const needed = [
    'HttpOnly',
    'SameSite=Strict',
    'Path=/',
    ...(observed.door.origin.startsWith('https:') ? ['Secure'] : []),
  ];
  for (const cookie of observed.cookies) {
    const attributes = cookie.split(/;\s*/).slice(1);
    for (const attribute of needed)
      if (!attributes.includes(attribute)) faults.push(`${cookie.split('=', 1)[0] ?? ''} lacks ${attribute}`);
    if (attributes.some((attribute) => /^domain=/i.test(attribute)))
      faults.push('it is sent to other hosts, too');
  }
  return verdict(faults, `${[...names].join(', ')}: ${needed.join(', ')}`);
}
