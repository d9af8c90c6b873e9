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
