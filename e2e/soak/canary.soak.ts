/** The promise about live events at its full length: a minute later they are nowhere, not even sealed. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Finder } from '@smseal/verify';
import { tellCanaryStory } from '../src/canary/canary-story.ts';
import { flushDatabase } from '../src/canary/database-contents.ts';
import { findingsIn, PLACES } from '../src/canary/places.ts';
import { liveCiphertexts } from '../src/canary/sealed-traffic.ts';
import { Lifetime } from '../src/lifetime.ts';

const lifetime = new Lifetime();
after(() => lifetime.end());

test('a minute after live events passed, they are nowhere', async () => {
  const story = await tellCanaryStory(lifetime);
  await sleep(61_000);
  await flushDatabase(story.system.databaseUrl);
  const sealed = liveCiphertexts(story);
  assert.notDeepEqual(sealed, []);
  const finder = new Finder(sealed);
  for (const place of PLACES)
    if (place !== 'said' && place !== 'answered')
      assert.deepEqual(await findingsIn(place, story, { finder }), [], place);
});
