import type { Claim } from './claim.ts';
import { disclosure, executable, notApplicable, notYet, organisational, resolved } from './claim.ts';
import type { ClaimId } from './claim-ids.ts';

/** What people can ask for. */
export const RIGHTS_CLAIMS = {
  B37: executable(
    'Which law counts follows from where you live, the most protective in doubt.',
    'lint/regimes',
    'clock/deadlines',
    'har/rights-by-law',
  ),
  B38: executable('You get a copy of all that is held of you, whenever you want.', 'introspect/export'),
  B39: notYet(
    'You are told how your data is used and who has really got it.',
    'A statement that is made for each account.',
  ),
  B40: executable('You can take your data along in a form that programs read.', 'introspect/export'),
  B41: notYet(
    'You are told about each processing that concerns you.',
    'A record of processing for each account.',
  ),
  B42: executable('You can correct what is wrong about you yourself.', 'introspect/changed-details'),
  B43: executable('You can have everything deleted.', 'erase/account', 'lint/erasure-plan'),
  B44: notYet('You can have your data put aside, kept and not used.', 'Restriction.'),
  B45: notYet('You can object to single uses.', 'Objections by purpose.'),
  B46: executable(
    'Consent is taken back as easily as it was given, and counts with the next text.',
    'introspect/withdrawal',
  ),
  B47: executable('Who replies STOP gets no more texts.', 'introspect/opt-out'),
  B48: executable(
    'There is no choice of cookies to make, because the only one is that of signing in.',
    'har/no-cookie',
    'har/browser-storage',
  ),
  B49: notApplicable(
    'You choose by which ways we write to you.',
    'We write nothing but the codes that you ask for.',
  ),
  B50: organisational('Requests by e-mail are taken.', 'A mailbox, with the day of the last test message.'),
  B51: resolved(
    'R13',
    notYet(
      'A request is answered within thirty days or one month, whichever is earlier.',
      'Requests with deadlines.',
    ),
  ),
  B52: executable('You change your details yourself.', 'introspect/changed-details'),
  B53: executable('You set how long content is kept yourself.', 'introspect/retention-setting'),
  B54: organisational(
    'There is somebody who answers for data protection.',
    'Name and address of that person.',
  ),
  B55: disclosure('You can always complain to the authority of your country.'),
} as const satisfies Partial<Record<ClaimId, Claim>>;
