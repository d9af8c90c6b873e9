import type { RetentionId } from './vocabulary.ts';

/** How a retention ends. Durations in days (UTC) or milliseconds. */
export type RetentionRule =
  /** With what it belongs to: no clock of its own. */
  | { ends: 'with-owner'; sentence: string }
  /** When the day in its clock column is more than the account's own number of days ago; it may choose within the bounds. */
  | { ends: 'by-preference'; bounds: { min: number; max: number }; sentence: string }
  /** When the day in its clock column is more than `days` days ago. */
  | { ends: 'after-days'; days: number; sentence: string }
  /** With the file that it is in, of which there are `days`, one a day. */
  | { ends: 'by-rotation'; days: number; sentence: string }
  /** `ms` after the instant in its clock column; 0 where the column holds the end itself. */
  | { ends: 'after-instant'; ms: number; sentence: string };

const DAY_MS = 86_400_000;

export const RETENTION_RULES = {
  account: { ends: 'with-owner', sentence: 'Until it is deleted, at the latest with the account.' },
  'closure-90d': {
    ends: 'after-instant',
    ms: 90 * DAY_MS,
    sentence: '90 days after the account was closed, with everything else of it.',
  },
  device: {
    ends: 'with-owner',
    sentence: 'Until the account is deleted; the device’s credential goes when it is removed.',
  },
  installation: {
    ends: 'with-owner',
    sentence: 'As long as the installation; it says nothing about a person.',
  },
  'log-30d': { ends: 'by-rotation', days: 30, sentence: '30 days, by the rotation of the log files.' },
  passing: { ends: 'with-owner', sentence: 'It passes by and is kept nowhere.' },
  preference: {
    ends: 'by-preference',
    bounds: { min: 1, max: 3650 },
    sentence: 'As many days as the account has chosen, else until it is deleted.',
  },
  'tombstone-90d': { ends: 'after-days', days: 90, sentence: '90 days after the deletion that it records.' },
  'activity-30d': { ends: 'after-instant', ms: 30 * DAY_MS, sentence: '30 days after it was written.' },
  'orphan-24h': {
    ends: 'after-instant',
    ms: 0,
    sentence: '24 hours after it was announced, unless what it belongs to arrives.',
  },
  'claim-24h': {
    ends: 'after-instant',
    ms: 0,
    sentence: '24 hours after the request, counted to the full hour.',
  },
  'pool-key-7d': {
    ends: 'after-days',
    days: 0,
    sentence: 'Seven days after the last text that was sealed to it may leave at the latest.',
  },
  'backup-13d': {
    ends: 'with-owner',
    sentence: '13 days; then it is removed, and its key within a day.',
  },
  'erasure-16d': {
    ends: 'with-owner',
    sentence:
      '16 days: longer than the oldest backup is kept, so that what was erased stays erased when one is restored.',
  },
  'usage-30d': {
    ends: 'after-days',
    days: 30,
    sentence: 'Until the figures of its week are made, at the latest 30 days.',
  },
  'usage-3y': {
    ends: 'after-days',
    days: 3 * 365,
    sentence: 'Three years.',
  },
  minutes: {
    ends: 'after-instant',
    ms: 10 * 60_000,
    sentence: 'Minutes: it is over at the time that is set when it is made, and gone ten minutes later.',
  },
  session: { ends: 'with-owner', sentence: 'Until it is ended or has not been used for its longest life.' },
} as const satisfies Record<RetentionId, RetentionRule>;
