import type { Claim } from './claim.ts';
import type { ClaimId } from './claim-ids.ts';
import { CHILDREN_CLAIMS } from './children.ts';
import { COOKIE_CLAIMS } from './cookies.ts';
import { INTEGRATION_CLAIMS } from './integrations.ts';
import { PERSONAL_DATA_CLAIMS } from './personal-data.ts';
import { PERSONAL_TERMS_CLAIMS } from './personal-terms.ts';
import { RETENTION_CLAIMS } from './retention.ts';
import { RIGHTS_CLAIMS } from './rights.ts';
import { SECURITY_CLAIMS } from './security.ts';
import { SENDING_CLAIMS } from './sending.ts';
import { TRANSFER_CLAIMS } from './transfers.ts';
import { VERSION_CLAIMS } from './versions.ts';

/** All that is claimed. An id that is forgotten does not compile. */
export const CLAIMS = {
  ...PERSONAL_DATA_CLAIMS,
  ...PERSONAL_TERMS_CLAIMS,
  ...SECURITY_CLAIMS,
  ...RETENTION_CLAIMS,
  ...RIGHTS_CLAIMS,
  ...COOKIE_CLAIMS,
  ...INTEGRATION_CLAIMS,
  ...TRANSFER_CLAIMS,
  ...CHILDREN_CLAIMS,
  ...VERSION_CLAIMS,
  ...SENDING_CLAIMS,
} satisfies Record<ClaimId, Claim>;

/** The ids in the order of the policies. */
export const CLAIM_IDS = Object.keys(CLAIMS) as ClaimId[];
