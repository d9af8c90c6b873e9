import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { green, red, type Outcome } from '../probe/outcome.ts';
import type { ProbePhone } from '../phone/probe-phone.ts';
import { waitFor } from '../stage/wait-for.ts';

/** What a deletion may take from the phone to the account, ms. */
const PATIENCE_MS = 15_000;
const EVERY_MS = 50;

/** Deletes one of two texts on the phone, and waits until the account has the other alone. */
export async function erasePhone(phone: ProbePhone): Promise<Outcome> {
  const [kept, deleted] = [newWords(), newWords()];
  for (const words of [kept, deleted]) await phone.receive(words);
  await waitFor('texts of the phone in the account', async () => {
    const texts = await phone.textsInAccount();
    return (texts.includes(kept) && texts.includes(deleted)) || undefined;
  });
  const began = performance.now();
  await phone.deleteNewest();
  while (performance.now() - began < PATIENCE_MS) {
    const texts = await phone.textsInAccount();
    if (!texts.includes(kept))
      return red('another text than the one that was deleted is gone from the account');
    if (!texts.includes(deleted)) return green(`the account has it no more ${secondsSince(began)} s later`);
    await sleep(EVERY_MS);
  }
  return red(`${secondsSince(began)} s after a text was deleted on the phone the account still has it`);
}

function newWords(): string {
  return `probe ${randomBytes(9).toString('hex')}`;
}

function secondsSince(began: number): string {
  return ((performance.now() - began) / 1000).toFixed(1);
}
