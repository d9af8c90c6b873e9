/** Small decisions that screens make: words, order, amounts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countSegments } from '@smseal/sms';
import { deletionSteps, deletionWords } from '../src/account/deletion-words.ts';
import { callLines } from '../src/call/call-lines.ts';
import { segmentHint } from '../src/composer/segment-hint.ts';
import { contactLines } from '../src/contact/letters.ts';
import { octetsText } from '../src/design/amounts.ts';
import { avatarHue, initialsOf } from '../src/design/initials.ts';
import { ago, dayLabel, daysBetween, duration, listTime } from '../src/design/times.ts';
import { troubleOf } from '../src/design/trouble.ts';
import type { DeletionView } from '../src/engine/erasure/deletion-view.ts';
import { deviceName } from '../src/device/device-name.ts';
import { aroundHit } from '../src/search/around-hit.ts';
import { sameGroup } from '../src/secret-key/same-group.ts';
import { kitPage, kitText } from '../src/secret-key/kit-file.ts';

test('the counter is silent for short texts, then says texts and what is left', () => {
  assert.equal(segmentHint(countSegments('x'.repeat(119))), null);
  assert.deepEqual(segmentHint(countSegments('x'.repeat(137))), { text: '1 text · 23 left', swap: null });
  assert.equal(segmentHint(countSegments('x'.repeat(161)))?.text, '2 texts · 145 left');
});

test('the counter names the character that makes more texts, and what could stand for it', () => {
  assert.deepEqual(segmentHint(countSegments(`${'x'.repeat(90)}ł`)), {
    text: '2 texts: ł needs Unicode',
    swap: { character: 'ł', replacement: 'l' },
  });
  assert.equal(segmentHint(countSegments(`${'x'.repeat(90)}日`))?.swap, null);
});

test('times are relative under a day and days follow the calendar', () => {
  const now = new Date(2026, 10, 22, 0, 10).getTime();
  const minutes = (count: number) => new Date(now - count * 60_000).toISOString();
  assert.equal(ago(minutes(0.5), now), 'just now');
  assert.equal(ago(minutes(4), now), '4 min ago');
  assert.equal(ago(minutes(200), now), '3 h ago');
  assert.equal(dayLabel(minutes(5), now), 'Today');
  assert.equal(dayLabel(minutes(15), now), 'Yesterday');
  assert.equal(listTime(minutes(15), now), 'Yesterday');
  assert.equal(daysBetween(now - 3 * 86_400_000, now), 3);
  assert.equal(duration(42), '42 s');
  assert.equal(duration(185), '3 min 05 s');
  assert.equal(duration(4320), '1 h 12 min');
});

test('initials in any script; one colour per id', () => {
  assert.equal(initialsOf('Łukasz Wiśniewski'), 'ŁW');
  assert.equal(initialsOf('Ελένη'), 'Ε');
  assert.equal(initialsOf('+44 7700 900123'), '#');
  assert.equal(avatarHue('abc'), avatarHue('abc'));
});

test('contacts stand under their first letter, marks aside; numbers at the end', () => {
  const contact = (name: string) => ({ id: name, name, numbers: [], picture: null });
  const lines = contactLines(['Zoë', '24 h taxi', 'élan', 'Eva', 'bo'].map(contact));
  assert.deepEqual(
    lines.map((line) => (line.kind === 'letter' ? line.letter : line.contact.name)),
    ['B', 'bo', 'E', 'élan', 'Eva', 'Z', 'Zoë', '#', '24 h taxi'],
  );
});

test('calls stand by day, newest first, and filters leave their kind', () => {
  const call = (id: string, at: string, type: 'in' | 'missed') => ({
    id,
    number: id === 'c' ? '+441' : '+442',
    name: null,
    picture: null,
    type,
    at,
    duration: 0,
    sim: null,
  });
  const calls = [
    call('a', '2026-11-20T12:00:00.000Z', 'in'),
    call('b', '2026-11-21T12:00:00.000Z', 'missed'),
    call('c', '2026-11-21T12:30:00.000Z', 'in'),
  ];
  const shown = (options: Parameters<typeof callLines>[1]) =>
    callLines(calls, options).map((line) => (line.kind === 'day' ? '—' : line.call.id));
  assert.deepEqual(shown({ filter: 'all', number: null }), ['—', 'c', 'b', '—', 'a']);
  assert.deepEqual(shown({ filter: 'missed', number: null }), ['—', 'b']);
  assert.deepEqual(shown({ filter: 'all', number: '+441' }), ['—', 'c']);
});

test('a hit far into a text is brought to its front with its mark in place', () => {
  const text = `${'word '.repeat(40)}needle and more`;
  const start = text.indexOf('needle');
  const near = aroundHit(text, [{ start, end: start + 6 }]);
  const [hit] = near.highlights;
  assert.ok(near.text.startsWith('… '));
  assert.equal(near.text.slice(hit?.start, hit?.end), 'needle');
});

test('the last group is compared as people read it', () => {
  assert.ok(sameGroup(' yz6fa', 'YZ6FA'));
  assert.ok(sameGroup('O1lI0', '01110'));
  assert.ok(!sameGroup('YZ6FB', 'YZ6FA'));
});

test('the kit names address, account and day, and its page holds no script and loads nothing', () => {
  const kit = {
    formatted: '1K7QXM-4T2VH-N8RD0-CJ5WP-BE3GS-YZ6FA',
    origin: 'https://texts.example.org',
    email: '<b>"a"&b@example.org',
    day: '2026-11-22',
  };
  for (const value of [kit.formatted, kit.origin, kit.email, kit.day])
    assert.ok(kitText(kit).includes(value));
  const page = kitPage(kit);
  assert.ok(page.includes('&lt;b&gt;&quot;a&quot;&amp;b@example.org'));
  assert.doesNotMatch(page, /<script|<b>|src=|href=|url\(/);
});

test('errors become one sentence and a code', () => {
  assert.deepEqual(troubleOf(Object.assign(new Error('Why.'), { code: 'unavailable' })), {
    code: 'unavailable',
    sentence: 'Why.',
  });
  assert.deepEqual(troubleOf({ code: 'x', sentence: 'S.' }), { code: 'x', sentence: 'S.' });
  assert.equal(troubleOf(undefined).code, 'internal');
});

test('browsers get names that their owners know', () => {
  const agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)';
  assert.equal(deviceName(`${agent} Chrome/156.0.0.0 Safari/537.36`), 'Chrome on Linux');
  assert.equal(deviceName(`${agent} Chrome/156.0.0.0 Safari/537.36 Edg/156.0`), 'Edge on Linux');
  assert.equal(deviceName('something else'), 'Browser');
});

test('sizes have units', () => {
  assert.equal(octetsText(812), '812 B');
  assert.equal(octetsText(18_400_000), '18.4 MB');
});

const DELETION: DeletionView = {
  signed: true,
  isForgotten: false,
  searched: false,
  left: null,
  server: 'keys-destroyed',
  trouble: null,
};

test('a deletion says what is done, and nothing of what will not be', () => {
  const LOOKED = 'Looked for in this browser and at the server, nothing found';
  const after = (change: Partial<DeletionView>) => deletionSteps({ ...DELETION, ...change });
  assert.deepEqual([after({}).steps.length, after({}).done], [6, 2]);
  assert.equal(after({ isForgotten: true, server: 'verified' }).done, 3, 'it has not looked yet');
  const over = after({ isForgotten: true, searched: true, server: 'certified' });
  assert.equal(over.done, over.steps.length);
  // A browser that was away for too long, and one that has found something: certified without its word.
  for (const change of [
    { isForgotten: true },
    { isForgotten: true, left: 'there' },
    { left: 'here' },
  ] as const) {
    const without = after({ ...change, server: 'certified' });
    assert.ok(!without.steps.includes(LOOKED));
    assert.equal(without.done, without.steps.length);
  }
  const unsigned = after({ signed: false }).steps;
  assert.deepEqual(
    unsigned.filter((step) => step === LOOKED || step.startsWith('Order')),
    [],
  );
});

test('while rows go it is said, and that a certificate without this browser’s word takes longer', () => {
  const words = (change: Partial<DeletionView>) => deletionWords({ ...DELETION, ...change });
  assert.match(words({}), /this browser/);
  assert.match(words({ isForgotten: true }), /rows are still going/);
  assert.match(words({ left: 'there', server: 'verified' }), /quarter of an hour/);
  assert.match(words({ isForgotten: true, searched: true, server: 'verified' }), /being made/);
  assert.equal(words({ server: 'certified' }), 'Erased and certified.');
});
