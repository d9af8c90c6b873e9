import type { Socket } from 'node:net';
import {
  PduReader,
  PduWriter,
  STATUSES,
  type BindPdu,
  type Content,
  type Pdu,
  type PduError,
  type PduInput,
  type PduOf,
} from '@smseal/smpp';
import { writeNonsense, type Nonsense } from './nonsense.ts';

export interface LineEvents<T> {
  /** The command_status of the answer to a bind: 0 lets it in. */
  onBind(pdu: BindPdu): number;
  /** The line may be sent deliver_sm. */
  onBound(line: Line<T>): void;
  onSubmit(pdu: PduOf<'submit_sm'>, line: Line<T>): void;
  /** The answer to what `deliver` sent. */
  onDelivered(token: T, status: number): void;
  onRoom(line: Line<T>): void;
  /** `unanswered`: what `deliver` sent and nobody answered. */
  onEnd(line: Line<T>, unanswered: T[]): void;
}

const LAST_SEQUENCE = 0x7fffffff;
const INTERFACE_VERSION = 0x34;
const SYSTEM_ID = 'rehearsal';
const REQUEST_LIMIT = 0x80000000;

/**
 * One client's connection. It stands on the codec alone, because a carrier that misbehaves does what a proper server
 * never does: it answers too early, too late, twice or not at all, and says things that nobody can read.
 */
export class Line<T> {
  readonly #socket: Socket;
  readonly #events: LineEvents<T>;
  readonly #most: number;
  readonly #writer = new PduWriter();
  readonly #window = new Map<number, T>();
  #sequence = 0;
  #bind: BindPdu | null = null;
  #reading = false;
  #flushing = false;
  #ended = false;

  /** `most`: of deliver_sm without an answer. */
  constructor(socket: Socket, events: LineEvents<T>, most: number) {
    this.#most = most;
    this.#socket = socket;
    this.#events = events;
    const reader = new PduReader({
      onPdu: (pdu) => this.#onPdu(pdu),
      onMalformed: (error) => this.#onMalformed(error),
    });
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      this.#reading = true;
      reader.push(chunk);
      this.#reading = false;
      this.#flush();
    });
    socket.on('drain', () => {
      socket.resume();
      if (this.#bind) events.onRoom(this);
    });
    // What went wrong does not matter to a carrier; the end of the connection follows.
    socket.on('error', () => {});
    socket.on('close', () => this.#end());
  }

  /** system_id of the bind; empty before it. */
  get account(): string {
    return this.#bind?.systemId ?? '';
  }

  /** Whether deliver_sm may be sent to it at all. */
  get receives(): boolean {
    return this.#bind !== null && this.#bind.command !== 'bind_transmitter';
  }

  get hasRoom(): boolean {
    return this.receives && !this.#ended && !this.#socket.writableNeedDrain && this.#window.size < this.#most;
  }

  /** Answers a submit_sm; `messageId` goes along when the status is 0. */
  answer(sequence: number, status: number, messageId: string): void {
    if (status === 0) this.#write({ command: 'submit_sm_resp', messageId }, sequence);
    else this.#write({ command: 'submit_sm_resp', commandStatus: status }, sequence);
  }

  /** Sends a deliver_sm; what it was comes back with the answer or the end. */
  deliver(content: Content<'deliver_sm'>, token: T): void {
    const sequence = this.#nextSequence();
    this.#window.set(sequence, token);
    this.#write({ ...content, command: 'deliver_sm' }, sequence);
  }

  /** Sends something that cannot be read. */
  babble(kind: Nonsense): void {
    if (this.#ended) return;
    this.#flush();
    this.#socket.write(writeNonsense(kind, this.#nextSequence()));
  }

  /** Unbinds and ends. */
  close(): void {
    this.#write({ command: 'unbind' }, this.#nextSequence());
    this.#flush();
    this.#socket.destroySoon();
    this.#end();
  }

  /** Ends at once; what is on its way is lost. */
  drop(): void {
    this.#socket.resetAndDestroy();
    this.#end();
  }

  #onPdu(pdu: Pdu): void {
    if (this.#ended) return;
    switch (pdu.command) {
      case 'bind_receiver':
      case 'bind_transmitter':
      case 'bind_transceiver':
        return this.#onBind(pdu);
      case 'submit_sm':
        if (this.#bind && this.#bind.command !== 'bind_receiver') return this.#events.onSubmit(pdu, this);
        return this.answer(pdu.sequenceNumber, STATUSES.ESME_RINVBNDSTS.code, '');
      case 'enquire_link':
        return this.#write({ command: 'enquire_link_resp' }, pdu.sequenceNumber);
      case 'unbind':
        this.#write({ command: 'unbind_resp' }, pdu.sequenceNumber);
        this.#flush();
        this.#socket.destroySoon();
        return this.#end();
      case 'deliver_sm_resp':
      case 'generic_nack':
        return this.#onAnswer(pdu);
      default:
        if (pdu.command.endsWith('_resp')) return;
        this.#refuse(STATUSES.ESME_RINVCMDID.code, pdu.sequenceNumber);
    }
  }

  #onBind(pdu: BindPdu): void {
    const command = `${pdu.command}_resp` as const;
    const status = this.#bind ? STATUSES.ESME_RALYBND.code : this.#events.onBind(pdu);
    if (status !== 0) return this.#write({ command, commandStatus: status }, pdu.sequenceNumber);
    this.#bind = { ...pdu, password: '' };
    const tlvs = { scInterfaceVersion: INTERFACE_VERSION };
    this.#write({ command, systemId: SYSTEM_ID, tlvs }, pdu.sequenceNumber);
    this.#events.onBound(this);
  }

  #onAnswer({ sequenceNumber, commandStatus }: Pdu): void {
    const token = this.#window.get(sequenceNumber);
    if (token === undefined) return;
    this.#window.delete(sequenceNumber);
    this.#events.onDelivered(token, commandStatus);
    this.#events.onRoom(this);
  }

  #onMalformed(error: PduError): void {
    if (error.commandId < REQUEST_LIMIT) this.#refuse(error.commandStatus, error.sequenceNumber);
    if (error.recoverable || this.#ended) return;
    this.#flush();
    this.#socket.destroySoon();
    this.#end();
  }

  #refuse(commandStatus: number, sequence: number): void {
    this.#write({ command: 'generic_nack', commandStatus }, sequence);
  }

  #nextSequence(): number {
    do this.#sequence = this.#sequence >= LAST_SEQUENCE ? 1 : this.#sequence + 1;
    while (this.#window.has(this.#sequence));
    return this.#sequence;
  }

  #write(pdu: PduInput, sequence: number): void {
    if (this.#ended) return;
    this.#writer.write(pdu, sequence);
    if (this.#reading || this.#flushing) return;
    this.#flushing = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#flushing = false;
    if (this.#ended || this.#writer.length === 0) return;
    // A client that does not read is not listened to either.
    if (!this.#socket.write(this.#writer.take())) this.#socket.pause();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    const unanswered = [...this.#window.values()];
    this.#window.clear();
    this.#events.onEnd(this, unanswered);
  }
}
