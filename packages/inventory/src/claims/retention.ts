import type { Claim } from './claim.ts';
import { executable, notYet, resolved } from './claim.ts';
import type { ClaimId } from './claim-ids.ts';

const HOLDS = 'Holds.';

/** How long things are kept, how they go, and what may keep them longer. */
export const RETENTION_CLAIMS = {
  B22: executable(
    'Everything has an end: with its owner, by your own choice, or after a fixed time.',
    'lint/inventory',
    'clock/thresholds',
    'clock/retention-job',
  ),
  B23: resolved(
    'R02',
    executable(
      'A closed account can be woken for 90 days and is then gone.',
      'introspect/closed-account',
      'clock/thresholds',
      'clock/retention-job',
    ),
  ),
  B24: executable(
    'Content is kept for as long as you have set.',
    'clock/thresholds',
    'clock/retention-job',
    'introspect/retention-setting',
  ),
  B25: executable(
    'Figures on use name nobody and are kept for three years.',
    'lint/usage-figures',
    'introspect/usage-sums',
    'clock/retention-job',
  ),
  B26: notYet(
    'What you write to support is kept for two years.',
    'A support desk; none is part of the software.',
  ),
  B27: notYet('Invoices are kept for seven years, as the law demands.', 'Invoices; none are made now.'),
  B28: executable(
    'What has had its time is destroyed, and in 14 days at the latest there is no backup that holds it.',
    'clock/thresholds',
    'introspect/housekeeping',
    'introspect/keyring',
    'introspect/closed-copies',
    'introspect/backup-age',
  ),
  B29: resolved(
    'R03',
    executable('A valid deletion counts at once.', 'erase/record', 'erase/account', 'erase/certificate'),
  ),
  B30: executable(
    'What has had its time is cleared away each minute and each hour.',
    'introspect/housekeeping',
  ),
  B31: executable(
    'Each erasure is checked by somebody other than who did it.',
    'erase/record',
    'erase/certificate',
  ),
  B32: executable('Each erasure is certified.', 'erase/record', 'erase/certificate'),
  B33: notYet('What the law keeps longer is named with the law and the end.', HOLDS),
  B34: notYet('A lawsuit can hold single things back from deletion, decided by two people.', HOLDS),
  B35: notYet('An authority’s rule can hold single things back from deletion.', HOLDS),
  B36: notYet('An investigation can hold single things back for a short time.', HOLDS),
} as const satisfies Partial<Record<ClaimId, Claim>>;
