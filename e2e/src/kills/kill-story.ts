/** Texts come and go while programs are killed at seeded moments. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Seeded, startSystem, type ProgramName, type System } from '@smseal/testkit';
import { HeadlessBrowser } from '../headless-browser.ts';
import type { Lifetime } from '../lifetime.ts';
import type { MemoryStore } from '../memory-store.ts';
import { Life } from './life.ts';
import { outgoingTexts, unsettled } from './settled.ts';

export interface KillPlan {
  seed: number;
  kills: number;
}

type Victim = Exclude<ProgramName, 'rehearsal'>;
/** In the order in which they can be started. */
const VICTIMS: readonly Victim[] = ['database', 'server', 'phone'];
/** How long everything may stand still before it must be as it should. */
const STILL_MS = 45_000;
const THINGS_A_KILL = 8;
const AGREE_MS = 20_000;

/** Tells the story and holds everybody to it; returns one line that says what happened. */
export async function tellKillStory(lifetime: Lifetime, { seed, kills }: KillPlan): Promise<string> {
  const system = await startSystem({ seed, counts: { messages: 300, contacts: 12, calls: 12 } });
  lifetime.after(() => system.stop());
  const browser = await HeadlessBrowser.signUp(system);
  const phone = await browser.linkPhone();
  const life = new Life(browser, { phone, seed });
  const over = new AbortController();
  lifetime.after(() => Promise.resolve(over.abort()));
  const read = follow(browser, over.signal);
  const lived = life.run(over.signal);
  const killed = await killAtMoments(system, { seed, kills }, async (inMidst) => {
    life.goOn(THINGS_A_KILL);
    if (inMidst) await life.burst(over.signal);
  });
  life.end();
  await lived;
  await settle(system, browser, life);
  over.abort();
  await read;
  await assertConvergence(browser);
  assert.deepEqual(browser.store.refused, []);
  assert.deepEqual(browser.person.alarms, []);
  assert.deepEqual(complaintsOf(system), []);
  return summary({ seed, killed, life, store: browser.store });
}

/** Reads on as a browser does, through everything. */
async function follow(browser: HeadlessBrowser, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await browser.engine.catchUp({ retry: 'until-aborted', signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    await sleep(150);
  }
}

/** The first reading of the phone goes on meanwhile. One in six moments ends two programs at once. */
async function killAtMoments(
  system: System,
  { seed, kills }: KillPlan,
  between: (inMidst: boolean) => Promise<void>,
): Promise<Map<Victim, number>> {
  const random = new Seeded(`kills ${seed}`);
  const killed = new Map<Victim, number>();
  let turn: Victim[] = [];
  for (let moment = 0; moment < kills; moment++) {
    if (turn.length === 0) turn = random.shuffled(VICTIMS);
    const victims = new Set([turn.shift() ?? 'server']);
    if (random.chance(1 / 6)) victims.add(random.pick(VICTIMS));
    // Every other moment lies in the midst of texts that are leaving.
    const inMidst = random.chance(0.5);
    await between(inMidst);
    await sleep(random.between(0, inMidst ? 150 : 900));
    await Promise.all([...victims].map((victim) => system.kill(victim)));
    await sleep(random.between(0, 400));
    for (const victim of VICTIMS) if (victims.has(victim)) await system.restart(victim);
    for (const victim of victims) killed.set(victim, (killed.get(victim) ?? 0) + 1);
  }
  return killed;
}

async function settle(system: System, browser: HeadlessBrowser, life: Life): Promise<void> {
  let before = '';
  let end = 0;
  for (;;) {
    const complaints = await unsettled(system, browser.store, life.handedIn);
    if (complaints.length === 0) return;
    const now = complaints.join('\n');
    if (now !== before) end = performance.now() + STILL_MS;
    if (performance.now() > end) assert.deepEqual(complaints, [], 'nothing is lost, doubled or hidden');
    before = now;
    await sleep(250);
  }
}

/** Who followed through every kill and who reads it all at the end see the same. */
async function assertConvergence(browser: HeadlessBrowser): Promise<void> {
  const end = performance.now() + AGREE_MS;
  for (;;) {
    const fresh = picture(await browser.readAfresh());
    await browser.engine.catchUp({ retry: 'until-aborted' });
    const followed = picture(browser.store);
    // The phone may have written its report in between.
    if (isDeepStrictEqual(followed, fresh)) return;
    if (performance.now() > end) assert.deepEqual(followed, fresh);
  }
}

function picture(store: MemoryStore): { records: string[]; texts: string[] } {
  const records = [...store.records.values()].map(
    ({ kind, id, version, payload }) => `${kind} ${id} ${version} ${JSON.stringify(payload)}`,
  );
  const texts = [...outgoingTexts(store).values()].map(({ id, state, text }) => `${id} ${state} ${text}`);
  return { records: records.sort(), texts: texts.sort() };
}

/** What the agent says that it must never have to say. */
function complaintsOf(system: System): string[] {
  return system.logOf('phone').filter((line) => /"(?:alarm|record refused|agent stopped)"/.test(line));
}

function summary(story: {
  seed: number;
  killed: Map<Victim, number>;
  life: Life;
  store: MemoryStore;
}): string {
  const { seed, killed, life, store } = story;
  const states = Map.groupBy(outgoingTexts(store).values(), ({ state }) => state);
  const counted = (counts: Iterable<[string, number]>): string =>
    [...counts].map(([name, count]) => `${count} ${name}`).join(', ');
  const became = [...states].map(([state, items]): [string, number] => [state, items.length]);
  return `seed ${seed}: killed ${counted(killed)}; ${life.heard} texts heard; of ${life.handedIn.length} handed in ${counted(became)}; ${store.records.size} records, none lost, none doubled`;
}

/** `SMSEAL_TEST_SEED`, or a new one. */
export function seedOf(env: NodeJS.ProcessEnv): number {
  const given = env['SMSEAL_TEST_SEED'];
  return given === undefined ? Date.now() % 1_000_000 : Number(given);
}
