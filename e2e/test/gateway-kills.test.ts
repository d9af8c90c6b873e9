import { after, test } from 'node:test';
import { tellCampaignStory } from '../src/kills/campaign-story.ts';
import { seedOf } from '../src/kills/kill-story.ts';
import { Lifetime } from '../src/lifetime.ts';

const lifetime = new Lifetime();
after(() => lifetime.end());
const seed = seedOf(process.env);

test(`six kills while a campaign leaves: none lost, none doubled (SMSEAL_TEST_SEED=${seed})`, async (t) => {
  t.diagnostic(await tellCampaignStory(lifetime, { seed, kills: 6 }));
});
