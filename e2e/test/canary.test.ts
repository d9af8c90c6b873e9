/**
 * What passes through the public doors is found nowhere outside the person's own devices: not in PostgreSQL's files and
 * write-ahead log, not in rows, logs, temporary files or on the wire; live events not even as ciphertext.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Finder, octetCanary, textCanary } from '@smseal/verify';
import { SKIP_WITHOUT_CHROMIUM } from '../src/browser.ts';
import { tellCanaryStory, type CanaryStory } from '../src/canary/canary-story.ts';
import { flushDatabase } from '../src/canary/database-contents.ts';
import { findingsIn, PLACES, type Place } from '../src/canary/places.ts';
import { liveCiphertexts, storedCiphertext } from '../src/canary/sealed-traffic.ts';
import { shopHolderCanaries } from '../src/canary/shop-canaries.ts';
import { contentCanaries, holderCanaries } from '../src/canary/story-canaries.ts';
import { Lifetime } from '../src/lifetime.ts';

const lifetime = new Lifetime();
let story: CanaryStory;

before(async () => {
  story = await tellCanaryStory(lifetime);
  await flushDatabase(story.system.databaseUrl);
});
after(() => lifetime.end());

test('the finder finds a planted canary in each encoding, wherever it begins', async () => {
  const text = textCanary('a text', 'Lantern ž 🐦 7f');
  const octets = octetCanary('octets', Buffer.from('00ff10fbefbe07d0a1', 'hex'));
  const code = textCanary('a code', '402917');
  const finder = new Finder([text, octets, code]);
  const folder = await mkdtemp(path.join(tmpdir(), 'smseal-finder-'));
  const found = async (content: Buffer | string): Promise<string[]> => {
    await writeFile(path.join(folder, 'scratch'), content);
    const finds = finder.find(await readFile(path.join(folder, 'scratch')));
    return [...new Set(finds.map(({ canary }) => canary))];
  };
  for (const { name, octets: plain } of [text, octets, code]) {
    for (let before = 0; before < 4; before++) {
      const around = Buffer.concat([Buffer.alloc(before, '.'), plain, Buffer.from('.?')]);
      for (const encoding of ['base64', 'base64url', 'hex'] as const)
        assert.deepEqual(
          await found(`"${around.toString(encoding)}"`),
          [name],
          `${encoding} after ${before}`,
        );
      assert.deepEqual(await found(around.toString('hex').toUpperCase()), [name]);
      assert.deepEqual(await found(around), [name]);
    }
  }
  for (const { name, octets: plain } of [text, code]) {
    const wide = Buffer.from(`.${plain.toString()}.`, 'utf16le');
    assert.deepEqual(await found(wide), [name]);
    assert.deepEqual(await found(Buffer.from(wide).swap16()), [name]);
  }
  assert.deepEqual(await found('1402917'), []);
  assert.deepEqual(await found('Lantern z 🐦 7f'), []);
  await rm(folder, { recursive: true });
});

test('what must be in a place is found there', async () => {
  const present: Partial<Record<Place, RegExp[]>> = {
    said: [/the password in plain/, /the device token in plain/, /the e-mail address in plain/],
    // Where none of 24 octets needs a character of its own, both alphabets write them alike.
    answered: [/message .* in base64(url)? /],
    'to database': [/message .* in /],
    'other files': [/the keyring’s index in plain/, /the keyring’s day\..* in plain/],
    notices: [/the one-time password in plain/, /the own number in plain/],
    'database rows': [/message .* in plain .* public.record.envelope/],
    'database files': [/message .* in plain .*pg_wal/, /message .* in plain .*base/],
  };
  const holder = holderCanaries(story).map(({ canary }) => canary);
  const finder = new Finder([...holder, ...(await storedCiphertext(story))]);
  for (const place of PLACES) {
    const lines = present[place] ?? [];
    const findings = lines.length > 0 ? await findingsIn(place, story, { finder }) : [];
    for (const line of lines)
      assert.ok(
        findings.some((finding) => line.test(finding)),
        `${String(line)} in ${place}: ${findings.join('; ')}`,
      );
  }
});

test('what a real browser says is searched, too', { skip: SKIP_WITHOUT_CHROMIUM }, async () => {
  assert.ok(story.shop);
  const finder = new Finder(shopHolderCanaries(story.shop).map(({ canary }) => canary));
  for (const [place, least] of [
    ['said', 4],
    ['answered', 2],
    ['notices', 2],
  ] as const) {
    const findings = await findingsIn(place, story, { finder });
    const found = new Set(findings.map((finding) => finding.split(' in ')[0]));
    assert.equal(found.size, least, `${place}: ${[...found].join(', ')}`);
  }
});

for (const place of PLACES) {
  test(`no canary is in: ${place}`, async () => {
    const holder = holderCanaries(story);
    const finder = new Finder([...(await contentCanaries(story)), ...holder.map(({ canary }) => canary)]);
    const mayBe = new Set(holder.flatMap(({ canary, may }) => (may.includes(place) ? [canary.name] : [])));
    assert.deepEqual(await findingsIn(place, story, { finder, mayBe }), []);
  });
}

test('live events are nowhere, not even sealed', async () => {
  const sealed = liveCiphertexts(story);
  assert.ok(sealed.length >= 3 * 6, `${sealed.length} pieces of live events`);
  const finder = new Finder(sealed);
  const passing: readonly Place[] = ['said', 'answered'];
  for (const place of PLACES)
    if (!passing.includes(place)) assert.deepEqual(await findingsIn(place, story, { finder }), [], place);
  for (const place of passing) assert.notDeepEqual(await findingsIn(place, story, { finder }), [], place);
});
