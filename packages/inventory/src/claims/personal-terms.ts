import type { Claim } from './claim.ts';
import { disclosure, executable, notApplicable, organisational, resolved } from './claim.ts';
import type { ClaimId } from './claim-ids.ts';

/** Security, third parties, changes and contact, as a person with a phone meets them. */
export const PERSONAL_TERMS_CLAIMS = {
  A36: disclosure(
    'If another company takes the service over, it takes this policy with it, and you can leave before.',
  ),
  A37: executable(
    'The measures against loss and misuse are listed, each with what tries it.',
    'har/measures',
    'har/trust-page',
  ),
  A38: disclosure('No measure is perfect, and we do not say that ours are.'),
  A39: executable('Keys lie on your own devices and nowhere else.', 'canary/keys'),
  A40: disclosure(
    'Whoever holds your unlocked device can read with it; remove it from another one, and what comes afterwards is closed to it.',
  ),
  A41: resolved(
    'R08',
    executable(
      'No page and no app carries anybody else’s measuring tool.',
      'har/own-origin',
      'har/browser-requests',
    ),
  ),
  A42: executable(
    'No third party sees that you visit, by cookie or by address.',
    'har/own-origin',
    'har/browser-requests',
  ),
  A43: notApplicable(
    'Where third parties measure, their terms are linked.',
    'No third party measures anything.',
  ),
  A44: executable(
    'When the policy is reviewed next is known beforehand.',
    'lint/policy-review',
    'har/policy-versions',
  ),
  A45: resolved(
    'R01',
    executable(
      'Changes are posted at least 14 days before they count.',
      'clock/policy-notice',
      'har/policy-versions',
    ),
  ),
  A46: executable(
    'Who disagrees with a change can take everything along and leave before it counts.',
    'har/policy-versions',
    'introspect/export',
    'erase/account',
  ),
  A47: resolved('R05', disclosure('Going on to use the service is not taken for consent to anything.')),
  A48: organisational(
    'The policy names the law and the courts that count, and takes no right away that the law gives you.',
    'Controller, law and forum.',
  ),
  A49: organisational(
    'There is an address at which people answer.',
    'A contact address, with the day of the last test message.',
  ),
  A50: executable('Links to other sites are plain links, and load nothing of theirs.', 'har/own-origin'),
} as const satisfies Partial<Record<ClaimId, Claim>>;
