import type { Content } from '../pdu/pdu.ts';
import { statusClass } from '../pdu/status.ts';
import type { Answer, NotSentReason, Settle } from './answer.ts';
import type { Link } from './link.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import type { Pacer } from './pacer.ts';
import { segmentsOf } from './segments-of.ts';

/** The two commands that carry messages; they have the same fields. */
type MessageCommand = 'submit_sm' | 'deliver_sm';

export interface SenderOptions<T> {
  command: MessageCommand;
  /** Most requests without an answer. */
  window: number;
  /** Most messages of `submit` that wait for room. */
  maxWaiting: number;
  pacer: Pacer;
  onOutcome: (token: T, outcome: Outcome) => void;
  onRoom: () => void;
}

interface Waiting {
  content: Content<MessageCommand>;
  resolve: (outcome: Outcome) => void;
  reject: (error: unknown) => void;
}

/** Sends messages as the window and the pace allow, and tells what became of each. It outlives the links. */
export class Sender<T> {
  readonly #options: SenderOptions<T>;
  #link: Link | null = null;
  #refusing: NotSentReason = 'not-bound';
  #waiting: Waiting[] = [];
  /** Somebody was told that there is no room and wants to know when there is. */
  #wanted = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: SenderOptions<T>) {
    this.#options = options;
  }

  /** Begins to use a link that is bound; `pump` then tells that there is room. */
  attach(link: Link): void {
    this.#link = link;
  }

  /** Stops sending; what waits is told that it was not sent. Requests in the window keep their answers. */
  detach(reason: NotSentReason): void {
    this.#link = null;
    if (this.#refusing !== 'closing') this.#refusing = reason === 'lost' ? 'not-bound' : reason;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    for (const { resolve } of this.#waiting.splice(0)) resolve({ kind: 'not-sent', reason });
  }

  /** How many messages may be sent now. When it is 0, `onRoom` tells that there is room again. */
  capacity(): number {
    const room = this.#waiting.length > 0 ? 0 : this.#room();
    if (room === 0) this.#want();
    return room;
  }

  /** Sends now, or not at all: false when there is no room. PduError when a field breaks its limits. */
  send(content: Content<MessageCommand>, token: T): boolean {
    if (this.capacity() === 0) return false;
    this.#write(content, token, this.#settleSent);
    return true;
  }

  /** Sends as soon as there is room. Rejects with PduError when a field breaks its limits. */
  submit(content: Content<MessageCommand>): Promise<Outcome> {
    if (!this.#link) return Promise.resolve({ kind: 'not-sent', reason: this.#refusing });
    if (this.#waiting.length >= this.#options.maxWaiting)
      return Promise.resolve({ kind: 'not-sent', reason: 'full' });
    return new Promise((resolve, reject) => {
      this.#waiting.push({ content, resolve, reject });
      if (this.#waiting.length === 1) this.pump();
    });
  }

  /** Uses the room that there is: for what waits first, then for whoever was refused. */
  pump(): void {
    let taken = 0;
    while (taken < this.#waiting.length && this.#room() > 0) {
      const { content, resolve, reject } = this.#waiting[taken++]!;
      try {
        this.#write(content, resolve, this.#settleWaiting);
      } catch (error) {
        reject(error);
      }
    }
    if (taken > 0) this.#waiting.splice(0, taken);
    if (this.#waiting.length > 0) this.#alarm();
    else if (this.#wanted && this.#link) {
      if (this.#room() === 0) return this.#alarm();
      this.#wanted = false;
      this.#options.onRoom();
    }
  }

  readonly #settleSent: Settle<T> = (token, answer, sentAt) => {
    this.#learn(answer, sentAt);
    this.#options.onOutcome(token, outcomeOf(answer));
  };

  readonly #settleWaiting: Settle<(outcome: Outcome) => void> = (resolve, answer, sentAt) => {
    this.#learn(answer, sentAt);
    resolve(outcomeOf(answer));
  };

  #write<K>(content: Content<MessageCommand>, token: K, settle: Settle<K>): void {
    this.#link?.request({ ...content, command: this.#options.command }, token, settle);
    this.#options.pacer.take(segmentsOf(content), performance.now());
  }

  #room(): number {
    const link = this.#link;
    if (!link?.writable) return 0;
    const room = this.#options.window - link.unanswered;
    return room <= 0 ? 0 : Math.min(room, this.#options.pacer.available(performance.now()));
  }

  #want(): void {
    this.#wanted = true;
    this.#alarm();
  }

  /** When only the pace holds things up, nothing else will wake them. */
  #alarm(): void {
    const link = this.#link;
    if (this.#timer || !link?.writable || link.unanswered >= this.#options.window) return;
    const wait = this.#options.pacer.waitMs(performance.now());
    if (wait === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.pump();
    }, wait);
  }

  /** The pace follows what the carrier says in its answers. */
  #learn(answer: Answer, sentAt: number): void {
    if (answer.kind !== 'answered') return;
    const { commandStatus, tlvs } = answer.response;
    if (statusClass(commandStatus) === 'slow-down') this.#options.pacer.slowDown(sentAt, performance.now());
    else if (tlvs.congestionState !== undefined)
      this.#options.pacer.congestion(tlvs.congestionState, sentAt, performance.now());
  }
}
