import type { ProbeName } from '@smseal/inventory';
import { changedDetails } from '../account/changed-details.ts';
import { closedAccount } from '../account/closed-account.ts';
import { accountKind } from '../account/account-kind.ts';
import { policyVersion } from '../account/policy-version.ts';
import { retentionSetting } from '../account/retention-setting.ts';
import { oneTimeCode } from '../account/one-time-code.ts';
import { canaryBatch } from '../canary/canary-batch.ts';
import { canaryKeys } from '../canary/canary-keys.ts';
import { canaryLive, canaryLiveLater } from '../canary/canary-live.ts';
import { canaryRecord } from '../canary/canary-record.ts';
import { retentionJob } from '../clock/retention-job.ts';
import { deadlines } from '../clock/deadlines.ts';
import { policyNotice } from '../clock/policy-notice.ts';
import { thresholds } from '../clock/thresholds.ts';
import { connections } from '../egress/connections.ts';
import { namespace } from '../egress/namespace.ts';
import { eraseAccount } from '../erase/erase-account.ts';
import { eraseCertificate } from '../erase/erase-certificate.ts';
import { erasePhone } from '../erase/erase-phone.ts';
import { eraseRecord } from '../erase/erase-record.ts';
import { eraseReplay } from '../erase/replay.ts';
import { examples } from '../gateway/examples.ts';
import { optOut, withdrawal } from '../gateway/opt-out.ts';
import { setUpAndTakenAway } from '../gateway/set-up.ts';
import { browserEmptied, browserRequests, browserStorage, browserVisits } from '../har/browser-reading.ts';
import { headers } from '../har/headers.ts';
import { cookiePage } from '../har/cookie-page.ts';
import { measures } from '../har/measures.ts';
import { noCookie } from '../har/no-cookie.ts';
import { noScript } from '../har/no-script.ts';
import { openChoice } from '../har/open-choice.ts';
import { ownOrigin } from '../har/own-origin.ts';
import { policyTable } from '../har/policy-table.ts';
import { policyVersions } from '../har/policy-versions.ts';
import { privacyControl } from '../har/privacy-control.ts';
import { release } from '../har/release.ts';
import { rightsByLaw } from '../har/rights-by-law.ts';
import { sessionCookie } from '../har/session-cookie.ts';
import { trustPage } from '../har/trust-page.ts';
import { withoutCookies } from '../har/without-cookies.ts';
import { atRest, dayKey } from '../introspect/at-rest.ts';
import { activity } from '../introspect/activity.ts';
import { backupAge } from '../introspect/backup-age.ts';
import { backupTrial, closedCopies } from '../introspect/backup-status.ts';
import { columns, sealedOctets, times } from '../introspect/columns.ts';
import { exportOfAccount } from '../introspect/export-of-account.ts';
import { files } from '../introspect/files.ts';
import { housekeeping } from '../introspect/housekeeping.ts';
import { keyring } from '../introspect/keyring.ts';
import { logAge, logs } from '../introspect/logs.ts';
import { openRecords } from '../introspect/open-records.ts';
import { refusals } from '../introspect/refusals.ts';
import { requestHeaders } from '../introspect/request-headers.ts';
import { roles } from '../introspect/roles.ts';
import { usageSums } from '../introspect/usage-sums.ts';
import { unlistedField } from '../introspect/unlisted-field.ts';
import { erasurePlan, inventory, recipients, sealedFields, signUpFields, wording } from '../lint/lint.ts';
import { policyChanges } from '../lint/policy-changes.ts';
import { policyReview } from '../lint/policy-review.ts';
import { purposes } from '../lint/purposes.ts';
import { regimes } from '../lint/regimes.ts';
import { subjects } from '../lint/subjects.ts';
import { usageFigures } from '../lint/usage-figures.ts';
import { serverCannotOpen } from '../lint/server-cannot-open.ts';
import { oldVersions, plainRefused, strictTransport } from '../tls/tls.ts';
import type { Probe } from './given.ts';

/** Every probe that the inventory names. One that is named and not here does not compile. */
export const PROBES_BY_NAME = {
  'lint/inventory': inventory,
  'lint/recipients': recipients,
  'lint/sealed-fields': sealedFields,
  'lint/erasure-plan': erasurePlan,
  'lint/sign-up-fields': signUpFields,
  'lint/wording': wording,
  'lint/server-cannot-open': serverCannotOpen,
  'lint/purposes': purposes,
  'lint/subjects': subjects,
  'lint/regimes': regimes,
  'lint/policy-review': policyReview,
  'lint/policy-changes': policyChanges,
  'lint/usage-figures': usageFigures,
  'clock/thresholds': thresholds,
  'clock/retention-job': retentionJob,
  'clock/policy-notice': policyNotice,
  'clock/deadlines': deadlines,
  'tls/plain-refused': plainRefused,
  'tls/old-versions': oldVersions,
  'tls/strict-transport': strictTransport,
  'har/own-origin': ownOrigin,
  'har/no-cookie': noCookie,
  'har/no-script': noScript,
  'har/without-cookies': withoutCookies,
  'har/headers': headers,
  'har/policy-table': policyTable,
  'har/cookie-page': cookiePage,
  'har/privacy-control': privacyControl,
  'har/trust-page': trustPage,
  'har/measures': measures,
  'har/policy-versions': policyVersions,
  'har/rights-by-law': rightsByLaw,
  'har/release': release,
  'har/open-choice': openChoice,
  'har/session-cookie': sessionCookie,
  'har/browser-storage': browserStorage,
  'har/browser-requests': browserRequests,
  'har/browser-emptied': browserEmptied,
  'har/browser-visits': browserVisits,
  'introspect/unlisted-field': unlistedField,
  'introspect/refusals': refusals,
  'introspect/one-time-code': oneTimeCode,
  'introspect/export': exportOfAccount,
  'introspect/activity': activity,
  'introspect/retention-setting': retentionSetting,
  'introspect/policy-version': policyVersion,
  'introspect/changed-details': changedDetails,
  'introspect/closed-account': closedAccount,
  'introspect/account-kind': accountKind,
  'canary/record': canaryRecord,
  'canary/keys': canaryKeys,
  'introspect/columns': columns,
  'introspect/roles': roles,
  'introspect/times': times,
  'introspect/sealed-octets': sealedOctets,
  'introspect/at-rest': atRest,
  'introspect/open-records': openRecords,
  'introspect/day-key': dayKey,
  'introspect/housekeeping': housekeeping,
  'introspect/usage-sums': usageSums,
  'introspect/logs': logs,
  'introspect/log-age': logAge,
  'introspect/files': files,
  'introspect/keyring': keyring,
  'introspect/backup-age': backupAge,
  'introspect/backup-trial': backupTrial,
  'introspect/closed-copies': closedCopies,
  'egress/connections': connections,
  'egress/namespace': namespace,
  'introspect/request-headers': requestHeaders,
  'canary/live': canaryLive,
  'canary/batch': canaryBatch,
  'egress/set-up': setUpAndTakenAway,
  'introspect/opt-out': optOut,
  'introspect/withdrawal': withdrawal,
  'introspect/examples': examples,
  'canary/live-later': canaryLiveLater,
  'erase/phone': erasePhone,
  'erase/record': eraseRecord,
  'erase/replay': eraseReplay,
  'erase/account': eraseAccount,
  'erase/certificate': eraseCertificate,
} satisfies { [Name in ProbeName]: Probe<Name> };
