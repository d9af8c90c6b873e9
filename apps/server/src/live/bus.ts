import type { DirectEvent, Id, ListName, LiveEvent } from '@smseal/protocol';

/** What one server process tells the others about an account; at most once, never stored. */
export type Signal =
  /** Sealed, for other devices of the account. */
  | { type: 'live'; event: LiveEvent | DirectEvent }
  | { type: 'changed'; head: number }
  | { type: 'chain'; length: number }
  /** Work for this sending device. */
  | { type: 'outbox'; target: Id }
  /** Texts that this sending device holds are to be stopped. */
  | { type: 'stop'; device: Id; batch: Id; indexes: number[] }
  /** What a gateway obeys has changed. */
  | { type: 'settings' }
  /** A list has grown, or its key has changed. */
  | { type: 'list'; name: ListName }
  /** A pending link appeared or moved on. */
  | { type: 'link'; link: Id }
  /** This device was removed: its sockets end now. */
  | { type: 'removed'; device: Id }
  /** The account was closed: all its sockets end now, to come back if it is woken. */
  | { type: 'closed' }
  /** The account is gone: all its sockets end now. */
  | { type: 'deleted' };

/** Devices of an account that are connected here. */
export type DevicesOf = (account: Id) => Iterable<Id>;
export type RemovalListener = (account: Id, device: Id | undefined) => void;
export type Listener = (signal: Signal) => void;

/** Live events and wake-ups between the connections of an account, in one process or over NATS. */
export interface Bus {
  /** Never throws and never waits: a signal that is lost is made up for by the next read. */
  publish(account: Id, signal: Signal): void;
  /** @returns ends the subscription. */
  subscribe(account: Id, listener: Listener): () => void;
  /** Tells the bus how to look up which devices of an account are connected to this process. */
  answerPresence(devicesOf: DevicesOf): void;
  /** Devices of the account that are connected, to any process. */
  connected(account: Id): Promise<Set<Id>>;
  /** Hears of every removed device and closed or deleted account, whichever process did it. */
  onRemoval(listener: RemovalListener): void;
  close(): Promise<void>;
}
