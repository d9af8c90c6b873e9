export { isFinal, isWaiting, judgeReport, RANKS, TRANSITIONS } from './outbox/transitions.ts';
export {
  cancelStates,
  expireStates,
  leaseStates,
  packStates,
  releaseStates,
  reportStates,
  summarise,
  unpackStates,
  type Report,
  type ReportOutcome,
  type StatesAfter,
} from './outbox/states.ts';
export { firstKeptDay, lastGoneInstant, utcDay } from './retention/thresholds.ts';
