import type { Claim } from './claim.ts';
import { disclosure, notYet, organisational, resolved } from './claim.ts';
import type { ClaimId } from './claim-ids.ts';

const VERSIONS = 'Versions of the policy.';

/** How the policy changes. */
export const VERSION_CLAIMS = {
  B115: disclosure('The policy may change.'),
  B116: notYet('What weighs on you is told by e-mail or text, to everybody.', VERSIONS),
  B117: resolved('R01', notYet('Small changes are posted 14 days before.', VERSIONS)),
  B118: resolved('R01', notYet('What weighs on you is announced 30 days before.', VERSIONS)),
  B119: resolved('R05', disclosure('Going on to use the service after a change is not consent.')),
  B120: notYet('Every version is dated and kept.', VERSIONS),
  B121: notYet('Every former version can be read.', VERSIONS),
  B122: notYet('A log says what changed, made from the list of what is held.', VERSIONS),
  B123: organisational('The policy is reviewed at fixed times.', 'Each review and the next date.'),
  B124: notYet('A change can be read before it counts.', VERSIONS),
  B125: organisational(
    'Questions on a change are answered.',
    'A contact address, with the day of the last test message.',
  ),
  B126: notYet('Who disagrees can leave before a change counts.', VERSIONS),
  B127: notYet('A request is judged by the policy under which it was made.', VERSIONS),
} as const satisfies Partial<Record<ClaimId, Claim>>;
