import { pause } from '@smseal/client';
import { TEXT_CLASSES, type Leave, type TextClass } from '@smseal/policy';
import type { GatewaySettings } from '@smseal/protocol';
import type { SuppressionDesk } from '../suppression/suppression-desk.ts';
import type { DailyAllowance } from './daily-allowance.ts';
import { SegmentPace } from './segment-pace.ts';

export interface GateOptions {
  allowance: DailyAllowance;
  suppressions: Pick<SuppressionDesk, 'mayClassLeave'>;
  /** Texts may leave that could not before. */
  opened: () => void;
}

/** How soon texts that were held back are looked at again, ms. */
const LOOK_MS = 500;

/** What lets texts leave this gateway or holds them back, whoever they are to: the owner's limits, a pause, a list unread. */
export class Gate {
  readonly allowance: DailyAllowance;
  /** Segments of a second, over all connectors. */
  readonly pace: SegmentPace;
  readonly #options: GateOptions;
  #paused = false;

  constructor(options: GateOptions) {
    this.#options = options;
    this.allowance = options.allowance;
    this.pace = new SegmentPace(options.opened);
  }

  /** Null before any settings are known. */
  obey(settings: GatewaySettings | null): void {
    this.#paused = settings?.paused ?? false;
    this.allowance.limit = settings?.limits.textsPerDay ?? null;
    this.pace.limit = settings?.limits.segmentsPerSecond ?? null;
  }

  /** Whether texts of a class may leave, and by what every one of them is held back. */
  mayLeave(textClass: TextClass): Leave {
    const dayIsFull = this.allowance.left === 0;
    return this.#options.suppressions.mayClassLeave(textClass, { paused: this.#paused, dayIsFull });
  }

  /** How many texts of a class may leave now. */
  allowed(textClass: TextClass): number {
    if (!this.mayLeave(textClass).leave) return 0;
    return TEXT_CLASSES[textClass].waitsForNextDay ? this.allowance.left : Infinity;
  }

  /** Tells when what the clock or the list held back may leave, until the signal aborts. @throws the signal's reason. */
  async run(signal: AbortSignal): Promise<void> {
    for (let was = false; ;) {
      const is = this.mayLeave('marketing').leave;
      if (is && !was) this.#options.opened();
      was = is;
      await pause(LOOK_MS, signal);
    }
  }

  async close(): Promise<void> {
    this.pace.stop();
    await this.allowance.close();
  }
}
