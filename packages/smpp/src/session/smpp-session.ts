import type { Socket } from 'node:net';
import type { Answer, LinkEnd } from '../link/answer.ts';
import type { Outcome } from '../link/outcome.ts';
import { Link } from '../link/link.ts';
import { Pacer } from '../link/pacer.ts';
import { notSupported, type Reply } from '../link/request-desk.ts';
import { rethrowLater } from '../link/rethrow-later.ts';
import { Sender } from '../link/sender.ts';
import type { RequestCommand } from '../pdu/command.ts';
import { encodePdu } from '../pdu/encode.ts';
import type { Content, Pdu, PduInput } from '../pdu/pdu.ts';
import { STATUSES } from '../pdu/status.ts';
import { Backoff } from './backoff.ts';
import { connect } from './connect.ts';
import {
  SESSION_DEFAULTS,
  type BindFailure,
  type SessionEvent,
  type SessionOptions,
} from './session-options.ts';

/** A bind that lasted so long, in ms, was a good one: the next loss is the first again. */
const GOOD_BIND_MS = 10_000;
const INTERFACE_VERSION = 0x34;

type Options<T> = SessionOptions<T> & Required<Omit<SessionOptions<T>, 'tls'>>;

/** The client of a carrier: keeps itself bound, sends within window and pace, and acknowledges what it was given. */
export class SmppSession<T = unknown> {
  readonly #options: Options<T>;
  readonly #sender: Sender<T>;
  readonly #backoff: Backoff;
  #link: Link | null = null;
  #closing = false;
  #closed: Promise<void> | null = null;
  /** Stops what is going on between two links: an attempt to connect or the wait for the next. */
  #giveUp: (() => void) | null = null;

  constructor(options: SessionOptions<T>) {
    this.#options = { ...SESSION_DEFAULTS, ...options };
    const { window, maxWaiting, rate, rebindMs, handlers } = this.#options;
    // What cannot be written is found out now and not at each attempt.
    encodePdu(this.#bindPdu(), 1);
    this.#backoff = new Backoff(rebindMs.least, rebindMs.most);
    this.#sender = new Sender({
      command: 'submit_sm',
      window,
      maxWaiting,
      pacer: new Pacer(rate, performance.now()),
      onOutcome: (token, outcome) => handlers.onOutcome?.(token, outcome),
      onRoom: () => handlers.onRoom?.(),
    });
  }

  /** Begins to connect. The events tell how it goes; a lost link is bound again until `close`. */
  open(): void {
    if (!this.#closing && !this.#link && !this.#giveUp) this.#connect();
  }

  /** How many messages may be sent now. When it is 0, `onRoom` tells that there is room again. */
  capacity(): number {
    return this.#sender.capacity();
  }

  /**
   * Sends now, or not at all: false when there is no room. `onOutcome` gets the token with what became of it.
   * PduError when a field breaks its limits.
   */
  send(content: Content<'submit_sm'>, token: T): boolean {
    return this.#sender.send(content, token);
  }

  /** Sends as soon as there is room. Rejects with PduError when a field breaks its limits. */
  submit(content: Content<'submit_sm'>): Promise<Outcome> {
    return this.#sender.submit(content);
  }

  /** Sends any other request at once, whatever the window and the pace: query_sm, cancel_sm, replace_sm, data_sm, … */
  request(pdu: PduInput<RequestCommand>): Promise<Answer> {
    const link = this.#link;
    if (!link) return Promise.resolve({ kind: 'not-sent', reason: this.#closing ? 'closing' : 'not-bound' });
    return new Promise((resolve) => link.request(pdu, resolve, (_, answer) => resolve(answer)));
  }

  /** Sends nothing more, waits at most `drainMs` for what is unanswered, unbinds and ends. */
  close(drainMs: number = this.#options.responseMs): Promise<void> {
    this.#closed ??= this.#close(drainMs);
    return this.#closed;
  }

  async #close(drainMs: number): Promise<void> {
    this.#closing = true;
    this.#giveUp?.();
    this.#giveUp = null;
    this.#sender.detach('closing');
    const link = this.#link;
    if (link) {
      await link.whenIdle(drainMs);
      link.request({ command: 'unbind' }, link, (link) => link.close({ code: 'closed-here' }));
      await link.whenIdle(Math.min(drainMs, this.#options.responseMs));
      link.close({ code: 'closed-here' });
      this.#link = null;
    }
    this.#tell({ state: 'closed' });
  }

  #connect(): void {
    this.#tell({ state: 'connecting' });
    this.#giveUp = connect(this.#options, (result) => {
      this.#giveUp = null;
      if ('code' in result) this.#lost(result);
      else this.#bind(result);
    });
  }

  #bind(socket: Socket): void {
    let boundAt: number | null = null;
    let failure: BindFailure | null = null;
    const timer = setTimeout(() => refuse({ code: 'bind-timeout' }), this.#options.connectMs);
    const link = new Link(socket, this.#options, {
      handle: (pdu) => this.#handle(pdu),
      failureStatus: STATUSES.ESME_RX_T_APPN.code,
      busyStatus: STATUSES.ESME_RX_T_APPN.code,
      onProgress: () => this.#sender.pump(),
      onEnd: (end) => {
        clearTimeout(timer);
        this.#ended(link, failure ?? end, boundAt);
      },
    });
    const refuse = (reason: BindFailure) => {
      failure = reason;
      link.close({ code: 'closed-here' });
    };
    this.#giveUp = () => refuse({ code: 'bind-timeout' });
    link.request(this.#bindPdu(), null, (_, answer) => {
      clearTimeout(timer);
      if (failure || answer.kind === 'not-sent') return;
      if (answer.kind === 'in-doubt') {
        if (answer.reason !== 'lost') refuse({ code: 'bind-timeout' });
        return;
      }
      const { response } = answer;
      if (response.commandStatus !== 0 || !('systemId' in response))
        return refuse({ code: 'bind-refused', status: response.commandStatus });
      boundAt = performance.now();
      this.#bound(link, response.systemId, response.tlvs.scInterfaceVersion ?? null);
    });
  }

  #bindPdu(): PduInput {
    const { mode, interfaceVersion = INTERFACE_VERSION, ...fields } = this.#options.bind;
    return { ...fields, interfaceVersion, command: `bind_${mode}` };
  }

  #bound(link: Link, systemId: string, interfaceVersion: number | null): void {
    this.#giveUp = null;
    this.#link = link;
    if (this.#options.bind.mode !== 'receiver') this.#sender.attach(link);
    this.#tell({ state: 'bound', systemId, interfaceVersion });
    this.#sender.pump();
  }

  #ended(link: Link, reason: LinkEnd | BindFailure, boundAt: number | null): void {
    if (this.#link === link) {
      this.#link = null;
      this.#sender.detach('lost');
    }
    if (boundAt !== null && performance.now() - boundAt >= GOOD_BIND_MS) this.#backoff.reset();
    this.#lost(reason);
  }

  #lost(reason: LinkEnd | BindFailure): void {
    if (this.#closing) return;
    const retryMs = this.#backoff.next(reason.code === 'bind-refused');
    const timer = setTimeout(() => {
      this.#giveUp = null;
      this.#connect();
    }, retryMs);
    this.#giveUp = () => clearTimeout(timer);
    this.#tell({ state: 'lost', reason, retryMs });
  }

  #handle(pdu: Pdu): Reply | Promise<Reply> {
    const { onDeliver, onAlert } = this.#options.handlers;
    if (pdu.command === 'alert_notification') {
      onAlert?.(pdu);
      return null;
    }
    if (pdu.command !== 'deliver_sm' && pdu.command !== 'data_sm') return notSupported(pdu);
    const response = { command: `${pdu.command}_resp` } as const;
    if (!onDeliver) return { ...response, commandStatus: STATUSES.ESME_RX_T_APPN.code };
    return onDeliver(pdu).then(() => response);
  }

  #tell(event: SessionEvent): void {
    try {
      this.#options.handlers.onState?.(event);
    } catch (error) {
      rethrowLater(error);
    }
  }
}
