import type { LivePayload } from '@smseal/protocol';
import type { PhoneView } from '../engine-api.ts';

/** What a phone last told, live; nothing of it is ever stored. */
export interface PhoneState {
  battery: PhoneView['battery'];
  signal: number | null;
  network: string | null;
  notifications: PhoneView['notifications'];
  call: {
    call: string;
    state: 'ringing' | 'answered';
    number: string | null;
    name: string | null;
    at: string;
  } | null;
  /** When it was last heard; RFC 3339 UTC. */
  heardAt: string | null;
}

const MOST_NOTIFICATIONS = 200;

function unheard(): PhoneState {
  return { battery: null, signal: null, network: null, notifications: [], call: null, heardAt: null };
}

/** The phones of the account as their live events tell. */
export class PhoneStates {
  readonly #byDevice = new Map<string, PhoneState>();

  of(device: string): PhoneState {
    return this.#byDevice.get(device) ?? unheard();
  }

  /** Takes an event of a phone; false when it says nothing of a phone. `at` is when it was heard. */
  hear(payload: LivePayload, from: string, at: string): boolean {
    const before = this.of(from);
    const after = next(before, payload);
    if (!after) return false;
    this.#byDevice.set(from, { ...after, heardAt: at });
    return true;
  }

  clear(): void {
    this.#byDevice.clear();
  }
}

function next(before: PhoneState, payload: LivePayload): PhoneState | null {
  switch (payload.type) {
    case 'battery': {
      const { level, charging, signal, network, at } = payload;
      return { ...before, battery: { level, charging, at }, signal, network };
    }
    case 'presence':
    case 'sync-progress':
      return before;
    case 'notification': {
      const { key, app, title, text, at, dismissable } = payload;
      const others = before.notifications.filter((known) => known.key !== key);
      const notifications = [{ key, app, title, text, at, dismissable }, ...others];
      return { ...before, notifications: notifications.slice(0, MOST_NOTIFICATIONS) };
    }
    case 'notification-gone':
      return { ...before, notifications: before.notifications.filter(({ key }) => key !== payload.key) };
    case 'call':
      return { ...before, call: callAfter(before.call, payload) };
    case 'ask-state':
    case 'dismiss-notification':
    case 'silence-call':
    case 'sync-deletions-now':
    case 'command-receipt':
      return null;
    default:
      payload satisfies never;
      return null;
  }
}

function callAfter(
  before: PhoneState['call'],
  { call, state, number, name, at }: Extract<LivePayload, { type: 'call' }>,
): PhoneState['call'] {
  if (state === 'ringing' || state === 'answered') return { call, state, number, name, at };
  return before?.call === call ? null : before;
}
