import { createServer, type AddressInfo, type Server } from 'node:net';
import { STATUSES, type BindPdu, type PduOf } from '@smseal/smpp';
import { Account } from './account.ts';
import { destinationOf, partyOf, sourceOf } from './address.ts';
import { Aftermath } from './aftermath.ts';
import { BehaviourBook } from './behaviour-book.ts';
import type { BehaviourPatch } from './behaviour.ts';
import { MACHINE_CLOCK, type Clock } from './clock.ts';
import { CounterWaits, noCounters, type Counted, type Counters } from './counters.ts';
import { Dice } from './dice.ts';
import type { CarriedText } from './intake.ts';
import { judgeSubmit } from './judge-submit.ts';
import { Line } from './line.ts';
import type { Delivery } from './mailbox.ts';
import { NONSENSE } from './nonsense.ts';
import type { PresetName } from './presets.ts';
import { segmentsIn } from './read-part.ts';
import { writeId } from './receipt-form.ts';
import type { Recipients } from './recipients.ts';
import type { SmscOptions } from './smsc-options.ts';

const DEFAULT_SEED = 2026;
/** Ids of one second of the start: two starts do not give the same ones. */
const IDS_A_SECOND = 1_000_000;
const WAIT_MS = 10_000;
const DELIVER_WINDOW = 1_000;

/** A made-up carrier: an SMPP server whose every answer, receipt and reply follows from its seed, clock and behaviour. */
export class Smsc {
  readonly counters: Counters = noCounters();
  readonly #options: SmscOptions;
  readonly #seed: number | string;
  readonly #clock: Clock;
  readonly #book: BehaviourBook;
  readonly #aftermath: Aftermath;
  readonly #waits = new CounterWaits(this.counters);
  readonly #accounts = new Map<string, Account>();
  readonly #lines = new Set<Line<Delivery>>();
  readonly #watchers = new Set<() => void>();
  readonly #server: Server;
  readonly #firstId: number;
  #submits = 0;
  #port = 0;
  #stopped = false;

  constructor(options: SmscOptions) {
    const { seed = DEFAULT_SEED, clock = MACHINE_CLOCK, behaviour = 'life', pace = 1 } = options;
    this.#options = options;
    this.#seed = seed;
    this.#clock = {
      now: () => clock.now(),
      after: (ms, work) => clock.after(ms * pace, () => this.#stopped || work()),
    };
    this.#firstId = Math.floor(clock.now() / 1_000) * IDS_A_SECOND;
    this.#book = new BehaviourBook(behaviour);
    this.#aftermath = new Aftermath({
      seed,
      clock: this.#clock,
      counters: this.counters,
      keep: options.keep ?? true,
      alphabet: options.defaultAlphabet ?? 'gsm7',
      send: (account, delivery) => this.#account(account).mailbox.add(delivery),
      onText: options.onText ?? (() => {}),
      changed: () => this.#changed(),
    });
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** Begins to take connections on loopback. */
  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  get port(): number {
    return this.#port;
  }

  /** `smpp://127.0.0.1:2775` */
  get url(): string {
    return `smpp://127.0.0.1:${this.#port}`;
  }

  /** Connections at the moment. */
  get connections(): number {
    return this.#lines.size;
  }

  /** Receipts and replies that wait for a client to bind. */
  get waiting(): number {
    return [...this.#accounts.values()].reduce((sum, { mailbox }) => sum + mailbox.waiting, 0);
  }

  /** Receipts that were sent, repeated ones too. */
  get receiptsSent(): number {
    return this.counters.receiptsSent;
  }

  /** The preset that holds; null once something of it was changed. */
  get behaviourName(): PresetName | null {
    return this.#book.name;
  }

  /** Everybody who was texted lately. */
  get recipients(): Recipients {
    return this.#aftermath.recipients;
  }

  /** The texts that came, whole, the oldest first; at most the newest 100,000. */
  texts(): CarriedText[] {
    return this.#aftermath.log.texts();
  }

  /** Resolves once so many texts came whole, or so many of something else were counted; rejects after 10 s. */
  waitFor(count: number, what: Counted = 'texts'): Promise<void> {
    return this.#waits.wait(what, count, WAIT_MS);
  }

  /** Behaves like a preset from now on, or as now with something otherwise. */
  setBehaviour(given: PresetName | BehaviourPatch): void {
    this.#book.set(given);
    this.#changed();
  }

  /** Treats one number otherwise; null treats it like the others again. */
  setBehaviourFor(number: string, patch: BehaviourPatch | null): void {
    this.#book.setFor(number, patch);
  }

  /** The person of a number, whose replies can be decided. */
  person(number: string): PersonScript {
    const script = {
      replies: (text: string, { afterMs = 0 } = {}) => {
        this.#aftermath.script(number, { text, afterMs });
        return script;
      },
      staysSilent: () => {
        this.#aftermath.script(number, null);
        return script;
      },
    };
    return script;
  }

  /** A text from a number to whoever texted it last. Throws an Error with one sentence when nobody did. */
  typeReply(number: string, text: string): void {
    this.#aftermath.reply(number, text);
  }

  /** Ends all connections at once, as a carrier that falls over does. */
  dropConnections(): void {
    for (const line of this.#lines) line.drop();
  }

  /** Is told whenever something may look different; returns how to stop. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Unbinds everybody and ends. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const line of this.#lines) line.close();
    await closed;
  }

  #accept(socket: ConstructorParameters<typeof Line>[0]): void {
    const line: Line<Delivery> = new Line<Delivery>(
      socket,
      {
        onBind: (pdu) => this.#judgeBind(pdu),
        onBound: () => {
          if (line.receives) this.#account(line.account).mailbox.attach(line);
          this.#changed();
        },
        onSubmit: (pdu) => this.#onSubmit(pdu, line),
        onDelivered: (delivery, status) => this.#account(line.account).mailbox.settle(delivery, status),
        onRoom: () => this.#account(line.account).mailbox.pump(),
        onEnd: (_, unanswered) => {
          this.#lines.delete(line);
          this.#account(line.account).mailbox.detach(line, unanswered);
          this.#changed();
        },
      },
      this.#options.deliverWindow ?? DELIVER_WINDOW,
    );
    this.#lines.add(line);
  }

  #judgeBind({ systemId, password }: BindPdu): number {
    const { accounts } = this.#options;
    if (accounts === undefined) return 0;
    if (!Object.hasOwn(accounts, systemId)) return STATUSES.ESME_RINVSYSID.code;
    return accounts[systemId] === password ? 0 : STATUSES.ESME_RINVPASWD.code;
  }

  #onSubmit(pdu: PduOf<'submit_sm'>, line: Line<Delivery>): void {
    this.counters.submitted += 1;
    const at = this.#clock.now();
    const to = partyOf(destinationOf(pdu));
    const behaviour = this.#book.of(to);
    this.#submits += 1;
    const number = this.#submits;
    const dice = new Dice(`${this.#seed} ${to} ${number}`);
    const { throttle } = this.#account(line.account);
    const { status, answerMs, disconnect, malformed } = judgeSubmit(behaviour, dice, (perSecond) =>
      throttle.takes(segmentsIn(pdu), perSecond, at),
    );
    const id = this.#firstId + number;
    const form = dice.pick(behaviour.receipts.forms);
    const messageId = writeId(id, form.idInAnswer);
    if (status === 0) {
      const sender = { account: line.account, address: sourceOf(pdu) };
      const segment = { pdu, id: messageId, at };
      this.#aftermath.take(segment, { id, to, sender, form, behaviour, dice, answerMs: answerMs ?? 0 });
    }
    if (disconnect) {
      this.counters.disconnects += 1;
      line.drop();
    }
    if (answerMs === 0) this.#answer(line, pdu.sequenceNumber, { status, messageId, malformed });
    else if (answerMs !== null)
      this.#clock.after(answerMs, () =>
        this.#answer(line, pdu.sequenceNumber, { status, messageId, malformed }),
      );
    this.#changed();
  }

  #answer(
    line: Line<Delivery>,
    sequence: number,
    { status, messageId, malformed }: { status: number; messageId: string; malformed: boolean },
  ): void {
    if (malformed) {
      const kind = NONSENSE[this.counters.malformed % NONSENSE.length];
      this.counters.malformed += 1;
      if (kind !== undefined) line.babble(kind);
    }
    line.answer(sequence, status, messageId);
    this.counters.answered += 1;
    if (status !== 0) this.counters.refused[status] = (this.counters.refused[status] ?? 0) + 1;
    this.#changed();
  }

  #account(systemId: string): Account {
    const known = this.#accounts.get(systemId);
    if (known !== undefined) return known;
    const account = new Account(this.#clock, ({ kind }) => {
      if (kind === 'receipt') this.counters.receiptsSent += 1;
      else this.counters.repliesSent += 1;
      this.#changed();
    });
    this.#accounts.set(systemId, account);
    return account;
  }

  #changed(): void {
    this.#waits.check();
    for (const watcher of this.#watchers) watcher();
  }
}

/** Decides what a person does about the next texts. From then on nothing of it is left to chance. */
export interface PersonScript {
  /** Answers the next text that has no reply yet, `afterMs` after it arrived. */
  replies(text: string, timing?: { afterMs?: number }): PersonScript;
  /** Forgets what was decided, and never answers. */
  staysSilent(): PersonScript;
}
