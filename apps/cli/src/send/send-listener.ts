import type { AcceptedMessage, TextState } from '@smseal/sdk/source';
import type { RefusedRow, RowRefusal } from './judge-row.ts';
import type { Survey } from './survey.ts';

/** Someone whom the gateway refuses although the row was right. */
export interface RefusedText extends Omit<RefusedRow, 'reason'> {
  reason: RowRefusal | 'suppressed';
}

export type StateCounts = Partial<Record<TextState, number>>;

/** What is told while texts are sent: to people, or to programs. */
export interface SendListener {
  /** `share` of the file that was read, 0 to 1, and the people found in it. */
  reading(share: number, people: number): void;
  refused(row: RefusedText): void;
  surveyed(survey: Survey): void;
  /** An earlier run has handed in some, or all: then `done` says when. */
  resumed(before: { handedIn: number; done: string | null; file: string }): void;
  /** A text is committed; `line` of the file. */
  accepted(text: AcceptedMessage & { line: number }): void;
  /** Recipients of requests that were answered, of all. */
  handedIn(done: number, all: number): void;
  /** A request was asked for more than a day ago and never answered: whether its texts left is not known. */
  inDoubt(lines: { first: number; last: number; recipients: number }): void;
  /** Nothing more is handed in, because somebody asked for it. */
  stopped(handedIn: number): void;
  /** Where the texts are now. */
  progress(counts: StateCounts, all: number): void;
  /** A text has come to its end. */
  ended(text: { id: string; state: TextState }): void;
  done(result: SendResult): void;
}

/** What came of it all. */
export interface SendResult {
  accepted: number;
  refused: number;
  segments: number;
  /** Whose texts may have left and were not handed in again. */
  inDoubt: number;
  /** Everything was handed in. */
  complete: boolean;
  /** Where the texts were when this was last asked; null where it was not. */
  states: StateCounts | null;
}
