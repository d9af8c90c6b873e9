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
} from './vocabulary.ts';
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
export { RECIPIENTS, type RecipientEntry } from './recipients.ts';
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
