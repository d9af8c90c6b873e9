import type { Clock } from './clock.ts';
import { Mailbox, type Delivery } from './mailbox.ts';
import { Throttle } from './throttle.ts';

/** A customer of the carrier, by system_id; it may have several connections. */
export class Account {
  readonly throttle = new Throttle();
  readonly mailbox: Mailbox;

  constructor(clock: Clock, onSent: (delivery: Delivery) => void) {
    this.mailbox = new Mailbox(clock, onSent);
  }
}
