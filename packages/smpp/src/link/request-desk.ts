import { COMMAND_IDS, commandOfId, isResponseId, responseTo, type Command } from '../pdu/command.ts';
import type { PduError } from '../pdu/pdu-error.ts';
import type { Pdu, PduInput } from '../pdu/pdu.ts';
import { STATUSES } from '../pdu/status.ts';
import { rethrowLater } from './rethrow-later.ts';

/** What a handler says: the response; null leaves the request unanswered, as alert_notification is. */
export type Reply = PduInput | null;
export type HandleRequest = (request: Pdu) => Reply | Promise<Reply>;

export interface DeskOptions {
  handle: HandleRequest;
  write: (response: PduInput, sequenceNumber: number) => void;
  maxHandling: number;
  /** command_status of a request whose handler failed or took too long. */
  failureStatus: number;
  /** command_status of a request for which no handler is free. */
  busyStatus: number;
}

/** A response of this status to a command, or generic_nack when the command has none (SMPP 3.4 §4.3). */
export function refusal(command: Command | null, commandStatus: number): PduInput {
  const response = command ? responseTo(command) : null;
  return { command: response ?? 'generic_nack', commandStatus } as PduInput;
}

/** Hands the peer's requests to the handler, and answers each exactly once, when the handler is done with it. */
export class RequestDesk {
  readonly #options: DeskOptions;
  /** When each was begun, the oldest first. */
  readonly #handling = new Map<object, { request: Pdu; at: number }>();

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#handling.size;
  }

  take(request: Pdu, now: number): void {
    if (this.#handling.size >= this.#options.maxHandling) {
      this.#refuse(request, this.#options.busyStatus);
      return;
    }
    try {
      const reply = this.#options.handle(request);
      if (reply instanceof Promise) this.#await(request, reply, now);
      else this.#answer(request, reply);
    } catch (error) {
      this.#refuse(request, this.#options.failureStatus);
      rethrowLater(error);
    }
  }

  /** Answers a request that could not be read. Responses and what has no response are left alone. */
  takeMalformed(error: PduError): void {
    const command = commandOfId(error.commandId);
    if (isResponseId(error.commandId) || (command && !responseTo(command))) return;
    this.#options.write(refusal(command, error.commandStatus), error.sequenceNumber);
  }

  /** Answers what was begun at `until` or before; its handler is not waited for any more. */
  expire(until: number): void {
    for (const [key, { request, at }] of this.#handling) {
      if (at > until) break;
      this.#handling.delete(key);
      this.#refuse(request, this.#options.failureStatus);
    }
  }

  /** Forgets everything: there is nobody to answer. */
  clear(): void {
    this.#handling.clear();
  }

  #await(request: Pdu, reply: Promise<Reply>, now: number): void {
    const key = {};
    this.#handling.set(key, { request, at: now });
    reply.then(
      (response) => {
        if (this.#handling.delete(key)) this.#answer(request, response);
      },
      () => {
        if (this.#handling.delete(key)) this.#refuse(request, this.#options.failureStatus);
      },
    );
  }

  #answer(request: Pdu, reply: Reply): void {
    if (!reply) return;
    try {
      this.#options.write(reply, request.sequenceNumber);
    } catch (error) {
      this.#refuse(request, this.#options.failureStatus);
      rethrowLater(error);
    }
  }

  #refuse(request: Pdu, status: number): void {
    if (responseTo(request.command))
      this.#options.write(refusal(request.command, status), request.sequenceNumber);
  }
}

/** The answer to what a peer may not ask here. */
export function notSupported(request: Pdu): PduInput | null {
  if (isResponseId(COMMAND_IDS[request.command]) || !responseTo(request.command)) return null;
  return { command: 'generic_nack', commandStatus: STATUSES.ESME_RINVCMDID.code };
}
