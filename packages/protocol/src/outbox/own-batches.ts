/** A sending device's own batches: how a gateway tells its customers what became of their texts, and stops some of them. */
import { Type, type Static } from 'typebox';
import { closed } from '../schema.ts';
import { MAX_BATCH_TEXTS } from './outbox.ts';
import type { TextState } from './text-state.ts';
import type { BatchView } from './control.ts';

/**
 * `GET /v1/outbox/own`: batches that the calling device wrote, newest first; one of which something is stopped or expires
 * counts as new again.
 */
export interface OwnBatchesPage {
  batches: BatchView[];
  /** For each of them the cursor of a page that begins with it. */
  cursors: string[];
  /** Cursor of older ones; null at the end. */
  next: string | null;
}

/** `POST /v1/outbox/batches/{id}/cancel-texts`: stops those of the named texts that no device holds. */
export const CancelTexts = closed({
  indexes: Type.Array(Type.Integer({ minimum: 0, maximum: MAX_BATCH_TEXTS - 1 }), {
    minItems: 1,
    maxItems: MAX_BATCH_TEXTS,
    uniqueItems: true,
  }),
});
export type CancelTexts = Static<typeof CancelTexts>;

export interface TextsCancelled {
  /** Of all texts of the batch, afterwards. */
  states: TextState[];
}
