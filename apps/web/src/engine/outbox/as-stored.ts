import type { BatchStored, PostBatch } from '@smseal/protocol';

/** A batch as readers will get it, before the server has it. */
export function asStored(batch: PostBatch): BatchStored {
  const { targetWrap: _targetWrap, ...stored } = batch;
  return { ...stored, states: Array.from({ length: batch.count }, () => 'queued') };
}
