import { randomBytes, randomInt } from 'node:crypto';
import { leaseBatches, postBatch } from '@smseal/client';
import type { BatchContent } from '@smseal/protocol';
import { openBatch, sealBatch } from '@smseal/seal';
import { red, unproved, verdict, type Outcome } from '../probe/outcome.ts';
import { numberCanary, textCanary } from './canary.ts';
import type { Stores } from './stores.ts';

const TEXTS = 3;
const LIFE_MS = 600_000;

/**
 * Hands in texts of which nothing but number and words is said, has them delivered to the account's own phone, and searches
 * everything for the numbers and the words.
 */
export async function canaryBatch(stores: Stores): Promise<Outcome> {
  if (!(await stores.findsWhatIsKept())) return unproved('the search does not even find what is kept');
  const phone = await stores.second();
  const { api, membership } = await stores.account.device();
  await membership.refresh();
  const texts = Array.from({ length: TEXTS }, () => ({
    to: [`+1415${randomInt(1_000_000, 10_000_000)}`],
    text: `Words ${randomBytes(9).toString('hex')}`,
    simSlot: null,
  }));
  const content: BatchContent = { v: 1, createdAt: new Date().toISOString(), texts };
  const batch = await sealBatch({
    chain: membership.chain,
    by: membership.identity.keys,
    target: phone.identity.keys.id,
    content,
    priority: 5,
    notBefore: null,
    expires: new Date(Date.now() + LIFE_MS).toISOString(),
  });
  await postBatch(api, batch);
  const canaries = texts.flatMap(({ to: [to = ''], text }, i) => [
    numberCanary(`number ${i + 1}`, to),
    textCanary(`text ${i + 1}`, text),
  ]);
  const leased = (await leaseBatches(phone.api, TEXTS)).batches.find((one) => one.batch.id === batch.id);
  if (leased === undefined) return red('the phone does not get what was handed in');
  const opened = await openBatch({
    batch: leased.batch,
    chain: phone.membership.chain,
    as: { device: phone.identity.keys },
  }).catch(() => null);
  const faults = (await stores.tracesOf(canaries)).map((trace) => `${trace} can be read`);
  if (JSON.stringify(opened?.content.texts) !== JSON.stringify(texts))
    faults.push('the phone does not read what was written');
  return verdict(faults, `${TEXTS} texts reached the phone that delivers them, and nobody else can read one`);
}
