import { CodedError, type Id, type RawBatch, type RawClaim, type RawRequests } from '@smseal/protocol';
import { readInstant } from '../record/calendar.ts';
import { suiteOf } from '../record/envelope.ts';

/** What no look at the database has to say of a batch. @throws CodedError `wrong-author`, `not-an-envelope`, `invalid-request`. */
export function checkBatch(batch: RawBatch, author: Id, at = ''): void {
  if (batch.author !== author) throw new CodedError('wrong-author');
  checkEnvelope(batch.envelope, batch.id);
  readInstant(batch.expires, `${at}/expires`);
  if (batch.notBefore !== null) readInstant(batch.notBefore, `${at}/notBefore`);
}

/** Batches and segments are sealed under their content key, never under a session. @throws CodedError `not-an-envelope`. */
export function checkEnvelope(octets: Uint8Array, batch: Id): void {
  if (suiteOf(octets, batch) !== 1) throw new CodedError('not-an-envelope', { record: batch });
}

/**
 * No batch twice; no key twice; each claim within its batch, and no text in two of them.
 * @throws CodedError `invalid-request` naming the place, and those of {@link checkBatch}.
 */
export function checkRequests({ batches, claims }: RawRequests, author: Id): void {
  const counts = new Map<Id, number>();
  for (const [place, batch] of batches.entries()) {
    if (counts.has(batch.id)) throw new CodedError('invalid-request', { at: `/batches/${place}/id` });
    checkBatch(batch, author, `/batches/${place}`);
    counts.set(batch.id, batch.count);
  }
  const keys = new Set<string>();
  const texts = new Map<Id, boolean[]>();
  for (const [place, claim] of claims.entries()) {
    const key = Buffer.from(claim.key).toString('latin1');
    if (keys.has(key)) throw new CodedError('invalid-request', { at: `/claims/${place}/key` });
    keys.add(key);
    const taken = texts.get(claim.batch) ?? [];
    if (!fits(claim, counts.get(claim.batch) ?? 0, taken))
      throw new CodedError('invalid-request', { at: `/claims/${place}` });
    texts.set(claim.batch, taken);
  }
}

/** Marks the claim's texts as taken; false where one is outside the batch or taken already. */
function fits({ first, count }: RawClaim, texts: number, taken: boolean[]): boolean {
  if (first + count > texts) return false;
  for (let index = first; index < first + count; index++) {
    if (taken[index]) return false;
    taken[index] = true;
  }
  return true;
}
