/** The load generator: raw sockets, requests rendered once, numbers written into place. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { quantile } from '../figure.ts';
import { NEXT_NUMBER, type LoadOrder, type LoadReport } from './load.ts';
import { TOLD_APART } from './number-set.ts';
import { ResponseReader } from './response-reader.ts';

const wallClock = (): number => performance.timeOrigin + performance.now();

/** One run. */
class Run {
  readonly #order: LoadOrder;
  readonly #template: Buffer;
  readonly #places: number[] = [];
  readonly #latencies: number[] = [];
  readonly #report: LoadReport;
  readonly #end: number;
  #next: number;
  #begun = 0;

  constructor(order: LoadOrder) {
    this.#order = order;
    this.#template = Buffer.from(order.request, 'latin1');
    for (let at = this.#template.indexOf(NEXT_NUMBER); at >= 0;) {
      this.#places.push(at);
      at = this.#template.indexOf(NEXT_NUMBER, at + TOLD_APART);
    }
    this.#next = order.firstNumber ?? 0;
    this.#end = performance.now() + order.ms;
    this.#report = { accepted: 0, others: {}, said: '', from: wallClock(), to: 0, p50: 0, p99: 0 };
  }

  async report(): Promise<LoadReport> {
    const lines = Array.from({ length: this.#order.connections }, () => this.#line());
    await Promise.all(lines);
    const [p50, p99] = [quantile(this.#latencies, 0.5), quantile(this.#latencies, 0.99)];
    return { ...this.#report, to: wallClock(), p50, p99 };
  }

  async #line(): Promise<void> {
    const socket = connect({ port: this.#order.port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    await new Promise<void>((resolve, reject) => {
      const reader = new ResponseReader();
      let sentAt = 0;
      const send = (): void => {
        if (!this.#mayBegin()) return resolve();
        sentAt = performance.now();
        this.#send(socket);
      };
      socket.on('data', (chunk: Buffer) => {
        const response = reader.read(chunk);
        if (response === null) return;
        this.#latencies.push(performance.now() - sentAt);
        this.#count(response);
        send();
      });
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('the connection was closed')));
      send();
    }).finally(() => socket.destroy());
  }

  #mayBegin(): boolean {
    return performance.now() < this.#end && this.#begun < (this.#order.most ?? Infinity);
  }

  #send(socket: Socket): void {
    this.#begun++;
    const request = Buffer.from(this.#template);
    for (const place of this.#places)
      request.write(String(this.#next++).padStart(TOLD_APART, '0'), place, 'latin1');
    socket.write(request);
  }

  #count({ status, body }: { status: number; body: string }): void {
    if (status === 202) {
      this.#report.accepted++;
      return;
    }
    this.#report.others[status] = (this.#report.others[status] ?? 0) + 1;
    this.#report.said = body;
  }
}

process.on('message', (order: LoadOrder) => {
  void new Run(order).report().then(
    (report) => process.send?.(report),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.once('disconnect', () => process.exit(0));
process.send?.({ ready: true });
