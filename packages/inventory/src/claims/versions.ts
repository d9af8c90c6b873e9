import type { Claim } from './claim.ts';
import { disclosure, executable, notYet, organisational, resolved } from './claim.ts';
import type { ClaimId } from './claim-ids.ts';

/** Kept by whoever sends them, which nobody does yet. */
const NOTICES = 'Notices to holders; versions are announced on the site.';

/** How the policy changes. */
export const VERSION_CLAIMS = {
  B115: disclosure('The policy may change.'),
  B116: notYet('What weighs on you is told by e-mail or text, to everybody.', NOTICES),
  B117: resolved(
    'R01',
    executable('Small changes are posted 14 days before.', 'clock/policy-notice', 'har/policy-versions'),
  ),
  B118: resolved(
    'R01',
    executable(
      'What weighs on you is announced 30 days before.',
      'clock/policy-notice',
      'lint/policy-changes',
      'har/policy-versions',
    ),
  ),
  B119: resolved('R05', disclosure('Going on to use the service after a change is not consent.')),
  B120: executable('Every version is dated and kept.', 'har/policy-versions'),
  B121: executable('Every former version can be read.', 'har/policy-versions'),
  B122: executable(
    'A log says what changed, made from the list of what is held.',
    'lint/policy-changes',
    'har/policy-versions',
  ),
  B123: organisational('The policy is reviewed at fixed times.', 'Each review and the next date.'),
  B124: executable('A change can be read before it counts.', 'clock/policy-notice', 'har/policy-versions'),
  B125: organisational(
    'Questions on a change are answered.',
    'A contact address, with the day of the last test message.',
  ),
  B126: executable(
    'Who disagrees can leave before a change counts.',
    'clock/policy-notice',
    'har/policy-versions',
    'erase/account',
  ),
  B127: notYet(
    'A request is judged by the policy under which it was made.',
    'Requests; each account keeps the version under which it was made.',
  ),
} as const satisfies Partial<Record<ClaimId, Claim>>;
