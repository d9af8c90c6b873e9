import type { ClaimId } from '@smseal/inventory';
import { BUSINESS_PAGE } from './business/business-page.ts';
import { COOKIE_PAGE } from './cookie/cookie-page.ts';
import { DEVELOPER_PAGE } from './developer/developer-page.ts';
import { HOME_PAGE } from './home/home-page.ts';
import { HOW_PAGE } from './how/how-page.ts';
import type { SitePage } from './html/page.ts';
import { manualPages } from './manual/manual-pages.ts';
import { PRIVACY_PAGE } from './privacy/privacy-page.ts';
import { SECURITY_PAGE } from './security/security-page.ts';
import { TERMS_PAGE } from './terms/terms-page.ts';
import type { ClaimResult } from './trust/claim-result.ts';
import { trustPage } from './trust/trust-page.ts';

/** All public pages. `results`: of the last trial of the claims; null where there was none. `docs`: folder of the manual. */
export function pages(results: ReadonlyMap<ClaimId, ClaimResult> | null, docs: string): SitePage[] {
  return [
    HOME_PAGE,
    HOW_PAGE,
    BUSINESS_PAGE,
    DEVELOPER_PAGE,
    PRIVACY_PAGE,
    COOKIE_PAGE,
    TERMS_PAGE,
    SECURITY_PAGE,
    trustPage(results),
    ...manualPages(docs),
  ];
}
