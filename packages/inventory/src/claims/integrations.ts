import type { Claim } from './claim.ts';
import { disclosure, executable, notApplicable, notYet, resolved } from './claim.ts';
import type { ClaimId } from './claim-ids.ts';

const NO_SUCH = 'There is no such integration in the software.';
/** Other people's systems that a holder may connect. */
export const INTEGRATION_CLAIMS = {
  B77: executable(
    'Every system that the programs connect to is listed.',
    'lint/recipients',
    'egress/connections',
    'egress/namespace',
  ),
  B78: notApplicable('What goes to a customer database is listed field by field.', NO_SUCH),
  B79: notApplicable('What goes to mail and social services is listed field by field.', NO_SUCH),
  B80: notApplicable('What goes to calendars and workflows is listed field by field.', NO_SUCH),
  B81: notApplicable('What goes to reporting tools is listed field by field.', NO_SUCH),
  B82: executable(
    'Nothing goes to a carrier or to your programs before you have set it up.',
    'egress/set-up',
    'egress/namespace',
  ),
  B83: executable('You decide which carriers and addresses get anything.', 'egress/set-up'),
  B84: executable('What you take away gets nothing more.', 'egress/set-up'),
  B85: notYet(
    'Before you set one up you are told what it will get.',
    'That sentence on the screen, made from the inventory.',
  ),
  B86: disclosure('A carrier has its own privacy policy.'),
  B87: disclosure('Read your carrier’s policy before you choose it.'),
  B88: resolved('R18', executable('We answer for whoever works for us.', 'lint/wording')),
  B89: disclosure('What your carrier does with a text, ask your carrier.'),
} as const satisfies Partial<Record<ClaimId, Claim>>;
