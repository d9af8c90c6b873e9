import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { verdict, type Outcome } from '../probe/outcome.ts';
import { waitFor } from '../stage/wait-for.ts';
import type { ProbeGateway } from './probe-gateway.ts';
import { Receiver } from './receiver.ts';

/** Longer than anything takes that is allowed to happen. */
const QUIET_MS = 2_000;
/** By then what was taken away has to be obeyed. */
const SOON_MS = 60_000;

/** A made-up number that the carrier's small fates (0190 to 0195) do not concern. */
export function madeUpNumber(): string {
  return `+4477009${randomInt(10_000, 100_000)}`;
}

/**
 * Orders texts of a gateway that was told of nobody, then of a carrier, then of a program, and then of nobody again; listens
 * each time at the carrier and where the program would be.
 */
export async function setUpAndTakenAway(gateway: ProbeGateway): Promise<Outcome> {
  const receiver = await Receiver.open();
  try {
    const faults = [...(await beforeSetUp(gateway, receiver)), ...(await afterSetUp(gateway, receiver))];
    const { faults: late, seconds } = await takenAway(gateway, receiver);
    faults.push(...late);
    return verdict(
      faults,
      `carrier and program got nothing before they were set up, and nothing more ${seconds} s after they were taken away`,
    );
  } finally {
    await gateway.configure((settings) => ({ ...settings, connectors: [], webhooks: [] }));
    receiver.close();
  }
}

async function beforeSetUp(gateway: ProbeGateway, receiver: Receiver): Promise<string[]> {
  const number = madeUpNumber();
  await gateway.send(number, 'Before anything was set up');
  await sleep(QUIET_MS);
  const faults: string[] = [];
  if ((await gateway.textsTo(number)).length > 0) faults.push('a carrier that nobody set up gets a text');
  if (receiver.heard.length > 0) faults.push('a program that nobody set up is told something');
  return faults;
}

async function afterSetUp(gateway: ProbeGateway, receiver: Receiver): Promise<string[]> {
  const faults: string[] = [];
  const number = madeUpNumber();
  await gateway.useCarrier();
  await gateway.send(number, 'To the carrier alone');
  await gateway.arrived(number, 1);
  await sleep(QUIET_MS / 2);
  if (receiver.heard.length > 0) faults.push('a program is told what only a carrier was set up for');
  await gateway.configure((settings) => ({ ...settings, webhooks: [gateway.program(receiver.url)] }));
  await waitFor('a program to be told of a text', async () => {
    const { id } = await gateway.send(number, 'To the carrier, and told to a program');
    if (id === null) return undefined;
    await gateway.settled(id);
    await sleep(QUIET_MS / 4);
    return receiver.heardOf(id) > 0 || undefined;
  }).catch(() => faults.push('a program that was set up is told nothing'));
  return faults;
}

async function takenAway(
  gateway: ProbeGateway,
  receiver: Receiver,
): Promise<{ faults: string[]; seconds: number }> {
  await gateway.configure((settings) => ({ ...settings, webhooks: [] }));
  const began = Date.now();
  const faults: string[] = [];
  const number = madeUpNumber();
  await waitFor(
    'the end of what was told',
    async () => {
      const { id } = await gateway.send(number, 'After the program was taken away');
      if (id !== null) await gateway.settled(id);
      await sleep(QUIET_MS / 2);
      return id === null || receiver.heardOf(id) > 0 ? undefined : true;
    },
    SOON_MS,
  ).catch(() => faults.push('a program that was taken away is still told everything a minute later'));
  await gateway.configure((settings) => ({ ...settings, connectors: [] }));
  await waitFor(
    'the end of what was carried',
    async () => {
      const last = madeUpNumber();
      await gateway.send(last, 'After the carrier was taken away');
      await sleep(QUIET_MS);
      return (await gateway.textsTo(last)).length > 0 ? undefined : true;
    },
    SOON_MS,
  ).catch(() => faults.push('a carrier that was taken away still gets everything a minute later'));
  return { faults, seconds: Math.round((Date.now() - began) / 1000) };
}
