import { after, test } from 'node:test';
import { seedOf, tellKillStory } from '../src/kills/kill-story.ts';
import { Lifetime } from '../src/lifetime.ts';

const lifetime = new Lifetime();
after(() => lifetime.end());
const seed = seedOf(process.env);

test(`fifty kills while texts come and go: none lost, none doubled (SMSEAL_TEST_SEED=${seed})`, async (t) => {
  t.diagnostic(await tellKillStory(lifetime, { seed, kills: 50 }));
});
