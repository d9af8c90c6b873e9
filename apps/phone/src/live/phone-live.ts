import {
  LiveConnection,
  LiveExchange,
  type Alarm,
  type ApiClient,
  type LiveEnd,
  type Membership,
  type PhoneSource,
  type ProviderEvent,
} from '@smseal/client';
import type { Id, LivePayload, RecordKind, ServerMessage } from '@smseal/protocol';
import type { JournalSequence } from '../journal/journal-sequence.ts';
import type { Log } from '../log/log.ts';
import type { CommandDesk } from './command-desk.ts';

const PRESENCE_MS = 60_000;
const PROGRESS_MS = 250;

export interface PhoneLiveOptions {
  api: ApiClient;
  membership: Membership;
  sequence: JournalSequence;
  source: PhoneSource;
  desk: CommandDesk;
  bell: (alarm: Alarm) => void;
  log: Log;
  /** What the server says happened: something changed, the chain grew, texts wait. */
  woken: (what: 'changed' | 'chain' | 'outbox') => void;
  /** The server will not have this device back, or not until its account is woken. */
  dismissed: (why: LiveEnd) => void;
}

/** The phone's live side: battery, notifications, calls and presence go out, commands come in. Nothing is kept. */
export class PhoneLive {
  readonly #options: PhoneLiveOptions;
  readonly #connection: LiveConnection;
  readonly #exchange: LiveExchange;
  readonly #progress = new Map<RecordKind, { done: number; total: number; at: number }>();
  #presence: ReturnType<typeof setInterval> | undefined;

  constructor(options: PhoneLiveOptions) {
    this.#options = options;
    const { api, membership, sequence, bell } = options;
    this.#connection = new LiveConnection({
      origin: api.origin,
      token: () => membership.identity.token,
      listener: {
        ready: () => this.#greeted(),
        message: (message) => this.#hear(message),
        closed: ({ final }) => {
          clearInterval(this.#presence);
          if (final !== null) options.dismissed(final);
        },
      },
    });
    this.#exchange = new LiveExchange({
      api,
      membership,
      sequence,
      connection: this.#connection,
      bell,
      heard: (payload, from) => this.#obey(payload, from),
    });
  }

  start(): void {
    this.#connection.start();
  }

  stop(): void {
    clearInterval(this.#presence);
    this.#connection.stop();
  }

  /** Relays what the phone says of itself. */
  relay(
    event: Extract<ProviderEvent, { type: 'battery' | 'notification' | 'notification-gone' | 'call' }>,
  ): void {
    const device = this.#options.membership.identity.keys.id;
    this.#send({ ...event, v: 1, device });
  }

  /** How far the first reading is; told at most four times a second, and at its end. */
  progress(kind: 'message' | 'contact' | 'call', done: number, total: number): void {
    const last = this.#progress.get(kind);
    const now = performance.now();
    if (last && last.done === done && last.total === total) return;
    if (last && done < total && now - last.at < PROGRESS_MS) return;
    this.#progress.set(kind, { done, total, at: now });
    const device = this.#options.membership.identity.keys.id;
    this.#send({ v: 1, type: 'sync-progress', device, kind, done, total });
  }

  #greeted(): void {
    for (const what of ['changed', 'chain', 'outbox'] as const) this.#options.woken(what);
    void this.#tellState();
    clearInterval(this.#presence);
    this.#presence = setInterval(() => this.#tellPresence(), PRESENCE_MS);
  }

  #hear(message: ServerMessage): void {
    switch (message.type) {
      case 'live':
        void this.#exchange.take(message);
        break;
      case 'changed':
      case 'chain':
      case 'outbox':
        this.#options.woken(message.type);
        break;
      case 'refused':
        this.#options.log('warn', 'live event refused', { code: message.code });
        break;
      case 'ready':
      case 'stop':
      case 'pong':
      case 'link':
      case 'settings':
      case 'list':
      case 'direct':
        break;
      default:
        // Newer servers may say more.
        message satisfies never;
    }
  }

  #obey(payload: LivePayload, from: Id): void {
    switch (payload.type) {
      case 'ask-state':
        void this.#tellState();
        break;
      case 'dismiss-notification':
      case 'silence-call':
      case 'sync-deletions-now':
        this.#options.desk.take(payload, from).then(
          (receipt) => receipt !== null && this.#send(receipt, from),
          (error: unknown) => this.#options.log('error', 'command not kept', { reason: String(error) }),
        );
        break;
      default:
        break;
    }
  }

  /** Presence, battery, the notifications tray and the call of the moment. */
  async #tellState(): Promise<void> {
    this.#tellPresence();
    const device = this.#options.membership.identity.keys.id;
    try {
      const { battery, notifications, call } = await this.#options.source.device();
      this.#send({ v: 1, type: 'battery', device, ...battery });
      for (const one of notifications) this.#send({ v: 1, type: 'notification', device, ...one });
      if (call !== null) this.#send({ v: 1, type: 'call', device, ...call });
      for (const [kind, { done, total }] of this.#progress) {
        if (done < total && (kind === 'message' || kind === 'contact' || kind === 'call')) {
          this.#send({ v: 1, type: 'sync-progress', device, kind, done, total });
        }
      }
    } catch (error) {
      this.#options.log('warn', 'state not told', { reason: String(error) });
    }
  }

  #tellPresence(): void {
    const { membership, api } = this.#options;
    const at = new Date(api.clock.corrected()).toISOString();
    this.#send({ v: 1, type: 'presence', device: membership.identity.keys.id, at });
  }

  #send(payload: LivePayload, to: Id | null = null): void {
    this.#exchange.send(payload, to).catch((error: unknown) => {
      this.#options.log('warn', 'live event not sent', { type: payload.type, reason: String(error) });
    });
  }
}
