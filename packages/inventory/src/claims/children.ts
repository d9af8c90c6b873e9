import type { Claim } from './claim.ts';
import { notYet, organisational, resolved } from './claim.ts';
import type { ClaimId } from './claim-ids.ts';

const AGES = 'The question of age at sign-up, and the table of ages by country.';
const GUARDIANS = 'Requests of parents.';

/** People who are not of age. */
export const CHILDREN_CLAIMS = {
  B103: resolved('R12', notYet('The service is not for children below the age of their country.', AGES)),
  B104: notYet('Nothing is kept of a child who says so.', AGES),
  B105: notYet('Accounts of businesses are for adults.', AGES),
  B106: resolved('R12', notYet('Between those ages a parent has to agree.', AGES)),
  B107: notYet('Where a feature needs it, the age is made sure of.', AGES),
  B108: notYet('Parents get a copy of what is held of their child.', GUARDIANS),
  B109: notYet('Parents can have it deleted.', GUARDIANS),
  B110: notYet('Parents can forbid further collection.', GUARDIANS),
  B111: notYet('That somebody is the parent is made sure of first.', GUARDIANS),
  B112: notYet('What turns out to be a child’s is deleted within three days.', GUARDIANS),
  B113: organisational(
    'Parents find an address to write to.',
    'A contact address, with the day of the last test message.',
  ),
  B114: notYet('A child that was deleted is not taken again.', GUARDIANS),
} as const satisfies Partial<Record<ClaimId, Claim>>;
