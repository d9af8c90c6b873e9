import type { Socket } from 'node:net';
import type { Answer, LinkEnd } from '../link/answer.ts';
import { Link } from '../link/link.ts';
import type { Outcome } from '../link/outcome.ts';
import { Pacer } from '../link/pacer.ts';
import { notSupported, refusal, type Reply } from '../link/request-desk.ts';
import { Sender } from '../link/sender.ts';
import { responseTo, type RequestCommand } from '../pdu/command.ts';
import type { Content, Pdu, PduInput } from '../pdu/pdu.ts';
import { STATUSES } from '../pdu/status.ts';
import type { BindPdu, FullServerOptions } from './server-options.ts';

const INTERFACE_VERSION = 0x34;
/** What a session that only receives may not ask (SMPP 3.4 §2.3). */
const SENDING: ReadonlySet<string> = new Set<RequestCommand>([
  'submit_sm',
  'submit_multi',
  'query_sm',
  'cancel_sm',
  'replace_sm',
  'broadcast_sm',
  'query_broadcast_sm',
  'cancel_broadcast_sm',
]);

/** One client of the server, from its connection to its end. */
export class ServerSession<T> {
  readonly #options: FullServerOptions<T>;
  readonly #link: Link;
  readonly #sender: Sender<T>;
  readonly #connectedAt = performance.now();
  readonly #timer: NodeJS.Timeout;
  /** The bind that was let in; null before. */
  #bind: BindPdu | null = null;
  #binding = false;

  constructor(socket: Socket, options: FullServerOptions<T>, onEnd: (session: ServerSession<T>) => void) {
    this.#options = options;
    const { handlers, window, maxWaiting, bindMs, inactivityMs } = options;
    this.#sender = new Sender({
      command: 'deliver_sm',
      window,
      maxWaiting,
      pacer: new Pacer(Infinity, this.#connectedAt),
      onOutcome: (token, outcome) => handlers.onOutcome?.(token, outcome, this),
      onRoom: () => handlers.onRoom?.(this),
    });
    this.#link = new Link(socket, options, {
      handle: (pdu) => this.#handle(pdu),
      failureStatus: STATUSES.ESME_RSYSERR.code,
      busyStatus: STATUSES.ESME_RTHROTTLED.code,
      onProgress: () => this.#sender.pump(),
      onEnd: (end) => {
        clearInterval(this.#timer);
        this.#sender.detach('lost');
        onEnd(this);
        handlers.onEnd?.(this, end);
      },
    });
    this.#timer = setInterval(() => this.#watch(), Math.min(bindMs, inactivityMs) / 4);
  }

  /** system_id of the bind; null before it was let in. */
  get systemId(): string | null {
    return this.#bind?.systemId ?? null;
  }

  /** What the client may do; null before it is bound. */
  get mode(): BindPdu['command'] | null {
    return this.#bind?.command ?? null;
  }

  get counters(): Readonly<Link['counters']> {
    return this.#link.counters;
  }

  /** How many deliver_sm may be sent now. When it is 0, `onRoom` tells that there is room again. */
  capacity(): number {
    return this.#sender.capacity();
  }

  /** Sends a deliver_sm now, or not at all: false when there is no room. */
  send(content: Content<'deliver_sm'>, token: T): boolean {
    return this.#sender.send(content, token);
  }

  /** Sends a deliver_sm as soon as there is room. */
  deliver(content: Content<'deliver_sm'>): Promise<Outcome> {
    return this.#sender.submit(content);
  }

  /** Sends any other request at once, whatever the window. */
  request(pdu: PduInput<RequestCommand>): Promise<Answer> {
    return new Promise((resolve) => this.#link.request(pdu, resolve, (_, answer) => resolve(answer)));
  }

  /** Waits at most `drainMs` for what is unanswered, unbinds and ends. */
  async close(drainMs: number): Promise<void> {
    this.#sender.detach('closing');
    await this.#link.whenIdle(drainMs);
    this.#link.request({ command: 'unbind' }, null, () => this.#link.close({ code: 'closed-here' }));
    await this.#link.whenIdle(drainMs);
    this.#link.close({ code: 'closed-here' });
  }

  /** Ends at once, as a carrier that falls over does. */
  drop(end: LinkEnd = { code: 'closed-here' }): void {
    this.#link.close(end);
  }

  #watch(): void {
    const now = performance.now();
    if (!this.#bind && now - this.#connectedAt >= this.#options.bindMs) this.drop({ code: 'never-bound' });
    else if (now - this.#link.heardAt >= this.#options.inactivityMs) this.drop({ code: 'inactive' });
  }

  #handle(pdu: Pdu): Reply | Promise<Reply> {
    const { handlers } = this.#options;
    switch (pdu.command) {
      case 'bind_receiver':
      case 'bind_transmitter':
      case 'bind_transceiver':
        return this.#onBind(pdu);
      default:
        if (!this.#bind || (this.#bind.command === 'bind_receiver' && SENDING.has(pdu.command)))
          return responseTo(pdu.command) ? refusal(pdu.command, STATUSES.ESME_RINVBNDSTS.code) : null;
        if (pdu.command === 'submit_sm') return handlers.onSubmit(pdu, this);
        return responseTo(pdu.command) && handlers.onRequest
          ? handlers.onRequest(pdu, this)
          : notSupported(pdu);
    }
  }

  async #onBind(pdu: BindPdu): Promise<Reply> {
    if (this.#bind || this.#binding) return refusal(pdu.command, STATUSES.ESME_RALYBND.code);
    this.#binding = true;
    try {
      const status = await this.#options.handlers.onBind(pdu, this);
      if (status !== 0) return refusal(pdu.command, status);
      this.#bind = { ...pdu, password: '' };
      setImmediate(() => this.#onBound(pdu));
      const command = responseTo(pdu.command);
      const tlvs = pdu.interfaceVersion >= INTERFACE_VERSION ? { scInterfaceVersion: INTERFACE_VERSION } : {};
      return { command, systemId: this.#options.systemId, tlvs };
    } finally {
      this.#binding = false;
    }
  }

  /** After the response is written: nothing is sent before it. */
  #onBound(pdu: BindPdu): void {
    if (pdu.command !== 'bind_transmitter') this.#sender.attach(this.#link);
    this.#options.handlers.onBound?.(this);
    this.#sender.pump();
  }
}
