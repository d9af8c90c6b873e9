export {
  COPY_MS,
  expiredBackups,
  isBackupKeyOver,
  isCopyDue,
  isTrialDue,
  MOST_COPY_HOURS,
  type BackupState,
  type StoredAt,
} from './backup/backup-plan.ts';
export { stateOfParts } from './outbox/parts.ts';
export { isFinal, isLeaving, isWaiting, judgeReport, RANKS, TRANSITIONS } from './outbox/transitions.ts';
export {
  cancelStates,
  clearStates,
  expireStates,
  leaseStates,
  packStates,
  releaseStates,
  reportStates,
  summarise,
  unpackStates,
  type ReportOutcome,
  type StatesAfter,
} from './outbox/states.ts';
export { ERASURE_STEPS, mayMove } from './erasure/erasure-states.ts';
export { firstKeptDay, keptDays, lastGoneInstant } from './retention/thresholds.ts';
export { addDays, addMonths, addWorkingDays, startOfDay, utcDay } from './calendar/days.ts';
export {
  acceptEntry,
  emptyChain,
  type ChainDeviceState,
  type ChainRule,
  type ChainState,
  type HashedEntry,
} from './device/chain-state.ts';
export { judgeAppend, type AppendRequest, type ChainChange, type Poster } from './device/judge-append.ts';
export { CONFIRMATIONS, confirmationText, MAX_CONFIRMED_NAME } from './suppression/confirmations.ts';
export { KEYWORDS, type Meaning } from './suppression/keywords.ts';
export { LANGUAGES, type Language } from './suppression/languages.ts';
export { readReply, type ReplyReading } from './suppression/read-reply.ts';
export {
  HELP_EVERY_MS,
  judgeReply,
  type IncomingText,
  type ReplyJudgement,
} from './suppression/judge-reply.ts';
export {
  SUPPRESSION_CAUSES,
  type SuppressionCause,
  type SuppressionEntry,
} from './suppression/suppression-entry.ts';
export {
  HEAD_PROOF_MS,
  HOLDS,
  mayLeave,
  nextUtcDay,
  TEXT_CLASSES,
  type Departure,
  type Hold,
  type Leave,
  type TextClass,
} from './suppression/may-leave.ts';
export {
  CARRIER_ANSWERS,
  GIVE_UP_MS,
  MAX_ATTEMPTS,
  SAME_ROUTE_ATTEMPTS,
  type AnswerRule,
  type CarrierAnswer,
} from './retry/carrier-answers.ts';
export {
  judgeAnswer,
  type AnswerJudgement,
  type AnswerReceived,
  type SendCourse,
} from './retry/judge-answer.ts';
export { findRepeats, type RecipientVerdict } from './dedupe/repeats.ts';
export { judgeKey, KEY_MS, type KeyedRequest, type KeyVerdict } from './dedupe/judge-key.ts';
export { chooseRoute, type RouteChoice, type RoutePreference } from './routing/choose-route.ts';
export { routeSender, type Carrier, type SenderRoute } from './routing/route-sender.ts';
export {
  REACHED_BY,
  REFUSALS,
  type RouteCandidate,
  type RouteCapabilities,
  type RouteRefusal,
  type RouteRequest,
} from './routing/route-candidate.ts';
export { explainText } from './timeline/explain-text.ts';
export {
  gatewayRoute,
  REHEARSAL_WAY,
  tablesOfLanguages,
  type GatewayRoute,
  type RoutedText,
} from './timeline/gateway-route.ts';
export type {
  ExplainedEncoding,
  ExplainedEvent,
  ExplainedField,
  ExplainedSegment,
  ExplainedSubmission,
  TextCourse,
  TextTimeline,
  WayOut,
} from './timeline/text-timeline.ts';
export { confirmedBy, deadline, deadlineByLaw, endOfTerm, isOver } from './deadline/deadline.ts';
export { regimesOf } from './deadline/regimes-of.ts';
export {
  earliestDay,
  faultsOfVersion,
  hasBegun,
  mayBeCalled,
  NOTICE_DAYS,
  type VersionInPlace,
} from './version/notice.ts';
export { releaseWeek, TOGETHER, type ReleasedFigure, type UsageCell } from './usage/release-week.ts';
