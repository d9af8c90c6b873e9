import type { Claim } from './claim.ts';
import { executable, notApplicable, resolved } from './claim.ts';
import type { ClaimId } from './claim-ids.ts';

const NOTHING_TO_CHOOSE = 'Nothing that is kept in a browser needs consent, so there is nothing to choose.';
const NO_FIGURES = 'No figures on visits are made.';

/** What is kept in a browser, and what would be by others. */
export const COOKIE_CLAIMS = {
  B56: executable(
    'All that is kept in your browser is listed: the cookie, its databases and its keys.',
    'har/cookie-page',
    'har/browser-storage',
    'har/no-cookie',
  ),
  B57: executable(
    'Before you sign in nothing is kept in your browser.',
    'har/no-cookie',
    'har/no-script',
    'har/browser-visits',
  ),
  B58: executable(
    'The cookie of signing in is out of reach of scripts and of other sites.',
    'har/session-cookie',
  ),
  B59: executable(
    'How you like the screens is kept in your browser only, and only once you chose it.',
    'har/browser-storage',
  ),
  B60: executable('Public pages work without cookies.', 'har/without-cookies'),
  B61: resolved(
    'R08',
    executable(
      'How visitors use the site is watched by nobody.',
      'har/own-origin',
      'har/no-cookie',
      'har/no-script',
    ),
  ),
  B62: resolved(
    'R10',
    executable('Nothing that carries a name, a number or an id is said to concern nobody.', 'lint/wording'),
  ),
  B63: notApplicable('Which pages are popular is found out without knowing who reads them.', NO_FIGURES),
  B64: notApplicable('How fast pages are is found out without knowing who reads them.', NO_FIGURES),
  B65: resolved(
    'R09',
    executable('Nobody is followed for advertising.', 'lint/recipients', 'har/own-origin'),
  ),
  B66: resolved('R09', executable('No advertisement is shown.', 'har/own-origin')),
  B67: resolved(
    'R09',
    executable('No campaign of advertising is measured.', 'lint/recipients', 'har/own-origin'),
  ),
  B68: notApplicable('Nothing that needs consent begins before it is given.', NOTHING_TO_CHOOSE),
  B69: executable(
    'A browser that says “do not sell or share” is believed, and every other one is treated alike.',
    'har/privacy-control',
    'lint/recipients',
    'har/no-cookie',
  ),
  B70: notApplicable(
    'Opt-out tools of the advertisers are linked.',
    'There are no advertisers to opt out of.',
  ),
  B71: notApplicable('A banner offers yes and no with equal weight.', NOTHING_TO_CHOOSE),
  B72: notApplicable('Choices on cookies end and are asked for again.', NOTHING_TO_CHOOSE),
  B73: resolved(
    'R08',
    executable('No analytics of others are loaded.', 'har/own-origin', 'har/browser-requests'),
  ),
  B74: executable(
    'No social network’s button or widget is loaded.',
    'har/own-origin',
    'har/browser-requests',
  ),
  B75: resolved(
    'R09',
    executable('No advertising network gets anything.', 'lint/recipients', 'har/own-origin'),
  ),
  B76: executable('No chat tool of others is loaded.', 'har/own-origin', 'har/browser-requests'),
} as const satisfies Partial<Record<ClaimId, Claim>>;
