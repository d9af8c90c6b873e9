/** A gateway's send API as `smseal send` meets it: it keeps what it is given, and texts go as they are told. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readAll } from 'node:stream/consumers';

interface Recipient {
  to: string;
  fields?: Record<string, string>;
}
interface Body {
  to: (string | Recipient)[];
  text: string;
  batches: string[];
  [member: string]: unknown;
}
interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

const BATCH = 1_000;

export class FakeGateway {
  /** Bodies of requests that were taken, each once. */
  readonly taken: Body[] = [];
  /** Idempotency keys in the order in which they came. */
  readonly keys: string[] = [];
  readonly cancelled = new Set<string>();
  /** What all texts have come to. */
  state = 'delivered';
  /** Refused for their own reasons, by number. */
  readonly suppressed = new Set<string>();
  /** Called when a request was taken; false breaks the connection off in place of an answer. */
  answers: (request: number) => boolean | Promise<boolean> = () => true;
  readonly #known = new Map<string, Answer>();
  readonly #batches = new Map<string, number>();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<FakeGateway> {
    const server = createServer((request, response) => void gateway.#serve(request, response));
    const gateway = new FakeGateway(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Numbers of everybody who is texted, in order. */
  get people(): string[] {
    return this.taken.flatMap(({ to }) => to.map((one) => (typeof one === 'string' ? one : one.to)));
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await readAll(request)) as Body;
    let answer: Answer;
    if (request.headers.authorization !== 'Bearer smseal_key') answer = refusal(401, 'unauthenticated');
    else if (request.url === '/v1/messages') {
      const key = String(request.headers['idempotency-key']);
      this.keys.push(key);
      const known = this.#known.get(key);
      answer = known ? { ...known, headers: { 'idempotent-replayed': 'true' } } : this.#take(body);
      this.#known.set(key, answer);
      if (!(await this.answers(this.keys.length))) return void response.destroy();
    } else {
      if (request.url === '/v1/messages/cancel') for (const batch of body.batches) this.cancelled.add(batch);
      answer = { status: 200, body: { batches: body.batches.map((batch) => this.#statesOf(batch)) } };
    }
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body));
  }

  #take(body: Body): Answer {
    const accepted: object[] = [];
    const refused: object[] = [];
    let batch = '';
    for (const [index, one] of body.to.entries()) {
      const to = typeof one === 'string' ? one : one.to;
      if (this.suppressed.has(to)) {
        refused.push({ index, reason: 'suppressed', detail: 'This person has asked not to be texted.' });
        continue;
      }
      const place = accepted.length % BATCH;
      if (place === 0) batch = `batch${this.#batches.size}`.padEnd(22, '-');
      this.#batches.set(batch, place + 1);
      accepted.push({ id: `${batch}:${place}`, to, encoding: 'gsm7', segments: 1 });
    }
    if (accepted.length === 0) return refusal(422, 'no-recipient', { refused });
    this.taken.push(body);
    return { status: 202, body: { accepted, refused, segments: accepted.length, unusedFields: [] } };
  }

  #statesOf(batch: string): object {
    const state = this.cancelled.has(batch) ? 'cancelled' : this.state;
    return { batch, states: Array(this.#batches.get(batch) ?? 0).fill(state) };
  }
}

function refusal(status: number, code: string, more: object = {}): Answer {
  return {
    status,
    body: { type: `/errors/${code}`, title: `It was refused: ${code}.`, status, code, ...more },
  };
}
