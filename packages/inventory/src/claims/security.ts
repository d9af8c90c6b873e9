import type { Claim } from './claim.ts';
import { executable, notYet, organisational, resolved, disclosure } from './claim.ts';
import type { ClaimId } from './claim-ids.ts';

/** Scope and safeguards. */
export const SECURITY_CLAIMS = {
  B01: executable('The policy says when its version began.', 'har/policy-versions'),
  B02: executable(
    'The policy says what is collected, used, passed on and protected, for every surface.',
    'har/policy-table',
    'har/cookie-page',
  ),
  B03: executable(
    'Visitors, holders, their staff and the people whom they text are all covered.',
    'lint/subjects',
    'har/policy-table',
  ),
  B04: resolved('R05', disclosure('Using the service is a contract, not consent to anything else.')),
  B05: executable(
    'The European and the Californian law both count for everybody, whichever protects you more.',
    'lint/regimes',
    'clock/deadlines',
    'har/rights-by-law',
  ),
  B06: executable('The measures of protection are listed and checked.', 'har/measures', 'har/trust-page'),
  B07: resolved(
    'R07',
    executable(
      'Data is encrypted on its way and where it lies.',
      'tls/plain-refused',
      'tls/old-versions',
      'introspect/at-rest',
      'introspect/day-key',
      'introspect/sealed-octets',
    ),
  ),
  B08: notYet(
    'A second factor and roles guard every access that reaches more than one’s own account.',
    'Roles, and a second factor where they ask for it.',
  ),
  B09: notYet('Attacks are slowed, noticed and reported.', 'Alarms; rates are limited already.'),
  B10: organisational('The data centres are certified.', 'Each supplier’s report, its period and its end.'),
  B11: organisational(
    'Outsiders try to break in at fixed times, and what they find is mended.',
    'Each test’s date, the digest of its report, and findings that are open.',
  ),
  B12: organisational('Staff are trained.', 'Each person’s training and its date.'),
  B13: notYet(
    'Staff see personal data only for a reason, for a while, and leave a trace.',
    'Access for staff; there is no door for them now.',
  ),
  B14: organisational(
    'Who may reach data was screened before.',
    'Each person’s screening, by date and state only.',
  ),
  B15: organisational(
    'Incidents are noticed, handled and told within the law’s time.',
    'Each incident with its times, and a drill a year.',
  ),
  B16: organisational(
    'Suppliers are held to the same rules.',
    'Each supplier’s contract, answers and date of review.',
  ),
  B17: executable(
    'Backups are made each day and tried out each week.',
    'introspect/backup-trial',
    'introspect/backup-age',
  ),
  B18: executable('Only what is needed is collected.', 'lint/inventory', 'introspect/unlisted-field'),
  B19: executable(
    'Where names are not needed they are taken out: figures are made of sums without any.',
    'lint/usage-figures',
    'introspect/usage-sums',
  ),
  B20: resolved(
    'R19',
    notYet(
      'Every access to data and every change of it leaves a trace that cannot be rewritten.',
      'The audit log; sign-ins and changes of an account are in its activity log already.',
    ),
  ),
  B21: organisational(
    'Safeguards are reviewed at fixed times.',
    'Each review, its findings and the next date.',
  ),
} as const satisfies Partial<Record<ClaimId, Claim>>;
