import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import {
  PduReader,
  PduWriter,
  SmppServer,
  SmppSession,
  type Outcome,
  type Pdu,
  type PduInput,
  type ServerOptions,
  type SessionEvent,
  type SessionOptions,
} from '@smseal/smpp';

/** So long, in ms, does a slow machine get for anything. */
const PATIENCE_MS = 20_000;

/** Resolves when the condition holds. */
export async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!condition())
    if (performance.now() > end) throw new Error(`waited in vain until ${condition.toString()}`);
    else await new Promise((resolve) => setTimeout(resolve, 2));
}

type Overrides = Partial<Omit<SessionOptions<number>, 'handlers'>> &
  Partial<SessionOptions<number>['handlers']>;

/** A session and everything that it told. */
export interface Watched {
  session: SmppSession<number>;
  events: SessionEvent[];
  outcomes: Map<number, Outcome[]>;
  states(): string[];
}

/** A client that ends with the test. */
export function openSession(t: TestContext, port: number, overrides: Overrides = {}): Watched {
  const { onOutcome, onRoom, onState, onDeliver, onAlert, ...options } = overrides;
  const events: SessionEvent[] = [];
  const outcomes: Watched['outcomes'] = new Map();
  const session = new SmppSession<number>({
    host: '127.0.0.1',
    port,
    bind: { mode: 'transceiver', systemId: 'acme', password: 'secret' },
    rebindMs: { least: 20, most: 100 },
    ...options,
    handlers: {
      onOutcome(token, outcome) {
        outcomes.set(token, [...(outcomes.get(token) ?? []), outcome]);
        onOutcome?.(token, outcome);
      },
      onState(event) {
        events.push(event);
        onState?.(event);
      },
      ...(onRoom && { onRoom }),
      ...(onDeliver && { onDeliver }),
      ...(onAlert && { onAlert }),
    },
  });
  t.after(() => session.close(0));
  session.open();
  return { session, events, outcomes, states: () => events.map(({ state }) => state) };
}

/** Opens a session and waits until it is bound. */
export async function boundSession(
  t: TestContext,
  port: number,
  overrides: Overrides = {},
): Promise<Watched> {
  const watched = openSession(t, port, overrides);
  await until(() => watched.states().includes('bound'));
  return watched;
}

type ServerOverrides = Partial<Omit<ServerOptions<number>, 'handlers'>> &
  Partial<ServerOptions<number>['handlers']>;

/** A server that takes everything unless told otherwise, and ends with the test. */
export async function startServer(t: TestContext, overrides: ServerOverrides = {}) {
  const { onBind, onSubmit, onBound, onRequest, onOutcome, onRoom, onEnd, ...options } = overrides;
  let taken = 0;
  const server = new SmppServer<number>({
    systemId: 'smsc',
    ...options,
    handlers: {
      onBind: onBind ?? (() => 0),
      onSubmit: onSubmit ?? (() => ({ command: 'submit_sm_resp', messageId: String(++taken) })),
      ...(onBound && { onBound }),
      ...(onRequest && { onRequest }),
      ...(onOutcome && { onOutcome }),
      ...(onRoom && { onRoom }),
      ...(onEnd && { onEnd }),
    },
  });
  const port = await server.listen(0, '127.0.0.1');
  t.after(() => server.close(0));
  return { server, port };
}

/** One end of a connection on which the test itself writes and reads PDUs. */
export class Wire {
  readonly socket: Socket;
  readonly pdus: Pdu[] = [];
  closed = false;

  constructor(socket: Socket, onPdu: (pdu: Pdu, wire: Wire) => void = () => {}) {
    this.socket = socket;
    const reader = new PduReader({
      onPdu: (pdu) => {
        this.pdus.push(pdu);
        onPdu(pdu, this);
      },
      onMalformed: (error) => {
        throw error;
      },
    });
    socket.on('data', (chunk) => reader.push(chunk));
    socket.on('error', () => {});
    socket.on('close', () => (this.closed = true));
  }

  write(pdu: PduInput, sequenceNumber: number): void {
    const writer = new PduWriter();
    writer.write(pdu, sequenceNumber);
    this.socket.write(writer.take());
  }

  /** PDUs of this command that came. */
  all<C extends Pdu['command']>(command: C): Extract<Pdu, { command: C }>[] {
    return this.pdus.filter((pdu): pdu is Extract<Pdu, { command: C }> => pdu.command === command);
  }
}

/** Answers a bind; for the rest see `onPdu`. */
export function letIn(pdu: Pdu, wire: Wire): boolean {
  if (!pdu.command.startsWith('bind_') || pdu.command.endsWith('_resp')) return false;
  wire.write({ command: `${pdu.command}_resp`, systemId: 'wire' } as PduInput, pdu.sequenceNumber);
  return true;
}

/** A server of which the test writes every octet. */
export async function startWire(t: TestContext, onPdu: (pdu: Pdu, wire: Wire) => void) {
  const wires: Wire[] = [];
  const server = createServer((socket) => wires.push(new Wire(socket, onPdu)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    for (const { socket } of wires) socket.destroy();
  });
  return { port: (server.address() as AddressInfo).port, wires };
}

/** A client of which the test writes every octet. */
export async function connectWire(t: TestContext, port: number): Promise<Wire> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  t.after(() => socket.destroy());
  return new Wire(socket);
}
