import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countSegments } from '@smseal/sms';
import { generateHistory, makePhoto, makePicture, NEWCOMER_COUNTS } from '../../src/rehearsal/index.ts';

const now = Date.parse('2026-09-01T12:00:00.000Z');
const history = generateHistory({ seed: 1, now });
const shown = history.messages.filter((message) => message.box === 'in' || message.box === 'out');

describe('a generated history', () => {
  it('has what a newcomer is promised: 5,000 texts, 300 contacts, 400 calls', () => {
    assert.equal(shown.length, NEWCOMER_COUNTS.messages);
    assert.equal(shown.length, 5000);
    assert.equal(history.contacts.length, 300);
    assert.equal(history.calls.length, 400);
  });

  it('is the same for the same seed, and another for another', () => {
    assert.deepEqual(generateHistory({ seed: 1, now }), history);
    assert.notDeepEqual(generateHistory({ seed: 2, now }).messages, history.messages);
  });

  it('speaks in many scripts, with emoji and long texts', () => {
    const all = shown.map((message) => message.text).join('\n');
    for (const script of ['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hiragana'])
      assert.match(all, new RegExp(`\\p{Script=${script}}`, 'u'), script);
    assert.match(all, /\p{Extended_Pictographic}/u);
    assert.ok(shown.some((message) => countSegments(message.text).segments > 3));
    assert.doesNotMatch(all, /\{\w+\}/u, 'every blank is filled');
  });

  it('has groups, pictures, both SIMs, unread ones and texts within one second', () => {
    assert.ok(shown.some((message) => message.parties.length > 2));
    assert.ok(shown.filter((message) => message.pictures.length > 0).length > 100);
    assert.deepEqual(new Set(shown.map((message) => message.slot)), new Set([0, 1, null]));
    const unread = shown.filter((message) => !message.read);
    assert.ok(unread.length > 3 && unread.length < 100);
    assert.ok(unread.every((message) => message.box === 'in'));
    const seconds = shown.map((message) => `${message.parties.join()} ${Math.floor(message.at / 1000)}`);
    assert.ok(new Set(seconds).size < seconds.length);
  });

  it('ends now and reaches two years back', () => {
    assert.ok(shown.every((message) => message.at <= now));
    assert.ok((shown.at(-1)?.at ?? 0) > now - 86_400_000);
    assert.ok((shown[0]?.at ?? now) < now - 600 * 86_400_000);
  });

  it('uses numbers that are kept for fiction, each for one person', () => {
    const numbers = history.contacts.flatMap((person) => person.numbers.map((number) => number.value));
    const fiction =
      /^\+(?:1\d{3}55501[0-7]\d|447700900\d{3}|4917604069\d{3}|3363998\d{4}|46701740[67]\d\d)$/u;
    for (const number of numbers) assert.match(number, fiction);
    assert.equal(new Set(numbers).size, numbers.length);
  });

  it('can be large: 100,000 texts in seconds', () => {
    const from = performance.now();
    const large = generateHistory({ seed: 3, now, counts: { messages: 100_000 } });
    assert.ok(large.messages.length >= 100_000);
    assert.ok(performance.now() - from < 10_000);
  });
});

describe('a picture', () => {
  it('is the same for the same recipe, and as large as it says', () => {
    const recipe = history.messages.flatMap((message) => message.pictures)[0];
    assert.ok(recipe);
    for (const contentType of ['image/png', 'image/jpeg'] as const) {
      const octets: Buffer = Buffer.from(makePicture({ ...recipe, contentType, width: 40, height: 24 }));
      assert.deepEqual(octets, Buffer.from(makePicture({ ...recipe, contentType, width: 40, height: 24 })));
      const [width, height] =
        contentType === 'image/png'
          ? [octets.readUInt32BE(16), octets.readUInt32BE(20)]
          : [
              octets.readUInt16BE(octets.indexOf('ffc0', 'hex') + 7),
              octets.readUInt16BE(octets.indexOf('ffc0', 'hex') + 5),
            ];
      assert.deepEqual([width, height], [40, 24], contentType);
    }
  });

  it('of a contact is under 8 kB', () => {
    for (const person of history.contacts.slice(0, 10)) {
      if (person.photo !== null) assert.ok(makePhoto(person.photo).length < 8192);
    }
  });
});
