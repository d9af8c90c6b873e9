import type { Static } from 'typebox';
import { closed, Day, Id, octets, Positive } from '../schema.ts';

/**
 * An inbound session: a write-only device's one HPKE encapsulation to an epoch's inbound key for one day
 * (ARCHITECTURE §3). Posted once, signed by the device.
 */
export const InboundSession = closed({
  id: Id,
  device: Id,
  epoch: Positive,
  day: Day,
  enc: octets(32),
  signature: octets(64),
});
export type InboundSession = Static<typeof InboundSession>;

/** `GET /v1/inbound-sessions`: a page of all of them by id, for `read` devices at their cold start. */
export interface InboundSessionsPage {
  sessions: InboundSession[];
  /** Pass as `after` next time; null at the end. */
  next: string | null;
}
