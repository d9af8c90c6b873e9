import type { ClaimId } from '@smseal/inventory';
import { BUSINESS_PAGE } from './business/business-page.ts';
import { COOKIE_PAGE } from './cookie/cookie-page.ts';
import { DEVELOPER_PAGE } from './developer/developer-page.ts';
import { HOME_PAGE } from './home/home-page.ts';
import { HOW_PAGE } from './how/how-page.ts';
import type { SitePage } from './html/page.ts';
import { manualPages } from './manual/manual-pages.ts';
import { privacyPage } from './privacy/privacy-page.ts';
import { SECURITY_PAGE } from './security/security-page.ts';
import { TERMS_PAGE } from './terms/terms-page.ts';
import type { ClaimResult } from './trust/claim-result.ts';
import { trustPage } from './trust/trust-page.ts';
import type { ArchivedVersion } from './version/archive.ts';
import { versionPage } from './version/version-page.ts';
import { versionsPage } from './version/versions-page.ts';

/** What the pages are made from, besides the inventory. */
export interface PageSources {
  /** Of the last trial of the claims; null where there was none. */
  results: ReadonlyMap<ClaimId, ClaimResult> | null;
  /** Folder of the manual. */
  docs: string;
  /** Versions of the privacy policy. */
  versions: readonly ArchivedVersion[];
}

/** All public pages. */
export function pages({ results, docs, versions }: PageSources): SitePage[] {
  return [
    HOME_PAGE,
    HOW_PAGE,
    BUSINESS_PAGE,
    DEVELOPER_PAGE,
    privacyPage(versions),
    versionsPage(versions),
    ...versions.map((version, i) => versionPage(version, versions[i - 1])),
    COOKIE_PAGE,
    TERMS_PAGE,
    SECURITY_PAGE,
    trustPage(results),
    ...manualPages(docs),
  ];
}
