import type { Database, Eraser, Journal, Keyring } from '@smseal/database';
import type { Logger } from 'pino';
import type { Configuration } from './configuration/configuration.ts';
import type { DeviceTokens } from './device/device-tokens.ts';
import type { Bus } from './live/bus.ts';
import type { Limits } from './security/limits.ts';
import type { UsageCounter } from './usage/usage-counter.ts';
import type { SessionReader } from './security/session.ts';

/** What features are given. */
export interface Deps {
  configuration: Configuration;
  database: Database;
  keyring: Keyring;
  /** What was erased, and stays so where a backup is restored. */
  journal: Journal;
  /** Who carries erasures out. */
  eraser: Eraser;
  bus: Bus;
  log: Logger;
  /** The clock. */
  now: () => Date;
  sessions: SessionReader;
  tokens: DeviceTokens;
  limits: Limits;
  usage: UsageCounter;
}
