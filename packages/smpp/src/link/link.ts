import type { Socket } from 'node:net';
import { COMMAND_IDS, isResponseId, responseTo } from '../pdu/command.ts';
import { PduWriter } from '../pdu/encode.ts';
import type { PduError } from '../pdu/pdu-error.ts';
import { PduReader } from '../pdu/pdu-reader.ts';
import type { Pdu, PduInput } from '../pdu/pdu.ts';
import type { Answer, LinkEnd, Settle } from './answer.ts';
import type { LinkOptions } from './link-options.ts';
import { RequestDesk, type HandleRequest } from './request-desk.ts';
import { RequestWindow, type Unanswered } from './request-window.ts';
import { rethrowLater } from './rethrow-later.ts';

export interface LinkEvents {
  /** A request of the peer other than enquire_link and unbind. */
  handle: HandleRequest;
  failureStatus: number;
  busyStatus: number;
  /** Answers came, or the socket can be written to again: there may be room. */
  onProgress(): void;
  /** Once; after it nothing happens on this link. */
  onEnd(end: LinkEnd): void;
}

/** Octets that a peer may leave unread beyond what the system buffers. */
const UNREAD_LIMIT = 4 * 1024 * 1024;
/** A socket whose last octets are not taken is dropped after so long. */
const LINGER_MS = 1_000;
const LONGEST_TICK_MS = 1_000;

/** One connection between two SMPP peers, from its first octet to its end. Both the client and the server use it. */
export class Link {
  readonly #socket: Socket;
  readonly #options: LinkOptions;
  readonly #events: LinkEvents;
  readonly #writer = new PduWriter();
  readonly #window = new RequestWindow();
  readonly #desk: RequestDesk;
  readonly #timer: NodeJS.Timeout;
  #flushing: NodeJS.Immediate | null = null;
  #reading = false;
  #burst = 0;
  #ended = false;
  #heardAt = performance.now();
  #missed = 0;
  #idle: (() => void)[] = [];
  /** PDUs that could not be read, and responses to nothing that was asked. */
  readonly counters = { malformed: 0, strayResponses: 0 };

  constructor(socket: Socket, options: LinkOptions, events: LinkEvents) {
    this.#socket = socket;
    this.#options = options;
    this.#events = events;
    this.#desk = new RequestDesk({
      handle: events.handle,
      write: (response, sequence) => this.#write(response, sequence),
      maxHandling: options.maxHandling,
      failureStatus: events.failureStatus,
      busyStatus: events.busyStatus,
    });
    const times = [options.responseMs, options.handlingMs, options.enquireMs || Infinity];
    this.#timer = setInterval(
      () => this.#tick(),
      Math.min(LONGEST_TICK_MS, Math.max(5, Math.min(...times) / 8)),
    );
    const reader = new PduReader({
      onPdu: (pdu) => this.#onPdu(pdu),
      onMalformed: (error) => this.#onMalformed(error),
    });
    let failure: LinkEnd | null = null;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#onData(reader, chunk));
    socket.on('drain', () => this.#progress());
    socket.on('error', (error: NodeJS.ErrnoException) => {
      failure = { code: 'socket-error', detail: error.code ?? error.name };
    });
    socket.on('close', () => this.#end(failure ?? { code: 'peer-closed' }));
  }

  /** Requests without an answer. */
  get unanswered(): number {
    return this.#window.size;
  }

  /** Whether the peer takes what is written; when not, `onProgress` tells that it does again. */
  get writable(): boolean {
    return !this.#ended && !this.#socket.writableNeedDrain;
  }

  /** When a PDU of the peer came last; ms of the monotonic clock. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** Sends a request. PduError when it cannot be written; then there is no answer to come. */
  request<T>(pdu: PduInput, token: T, settle: Settle<T>): void {
    if (this.#ended) {
      settle(token, { kind: 'not-sent', reason: 'lost' }, 0);
      return;
    }
    const response = responseTo(pdu.command);
    if (!response) throw new TypeError(`${pdu.command} has no response`);
    const sequence = this.#window.nextSequence();
    this.#write(pdu, sequence);
    this.#window.add(sequence, {
      response,
      at: performance.now(),
      burst: this.#burst,
      token,
      settle: settle as Settle<unknown>,
    });
  }

  /** Resolves when nothing is unanswered on either side, or after `ms`. */
  whenIdle(ms: number): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#idle.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Ends the link. What was written before still goes out. */
  close(end: LinkEnd): void {
    if (this.#ended) return;
    this.#flush();
    this.#end(end);
  }

  #onData(reader: PduReader, chunk: Uint8Array): void {
    if (this.#ended) return;
    this.#reading = true;
    reader.push(chunk);
    this.#reading = false;
    this.#progress();
    this.#flush();
  }

  #onPdu(pdu: Pdu): void {
    if (this.#ended) return;
    this.#heardAt = performance.now();
    this.#missed = 0;
    if (isResponseId(COMMAND_IDS[pdu.command])) this.#onResponse(pdu);
    else if (pdu.command === 'enquire_link')
      this.#write({ command: 'enquire_link_resp' }, pdu.sequenceNumber);
    else if (pdu.command === 'unbind') {
      this.#write({ command: 'unbind_resp' }, pdu.sequenceNumber);
      this.close({ code: 'peer-unbound' });
    } else this.#desk.take(pdu, this.#heardAt);
  }

  #onResponse(response: Pdu): void {
    const request = this.#window.peek(response.sequenceNumber);
    if (!request || (response.command !== request.response && response.command !== 'generic_nack')) {
      this.counters.strayResponses++;
      return;
    }
    this.#window.remove(response.sequenceNumber);
    settle(request, { kind: 'answered', response });
  }

  #onMalformed(error: PduError): void {
    if (this.#ended) return;
    this.counters.malformed++;
    this.#heardAt = performance.now();
    if (!error.recoverable) {
      this.#write({ command: 'generic_nack', commandStatus: error.commandStatus }, error.sequenceNumber);
      this.close({ code: 'unusable-length' });
      return;
    }
    const request = isResponseId(error.commandId) ? this.#window.peek(error.sequenceNumber) : undefined;
    if (request && COMMAND_IDS[request.response] === error.commandId) {
      this.#window.remove(error.sequenceNumber);
      settle(request, { kind: 'in-doubt', reason: 'malformed' });
    } else this.#desk.takeMalformed(error);
  }

  /** A response of a handler may come when the link is gone: then there is nobody to tell. */
  #write(pdu: PduInput, sequence: number): void {
    if (this.#ended) return;
    this.#writer.write(pdu, sequence);
    if (!this.#reading) this.#flushing ??= setImmediate(() => this.#flush());
  }

  #flush(): void {
    if (this.#flushing) clearImmediate(this.#flushing);
    this.#flushing = null;
    if (this.#ended || this.#writer.length === 0) return;
    this.#burst++;
    this.#socket.write(this.#writer.take());
    if (this.#socket.writableLength > UNREAD_LIMIT) this.#end({ code: 'not-reading' });
  }

  #tick(): void {
    const now = performance.now();
    this.#desk.expire(now - this.#options.handlingMs);
    const expired = this.#window.expire(now - this.#options.responseMs);
    for (const request of expired) settle(request, { kind: 'in-doubt', reason: 'timeout' });
    const { enquireMs, missedLimit } = this.#options;
    if (enquireMs > 0 && now - this.#heardAt >= enquireMs * (this.#missed + 1)) {
      if (this.#missed >= missedLimit) this.close({ code: 'silent' });
      else {
        this.#missed++;
        this.#write({ command: 'enquire_link' }, this.#window.nextSequence());
      }
    }
    if (expired.length > 0 || this.#idle.length > 0) this.#progress();
  }

  #progress(): void {
    if (this.#ended) return;
    if (this.#idle.length > 0 && this.#isIdle()) for (const wake of this.#idle.splice(0)) wake();
    try {
      this.#events.onProgress();
    } catch (error) {
      rethrowLater(error);
    }
  }

  #isIdle(): boolean {
    return this.#ended || (this.#window.size === 0 && this.#desk.size === 0);
  }

  #end(end: LinkEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#timer);
    if (this.#flushing) clearImmediate(this.#flushing);
    this.#desk.clear();
    this.#socket.destroySoon();
    const linger = setTimeout(() => this.#socket.destroy(), LINGER_MS);
    this.#socket.once('close', () => clearTimeout(linger));
    for (const request of this.#window.clear())
      settle(
        request,
        request.burst === this.#burst
          ? { kind: 'not-sent', reason: 'lost' }
          : { kind: 'in-doubt', reason: 'lost' },
      );
    for (const wake of this.#idle.splice(0)) wake();
    this.#events.onEnd(end);
  }
}

function settle(request: Unanswered, answer: Answer): void {
  try {
    request.settle(request.token, answer, request.at);
  } catch (error) {
    rethrowLater(error);
  }
}
