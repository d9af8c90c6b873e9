import type { Id, ServerMessage } from '@smseal/protocol';
import { WebSocket } from 'ws';

/** A connection of the live channel, and who is at its other end. */
export class LiveSocket extends WebSocket {
  /** Set once the device has said hello. */
  account: Id | null = null;
  device: Id | null = null;
  /** ms since 1970 when it was last heard. */
  heardAt = 0;
  /** Ends a connection that does not say hello; null afterwards. */
  helloTimer: NodeJS.Timeout | null = null;
  /** Network that it counts against until it has said hello. */
  network = '';
  /** A hello is being looked up. */
  greeting = false;

  say(message: ServerMessage): void {
    this.send(JSON.stringify(message));
  }
}
