import type { ProbeName, ProbeNeed, PROBES } from '@smseal/inventory';
import type { ThrowawayAccount } from '../account/throwaway-account.ts';
import type { Stores } from '../canary/stores.ts';
import type { RehearsedDay } from '../day/rehearsed-day.ts';
import type { RunningSystem } from '../egress/connections.ts';
import type { ProbeGateway } from '../gateway/probe-gateway.ts';
import type { BrowserReading } from '../har/browser-reading.ts';
import type { DatabaseReader } from '../introspect/database-reader.ts';
import type { ProbePhone } from '../phone/probe-phone.ts';
import type { Site } from '../site/site.ts';
import type { Outcome } from './outcome.ts';

/** What probes can be given, each by what it needs. */
export interface Given {
  /** Folder of the checkout that this release is. */
  release: string;
  url: Site;
  account: ThrowawayAccount;
  stores: Stores;
  gateway: ProbeGateway;
  rehearsal: RehearsedDay;
  phone: ProbePhone;
  database: DatabaseReader;
  /** `SMSEAL_HOME`. */
  home: string;
  processes: RunningSystem;
  browser: BrowserReading;
}
/** What a run is offered: each thing itself, or how to get it when a probe first wants it. */
export type Offered = { [Need in keyof Given]?: Given[Need] | (() => Promise<Given[Need]>) };

type EveryNeed = Given[ProbeNeed];

/** A probe, given what the inventory says that it needs. It throws only where the house itself is broken. */
export type Probe<Name extends ProbeName> = (
  given: Given[(typeof PROBES)[Name]['needs']],
) => Promise<Outcome> | Outcome;

/** Any of them, given what it needs. */
export type AnyProbe = (given: EveryNeed) => Promise<Outcome> | Outcome;
