export {
  IMPERSONAL,
  ORDINARY,
  SECRET,
  type Category,
  type Entry,
  type Place,
  type Protection,
  type Recipient,
  type RetentionId,
  type Rights,
  type Subject,
} from './vocabulary.ts';
export { AIMS, aimOf, PURPOSES, type Aim, type Purpose } from './purposes.ts';
export {
  RECORD_KIND_NAMES,
  RECORD_KINDS,
  type ClearType,
  type RecordKind,
  type RecordKindEntry,
} from './record-kinds.ts';
export { INVENTORY } from './inventory.ts';
export { FINE_TIMES } from './derive/fine-times.ts';
export { findingsOf, type Findings } from './derive/findings.ts';
export { entriesOf, PLACES, placesOn } from './derive/places.ts';
export { READERS } from './derive/readers.ts';
export { CATEGORIES } from './derive/categories.ts';
export { SUBJECTS, subjectsOf } from './derive/subjects.ts';
export { READING_ROLES } from './database-roles.ts';
export { RECIPIENTS, type RecipientEntry } from './recipients.ts';
export {
  FEWEST_ACCOUNTS,
  USAGE_METRICS,
  type UsageDimension,
  type UsageMetric,
  type UsageMetricName,
} from './usage-metrics.ts';
export { RETENTION_RULES, type RetentionRule } from './retention-rules.ts';
export { databaseTables, type InventoryTable } from './derive/tables.ts';
export { retentionPlan, type RetentionStep } from './derive/retention-plan.ts';
export { deletionPlan, type DeletionStep } from './derive/deletion-plan.ts';
export { exportPlan, type ExportStep } from './derive/export-plan.ts';
export {
  clearFieldsOfKinds,
  clearFieldsOfTables,
  type ClearFieldsOfKind,
  type ClearFieldsOfTable,
} from './derive/clear-fields.ts';
export type { ClaimId } from './claims/claim-ids.ts';
export { standingOf, type Claim, type Standing, type Unresolved } from './claims/claim.ts';
export { CLAIM_IDS, CLAIMS } from './claims/claims.ts';
export {
  howSeen,
  PROBES,
  type ProbeEntry,
  type ProbeFamily,
  type ProbeName,
  type ProbeNeed,
} from './claims/probes.ts';
export { RESOLUTIONS, type ResolutionId } from './claims/resolutions.ts';
export { faultsOfWording } from './claims/wording.ts';
export {
  KEPT_FOR_ALL,
  LAW_OF_PLACE,
  PROMISE,
  REGIMES,
  RIGHTS,
  type Regime,
  type RegimeId,
  type Right,
  type Term,
} from './rights/regimes.ts';
export { canonicalJson, type Json } from './version/canonical-json.ts';
export type { Change, Weight } from './version/change.ts';
export { compilePolicy } from './version/compile-policy.ts';
export type { CompiledPolicy, CompiledTerm, HeldThing } from './version/compiled-policy.ts';
export { classOfChanges, diffPolicies } from './version/diff-policies.ts';
export { termWords } from './version/promise-changes.ts';
export { REVIEW } from './version/review.ts';
export { fileOfVersion, VERSIONS, type ChangeClass, type PolicyVersion } from './version/versions.ts';
