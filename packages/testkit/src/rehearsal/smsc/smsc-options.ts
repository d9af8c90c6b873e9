import type { BehaviourPatch } from './behaviour.ts';
import type { Clock } from './clock.ts';
import type { CarriedText } from './intake.ts';
import type { PresetName } from './presets.ts';
import type { DefaultAlphabet } from './read-part.ts';

export interface SmscOptions {
  /** What all choices are made from; 2026 unless said. */
  seed?: number | string;
  /** The machine's unless said. */
  clock?: Clock;
  /** A preset, or `life` with what is to be otherwise; `life` unless said. */
  behaviour?: PresetName | BehaviourPatch;
  /** On loopback; 0, a free one, unless said. A preferred one gives way to a free one when it is taken. */
  port?: number | { preferred: number };
  /** 1 is the pace of life, 0 as fast as it can. */
  pace?: number;
  /**
   * Whether texts are read and kept; true unless said. Without it only the newest 1,000 segments are held and nobody
   * replies by chance, so that a load costs the carrier little.
   */
  keep?: boolean;
  /** Most receipts and replies without an answer on one connection; 1,000 unless said. Many carriers allow 1. */
  deliverWindow?: number;
  /** Password by system_id; everybody may bind unless said. */
  accounts?: Readonly<Record<string, string>>;
  /** What data_coding 0 means; `gsm7` unless said. */
  defaultAlphabet?: DefaultAlphabet;
  /** Is told of each whole text once it is on its phone. */
  onText?: (text: CarriedText) => void;
}
