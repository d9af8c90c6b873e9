/** A campaign leaves while gateway, server, database and carrier are killed at seeded moments. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { expandBatch } from '@smseal/client';
import type { TextState } from '@smseal/protocol';
import { Seeded, startSystem, type System } from '@smseal/testkit';
import { startSmsc } from '@smseal/testkit/rehearsal';
import { GatewayOwner } from '../gateway/gateway-owner.ts';
import { HeadlessBrowser } from '../headless-browser.ts';
import type { Lifetime } from '../lifetime.ts';
import type { MemoryStore } from '../memory-store.ts';
import { Campaign } from './campaign.ts';
import type { KillPlan } from './kill-story.ts';

type Smsc = Awaited<ReturnType<typeof startSmsc>>;
type Victim = 'database' | 'server' | 'gateway' | 'carrier';
/** In the order in which they can be started. */
const VICTIMS: readonly Victim[] = ['database', 'server', 'gateway', 'carrier'];
const REQUESTS_A_KILL = 6;
/** How long everything may stand still before it must be as it should. */
const STILL_MS = 60_000;
/** What nothing more is expected of. */
const FINAL: ReadonlySet<TextState> = new Set<TextState>([
  'delivered',
  'failed',
  'expired',
  'cancelled',
  'unknown',
]);

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
    env: { SMSEAL_CARRIER_SMPP_URL: `smpp://rehearsal:rehearse@${new URL(smsc.url).host}` },
  });
  lifetime.after(() => system.stop());
  const browser = await HeadlessBrowser.signUp(system);
  const owner = new GatewayOwner(browser, await browser.linkGateway());
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
  assertNoneLostOrDoubled(states, smsc);
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

/** What became of each number, once nothing more is expected of any. */
async function settled(browser: HeadlessBrowser, campaign: Campaign): Promise<Map<string, TextState>> {
  let before = '';
  let end = 0;
  for (;;) {
    await browser.engine.catchUp({ retry: 'until-aborted' });
    const states = statesOf(browser.store, campaign);
    const open = [...states].filter(([, state]) => !FINAL.has(state));
    if (open.length === 0) return states;
    const now = open.join(' ');
    if (now !== before) end = performance.now() + STILL_MS;
    if (performance.now() > end) assert.deepEqual(open.slice(0, 20), [], 'every accepted text ends');
    before = now;
    await sleep(300);
  }
}

function statesOf(store: MemoryStore, { accepted }: Campaign): Map<string, TextState> {
  const texts = new Map(
    [...store.batches.values()].flatMap((opened) => {
      const segments = store.segments.filter(({ batch }) => batch === opened.batch.id);
      return expandBatch(opened, segments).map(({ id, state, to }) => [id as string, { state, to }] as const);
    }),
  );
  return new Map(
    accepted.map(({ id, to }) => {
      const text = texts.get(id);
      assert.ok(text, `${id} was accepted and is nowhere`);
      assert.deepEqual(text.to, [to]);
      return [to, text.state];
    }),
  );
}

/** Who is said to have it has it once; who is in doubt has it once or not at all; nobody else has anything. */
function assertNoneLostOrDoubled(states: ReadonlyMap<string, TextState>, smsc: Smsc): void {
  const arrived = new Map<string, number>();
  for (const { to } of smsc.texts()) arrived.set(to, (arrived.get(to) ?? 0) + 1);
  const wrong = [...states].filter(([to, state]) => {
    const times = arrived.get(to) ?? 0;
    if (state === 'unknown') return times > 1;
    return times !== (state === 'delivered' ? 1 : 0);
  });
  assert.deepEqual(wrong.slice(0, 20), [], 'none lost, none doubled');
  const strangers = [...arrived.keys()].filter((to) => !states.has(to));
  assert.deepEqual(strangers.slice(0, 20), [], 'nothing leaves that was not accepted');
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
