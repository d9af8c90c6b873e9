import { setTimeout as sleep } from 'node:timers/promises';
import { verdict, type Outcome } from '../probe/outcome.ts';
import { waitFor } from '../stage/wait-for.ts';
import type { ProbeGateway } from './probe-gateway.ts';
import { madeUpNumber } from './set-up.ts';

/** Until a text that was put off leaves. */
const PUT_OFF_MS = 4_000;
const QUIET_MS = 2_000;

/** Somebody who was texted replies STOP: it is confirmed once, and no text of any kind leaves for them any more. */
export async function optOut(gateway: ProbeGateway): Promise<Outcome> {
  await ready(gateway);
  const number = madeUpNumber();
  await gateway.send(number, 'Our offer of today', { class: 'marketing' });
  await gateway.arrived(number, 1);
  await gateway.reply(number, 'STOP');
  const faults: string[] = [];
  await gateway.arrived(number, 2).catch(() => faults.push('nothing says that STOP was heard'));
  for (const kind of ['marketing', 'transactional'] as const) {
    const { id, refused } = await gateway.send(number, `After STOP, ${kind}`, { class: kind });
    if (refused !== 'suppressed' && id !== null && (await gateway.settled(id)) !== 'failed')
      faults.push(`a ${kind} text is taken after STOP`);
  }
  await sleep(QUIET_MS);
  const texts = await gateway.textsTo(number);
  const after = texts.filter((text) => text.startsWith('After STOP'));
  faults.push(...after.map((text) => `“${text}” came`));
  return verdict(faults, 'STOP was confirmed once, and nothing came after it');
}

/**
 * A text is ordered and put off, and then consent is taken back, once by the person with one word and once by the account:
 * it does not leave, as it does to somebody who takes nothing back. One word gives consent again.
 */
export async function withdrawal(gateway: ProbeGateway): Promise<Outcome> {
  const say = await ready(gateway);
  const faults: string[] = [];
  const [person, client, other] = [madeUpNumber(), madeUpNumber(), madeUpNumber()];
  for (const number of [person, client, other]) {
    await gateway.send(number, 'You said that we may write', { class: 'marketing' });
    await gateway.arrived(number, 1);
  }
  const sendAt = new Date(Date.now() + PUT_OFF_MS).toISOString();
  for (const number of [person, client, other])
    await gateway.send(number, 'Ordered before consent was taken back', { class: 'marketing', sendAt });
  await gateway.reply(person, 'STOP');
  await say(client, 'member-stop');
  // To whom takes nothing back it comes: from then on it would have come to the others, too.
  await gateway.arrived(other, 2).catch(() => faults.push('what was put off does not leave at all'));
  await sleep(QUIET_MS);
  for (const number of [person, client])
    if ((await gateway.textsTo(number)).some((text) => text.includes('Ordered before')))
      faults.push('a text that had been ordered leaves after consent was taken back');
  await gateway.reply(person, 'START');
  await say(client, 'member-start');
  for (const number of [person, client])
    await waitFor('a text after consent was given again', async () => {
      await gateway.send(number, 'You said it again', { class: 'marketing' });
      await sleep(QUIET_MS / 4);
      return (await gateway.textsTo(number)).some((text) => text.includes('said it again')) || undefined;
    }).catch(() => faults.push('one word does not give again what one word took back'));
  return verdict(
    faults,
    'one word takes consent back and one gives it, and what had been ordered before did not leave',
  );
}

/** A gateway that has a carrier and follows the list. */
async function ready(gateway: ProbeGateway): ReturnType<ProbeGateway['followSuppressions']> {
  const say = await gateway.followSuppressions();
  await gateway.useCarrier();
  return say;
}
