export { ThrowawayAccount, type SignUpMeans } from './account/throwaway-account.ts';
export { numberCanary, octetCanary, pieceCanaries, textCanary, type Canary } from './canary/canary.ts';
export { Finder } from './canary/finder.ts';
export { Stores } from './canary/stores.ts';
export { StoreSearch } from './canary/store-search.ts';
export { inNamespace, whyNoNamespace } from './day/namespace.ts';
export { rehearseDay } from './day/rehearse-day.ts';
export type { RehearsedDay } from './day/rehearsed-day.ts';
export { tryJob } from './clock/retention-job.ts';
export { connections, type RunningProgram, type RunningSystem } from './egress/connections.ts';
export { faultsOfDay, namespace } from './egress/namespace.ts';
export {
  browserEmptied,
  browserRequests,
  browserStorage,
  browserVisits,
  HELD_IN_BROWSER,
  type BrowserReading,
} from './har/browser-reading.ts';
export { describeCertificate } from './erase/describe-certificate.ts';
export { openReader, type DatabaseReader } from './introspect/database-reader.ts';
export { files, folderFindings } from './introspect/files.ts';
export { faultsOfReads, headersReadIn, type HeaderRead } from './introspect/request-headers.ts';
export { logFindings } from './introspect/logs.ts';
export type { Given, Offered } from './probe/given.ts';
export { once } from './probe/once.ts';
export type { Outcome } from './probe/outcome.ts';
export { judgeClaims, type ClaimStatus, type JudgedClaim } from './report/judge-claims.ts';
export { runProbes, type ProbeResult, type RunOptions } from './report/run-probes.ts';
export { tryClaims, type Results } from './report/try-claims.ts';
export type { Site } from './site/site.ts';
export { programsOf, readRunning, type RunningFile } from './system/running-system.ts';
export { verifySystem, type KeptSystem, type VerifyOptions } from './system/verify-system.ts';
