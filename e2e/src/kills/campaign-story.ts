/** A campaign leaves while gateway, server, database and carrier are killed at seeded moments. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TextState } from '@smseal/protocol';
import { Seeded, startSystem, type System } from '@smseal/testkit';
import { startSmsc } from '@smseal/testkit/rehearsal';
import { carrierAt } from '../gateway/carrier-at.ts';
import { GatewayOwner } from '../gateway/gateway-owner.ts';
import { HeadlessBrowser } from '../headless-browser.ts';
import type { Lifetime } from '../lifetime.ts';
import { assertNoneLostOrDoubled, settled } from './campaign-end.ts';
import { Campaign } from './campaign.ts';
import type { KillPlan } from './kill-story.ts';

type Smsc = Awaited<ReturnType<typeof startSmsc>>;
type Victim = 'database' | 'server' | 'gateway' | 'carrier';
/** In the order in which they can be started. */
const VICTIMS: readonly Victim[] = ['database', 'server', 'gateway', 'carrier'];
const REQUESTS_A_KILL = 6;
const WINDOW = 40;

/** Tells the story and holds everybody to it; returns one line that says what happened. */
export async function tellCampaignStory(lifetime: Lifetime, { seed, kills }: KillPlan): Promise<string> {
  const smsc = await startSmsc({
    seed,
    behaviour: {
      answerMs: [2, 30],
      outcomes: { delivered: 1 },
      receipts: { delayMs: [5, 200] },
      replies: { stop: 0, help: 0, question: 0, thanks: 0 },
      endings: false,
    },
  });
  lifetime.after(() => smsc.stop());
  const system = await startSystem({
    seed,
    programs: ['database', 'rehearsal', 'server', 'gateway'],
  });
  lifetime.after(() => system.stop());
  const browser = await HeadlessBrowser.signUp(system);
  const owner = new GatewayOwner(browser, await browser.linkGateway());
  await owner.configure((settings) => ({ ...settings, connectors: [carrierAt(smsc, { window: WINDOW })] }));
  const { token } = await owner.newApiKey();
  await owner.grantSuppressions();
  const campaign = new Campaign(system, { token, seed });
  const over = new AbortController();
  lifetime.after(() => Promise.resolve(over.abort()));
  const sending = campaign.run(over.signal);
  const killed = await killAtMoments({ system, smsc }, { seed, kills }, () => campaign.goOn(REQUESTS_A_KILL));
  campaign.end();
  await sending;
  const states = await settled(browser, campaign);
  assertNoneLostOrDoubled(states, smsc.texts());
  assertFewInDoubt(states, killed);
  return summary({ seed, killed, states });
}

async function killAtMoments(
  { system, smsc }: { system: System; smsc: Smsc },
  { seed, kills }: KillPlan,
  between: () => void,
): Promise<Map<Victim, number>> {
  const random = new Seeded(`campaign kills ${seed}`);
  const killed = new Map<Victim, number>();
  let turn: Victim[] = [];
  for (let moment = 0; moment < kills; moment++) {
    if (turn.length === 0) turn = random.shuffled(VICTIMS);
    const victims = new Set([turn.shift() ?? 'gateway']);
    if (random.chance(1 / 6)) victims.add(random.pick(VICTIMS));
    between();
    await sleep(random.between(50, 700));
    await Promise.all(
      [...victims].map(async (victim) =>
        victim === 'carrier' ? smsc.dropConnections() : system.kill(victim),
      ),
    );
    await sleep(random.between(0, 400));
    for (const victim of VICTIMS)
      if (victims.has(victim) && victim !== 'carrier') await system.restart(victim);
    for (const victim of victims) killed.set(victim, (killed.get(victim) ?? 0) + 1);
  }
  return killed;
}

/** Whoever is killed leaves in doubt what was at the carrier without an answer, and nothing that had only been cleared. */
function assertFewInDoubt(states: ReadonlyMap<string, TextState>, killed: ReadonlyMap<Victim, number>): void {
  const inDoubt = [...states.values()].filter((state) => state === 'unknown').length;
  const breaks = (killed.get('gateway') ?? 0) + (killed.get('carrier') ?? 0);
  assert.ok(
    inDoubt <= WINDOW * breaks,
    `${inDoubt} in doubt after ${breaks} breaks of a window of ${WINDOW}`,
  );
}

function summary({
  seed,
  killed,
  states,
}: {
  seed: number;
  killed: ReadonlyMap<Victim, number>;
  states: ReadonlyMap<string, TextState>;
}): string {
  const counted = (counts: Iterable<[string, number]>): string =>
    [...counts].map(([name, count]) => `${count} ${name}`).join(', ');
  const became = [...Map.groupBy(states.values(), (state) => state)].map(([state, all]): [string, number] => [
    state,
    all.length,
  ]);
  return `seed ${seed}: killed ${counted(killed)}; of ${states.size} accepted ${counted(became)}; none lost, none doubled`;
}
