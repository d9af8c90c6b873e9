import { LIVE_CLOSE, type Id, type ServerMessage } from '@smseal/protocol';
import type { Bus, Signal } from './bus.ts';
import type { LiveSocket } from './live-socket.ts';

/** Octets that may wait for a slow reader before it is let go. */
const MOST_WAITING = 1024 * 1024;

/** The connections that one account has to this process; one subscription feeds them all. */
export class AccountChannel {
  readonly sockets = new Set<LiveSocket>();
  readonly #leave: () => void;

  constructor(account: Id, bus: Bus) {
    this.#leave = bus.subscribe(account, (signal) => this.#hear(signal));
  }

  close(): void {
    this.#leave();
  }

  #hear(signal: Signal): void {
    switch (signal.type) {
      case 'live':
        return this.#relay(signal.event.from, signal.event.to, signal.event);
      case 'changed':
      case 'chain':
      case 'link':
      case 'settings':
      case 'list':
        return this.#relay(null, null, signal);
      case 'outbox':
        return this.#relay(null, signal.target, { type: 'outbox' });
      case 'stop': {
        const { device, ...message } = signal;
        return this.#relay(null, device, message);
      }
      case 'removed':
        return this.end(signal.device, LIVE_CLOSE.removed);
      case 'closed':
        return this.end(null, LIVE_CLOSE.accountClosed);
      case 'deleted':
        return this.end(null, LIVE_CLOSE.removed);
      default:
        return signal satisfies never;
    }
  }

  /** To one device, or to all but the author. */
  #relay(from: Id | null, to: Id | null, message: ServerMessage): void {
    let octets: Buffer | undefined;
    for (const socket of this.sockets) {
      if (socket.device === from || (to !== null && socket.device !== to)) continue;
      octets ??= Buffer.from(JSON.stringify(message));
      if (socket.bufferedAmount > MOST_WAITING) {
        socket.close(LIVE_CLOSE.tooSlow);
        socket.terminate();
      } else {
        socket.send(octets, { binary: false });
      }
    }
  }

  /** Ends the connections of a device, or of all. */
  end(device: Id | null, code: (typeof LIVE_CLOSE)['removed' | 'accountClosed']): void {
    for (const socket of this.sockets) if (device === null || socket.device === device) socket.close(code);
  }
}
