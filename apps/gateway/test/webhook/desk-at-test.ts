import { setImmediate as turn } from 'node:timers/promises';
import type { Webhook } from '@smseal/protocol';
import type { Log } from '../../src/log/log.ts';
import { WebhookDesk, type WebhookDeskOptions } from '../../src/webhook/webhook-desk.ts';
import type { EndpointState } from '../../src/webhook/endpoint-state.ts';
import type { MessageReceivedEvent, MessageStateEvent } from '../../src/webhook/webhook-event.ts';
import { VirtualClock } from './virtual-clock.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export const HOOK = 'aG9vazAwMDAwMDAwMDAwMA';
export const BATCH = 'YmF0Y2gwMDAwMDAwMDAwMA';
export const SECRET = Buffer.alloc(32, 7).toString('base64');

/** A desk under a virtual clock, with a jitter that changes nothing. */
export class DeskAtTest {
  readonly clock = new VirtualClock();
  readonly said: string[] = [];
  readonly desk: WebhookDesk;

  constructor(options: Partial<WebhookDeskOptions> = {}) {
    const log: Log = (_level, message, details) => this.said.push(`${message} ${JSON.stringify(details)}`);
    this.desk = new WebhookDesk({ log, clock: this.clock, random: () => 0.5, ...options });
  }

  get state(): EndpointState {
    const [state] = this.desk.states;
    if (state === undefined) throw new Error('the desk has no endpoint');
    return state;
  }

  /** Waits until nothing is under way; what waits for a time goes on waiting. */
  async settle(): Promise<void> {
    await until('no attempt is under way', () => this.desk.states.every(({ underWay }) => underWay === 0));
  }

  /** Moves the clock on; whatever begins on the way is answered before it moves further. */
  async pass(ms: number): Promise<void> {
    const end = this.clock.now() + ms;
    await this.settle();
    while (this.clock.next(end)) await this.settle();
    this.clock.advance(end - this.clock.now());
  }

  tell(index: number, state: MessageStateEvent['state'] = 'delivered'): void {
    const at = new Date(this.clock.now()).toISOString();
    this.desk.tell({ type: 'message.state', message: `${BATCH}:${index}`, state, at });
  }
}

/** Lets the machine work until something is so. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const end = Date.now() + 20 * SECOND;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(`it did not come to this: ${what}`);
    await turn();
  }
}

export function webhook(url: string, rest: Partial<Webhook> = {}): Webhook {
  return {
    id: HOOK,
    url,
    secret: SECRET,
    events: ['message.state', 'message.received'],
    createdAt: '2026-11-01T00:00:00.000Z',
    paused: false,
    ...rest,
  };
}

export function received(id: string, text: string): MessageReceivedEvent {
  return {
    type: 'message.received',
    id,
    from: '+48600000001',
    to: '+48600000002',
    text,
    at: '2026-11-22T02:06:36.000Z',
    connector: 'main',
  };
}
