import type { Alarm } from '@smseal/client';
import type { RecordKind } from '@smseal/inventory';
import type { LivePayload } from '@smseal/protocol';
import type { SyncStatus } from '../engine-api.ts';
import { Throttle } from '../throttle.ts';

/** More alarms of one kind say nothing new. */
const MOST_ALARMS = 50;
const TELL_MS = 100;

export interface SyncReportOptions {
  loaded: () => SyncStatus['loaded'];
  skewMs: () => number;
  tell: (status: SyncStatus) => void;
}

/** How far reading is and what went wrong on the way, for the screens. Nothing that was refused is hidden. */
export class SyncReport {
  readonly #options: SyncReportOptions;
  readonly #throttle: Throttle;
  readonly #reasons = new Map<string, number>();
  readonly #totals: { messages: number | null; contacts: number | null; calls: number | null } = {
    messages: null,
    contacts: null,
    calls: null,
  };
  #alarms: SyncStatus['alarms'] = [];
  #phase: SyncStatus['phase'] = 'starting';
  /** What a phone has not uploaded yet, by kind. */
  readonly #phone = new Map<RecordKind, NonNullable<SyncStatus['phone']>>();

  constructor(options: SyncReportOptions) {
    this.#options = options;
    this.#throttle = new Throttle(TELL_MS, () => options.tell(this.status()));
  }

  status(): SyncStatus {
    const { messages, contacts, calls } = this.#totals;
    return {
      phase: this.#phase,
      loaded: this.#options.loaded(),
      total: messages === null ? null : { messages, contacts: contacts ?? 0, calls: calls ?? 0 },
      refused: {
        count: [...this.#reasons.values()].reduce((sum, count) => sum + count, 0),
        reasons: Object.fromEntries(this.#reasons),
      },
      alarms: this.#alarms,
      skewMs: this.#options.skewMs(),
      phone: this.#mostLeft(),
    };
  }

  /** Of what a phone is uploading, the kind of which most is left. */
  #mostLeft(): SyncStatus['phone'] {
    const left = ({ done, total }: { done: number; total: number }) => total - done;
    return [...this.#phone.values()].sort((a, b) => left(b) - left(a))[0] ?? null;
  }

  get phase(): SyncStatus['phase'] {
    return this.#phase;
  }

  enter(phase: SyncStatus['phase']): void {
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.changed();
  }

  /** Something that is counted elsewhere is other than before. */
  changed(): void {
    this.#throttle.ask();
  }

  total(kind: RecordKind, count: number): void {
    if (kind === 'message') this.#totals.messages = count;
    else if (kind === 'contact') this.#totals.contacts = count;
    else if (kind === 'call') this.#totals.calls = count;
    this.changed();
  }

  refused(reason: string, count: number): void {
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + count);
    this.changed();
  }

  alarm({ code, sentence, at }: Alarm): void {
    this.#alarms = [...this.#alarms.filter((known) => known.code !== code), { code, sentence, at }].slice(
      -MOST_ALARMS,
    );
    this.changed();
  }

  phone({ kind, done, total }: Extract<LivePayload, { type: 'sync-progress' }>): void {
    if (done < total) this.#phone.set(kind, { kind, done, total });
    else this.#phone.delete(kind);
    this.changed();
  }

  stop(): void {
    this.#throttle.stop();
  }
}
