import { CodedError, type PostSegment } from '@smseal/protocol';
import { sealSegment } from '@smseal/seal';
import type { ApiClient, How } from '../api/api-client.ts';
import type { Membership } from '../device/membership.ts';
import { postSegment } from './outbox-api.ts';
import type { OutboxMemory, Report } from './outbox-memory.ts';

/** How long events are gathered into one segment, ms. */
const GATHER_MS = 150;

export interface ReporterOptions {
  api: ApiClient;
  membership: Membership;
  memory: OutboxMemory;
}

/** Posts what happened to texts as signed, sealed, numbered segments; the same octets until the server has them. */
export class Reporter {
  readonly #options: ReporterOptions;
  #flushing: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ReporterOptions) {
    this.#options = options;
  }

  /** Posts shortly, gathering what comes until then. */
  soon(how: How): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (how.signal?.aborted) return;
      // What fails here is still in the memory; the next flush tries again, and its caller hears of it.
      this.flush(how).catch(() => undefined);
    }, GATHER_MS);
  }

  /** Posts everything there is to tell. @throws CodedError, Unreachable, the signal's reason. */
  flush(how: How = {}): Promise<void> {
    this.#flushing ??= this.#flush(how).finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  async #flush(how: How): Promise<void> {
    for (;;) {
      const report = await this.#options.memory.nextReport();
      if (report === null) return;
      await this.#post(report, report.segment ?? (await this.#seal(report)), how);
    }
  }

  async #seal(report: Report): Promise<PostSegment> {
    const { membership, memory } = this.#options;
    const { batch, number, contentKey, events } = report;
    const by = membership.identity.keys;
    const sealed = await sealSegment({ contentKey, batch, number, by, events: { v: 1, events } });
    const states = events.map(({ index, state }) => ({ index, state }));
    const segment: PostSegment = { number, author: by.id, lease: null, ...sealed, states };
    await memory.sealed(report, segment);
    return segment;
  }

  async #post(report: Report, segment: PostSegment, how: How): Promise<void> {
    const { api, memory } = this.#options;
    try {
      await postSegment(api, { batch: report.batch, segment }, how);
      await memory.posted(report);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      switch (error.code) {
        case 'segment-conflict':
          return memory.renumber(report, Number(error.extra['last'] ?? report.number));
        case 'forbidden-transition':
          // The server's scheduling has moved on; the account's devices still want to know what happened.
          await postSegment(api, { batch: report.batch, segment: { ...segment, states: [] } }, how);
          return memory.posted(report);
        case 'not-found':
          return memory.posted(report);
        default:
          throw error;
      }
    }
  }
}
