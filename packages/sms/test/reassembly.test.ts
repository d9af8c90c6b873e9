import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  addPart,
  decodeUserData,
  emptyReassembly,
  encodeText,
  expireParts,
  joinUserData,
  NATIONAL_TABLES,
  normaliseText,
  partsSoFar,
  type DecodedUserData,
  type EncodeOptions,
  type ReassemblyState,
} from '@smseal/sms';

const seed = Number(process.env['SMSEAL_SEED'] ?? 9253);
const MINUTE = 60_000;
const LONG = `${'a'.repeat(153)}${'b'.repeat(153)}c`;

function partsOf(text: string, options: EncodeOptions = {}): DecodedUserData[] {
  return encodeText(text, options).map((part) =>
    decodeUserData({
      encoding: part.encoding,
      octets: joinUserData(part),
      hasHeader: part.header.length > 0,
    }),
  );
}

/** A part with header octets and body as given. */
function raw(encoding: 'gsm7' | 'ucs2' | 'binary', header: string, body: string): DecodedUserData {
  return decodeUserData({
    encoding,
    octets: Uint8Array.from(Buffer.from(header + body, 'hex')),
    hasHeader: true,
  });
}

/** Adds parts from one sender and says what became of each. */
function add(state: ReassemblyState, parts: (DecodedUserData | undefined)[], now = 0) {
  return parts.map((data) => {
    assert.ok(data);
    const { verdict, texts } = addPart(state, { from: '+48600000001', to: '+48600000002', data }, now);
    return [verdict, ...texts.map(({ text }) => text)];
  });
}

test('[SMS-19] parts in any order are the text, the moment the last one is there', () => {
  const [a, b, c] = partsOf(LONG);
  for (const order of [
    [a, b, c],
    [c, a, b],
    [b, c, a],
  ])
    assert.deepEqual(add(emptyReassembly(), order), [['waiting'], ['waiting'], ['complete', LONG]]);
  assert.deepEqual(add(emptyReassembly(), partsOf('short')), [['complete', 'short']]);
  assert.deepEqual(add(emptyReassembly(), [raw('gsm7', '050003070101', '41')]), [['complete', 'A']]);
});

const texts = fc.array(
  fc.oneof(
    fc.string({ unit: fc.constantFrom('a', '€', '\r', '{', 'ş'), minLength: 1, maxLength: 600, size: 'max' }),
    fc.string({
      unit: fc.constantFrom('ą', '😜', '👨‍👩‍👧‍👦', 'e\u0301', '\ud800'),
      minLength: 1,
      maxLength: 300,
      size: 'max',
    }),
  ),
  { minLength: 1, maxLength: 6 },
);

test('[SMS-19] texts whose parts arrive mixed up all come out whole, once', () => {
  fc.assert(
    fc.property(
      texts,
      fc.constantFrom(8 as const, 16 as const),
      fc.infiniteStream(fc.nat()),
      (sent, reference, shuffle) => {
        const queue = sent
          .flatMap((text, i) =>
            partsOf(text, { reference, referenceNumber: i, tables: [NATIONAL_TABLES.turkish] }),
          )
          .map((data) => ({ data, place: Number(shuffle.next().value) }))
          .sort((a, b) => a.place - b.place);
        const state = emptyReassembly();
        const got = queue.flatMap(({ data }) =>
          addPart(state, { from: 'a', to: 'b', data }, 5).texts.map(({ text }) => text),
        );
        assert.deepEqual(got.sort(), sent.map(normaliseText).sort());
        assert.deepEqual(expireParts(state, 5 + 30 * MINUTE), []);
        assert.deepEqual([state.pending.size, state.octets], [0, 0]);
      },
    ),
    { seed, numRuns: 150 },
  );
});

test('[SMS-19] what a sender cut in two is whole again', () => {
  const pair = [raw('ucs2', '050003010201', '0041d83d'), raw('ucs2', '050003010202', 'de1c0042')];
  assert.deepEqual(add(emptyReassembly(), pair).at(-1), ['complete', 'A😜B']);
  const escape = [raw('gsm7', '050003010201', '411b'), raw('gsm7', '050003010202', '6542')];
  assert.deepEqual(add(emptyReassembly(), escape).at(-1), ['complete', 'A€B']);
  const unit = [raw('ucs2', '050003010201', '004101'), raw('ucs2', '050003010202', '050042')];
  assert.deepEqual(add(emptyReassembly(), unit).at(-1), ['complete', 'AąB']);
  const lost = [raw('ucs2', '050003010201', '004101'), raw('ucs2', '050003010202', '01050042')];
  assert.deepEqual(add(emptyReassembly(), lost).at(-1), ['complete', 'AąB'], 'nothing is shifted');
  const mixed = [raw('gsm7', '050003010201', '41'), raw('ucs2', '050003010202', '0105')];
  assert.deepEqual(add(emptyReassembly(), mixed).at(-1), ['complete', 'Aą']);
});

test('[SMS-19] a binary text is given out as its octets', () => {
  const state = emptyReassembly();
  add(state, [raw('binary', '050003010202', 'ff02')]);
  const data = raw('binary', '050003010201', '01');
  const [text] = addPart(state, { from: '+48600000001', to: '+48600000002', data }, 0).texts;
  assert.equal(text?.text, null);
  assert.deepEqual([...(text?.octets ?? [])], [1, 0xff, 2]);
});

test('[SMS-19] other addresses, widths of reference and senders are other texts', () => {
  const state = emptyReassembly();
  const [a8, b8] = partsOf('a'.repeat(161), { referenceNumber: 9 });
  const [a16, b16] = partsOf('ą'.repeat(71), { reference: 16, referenceNumber: 9 });
  assert.deepEqual(add(state, [a8, b16]), [['waiting'], ['waiting']]);
  assert.ok(b8);
  const other = addPart(state, { from: '+48600000003', to: '+48600000002', data: b8 }, 0);
  assert.deepEqual([other.verdict, other.texts], ['waiting', []]);
  const elsewhere = addPart(state, { from: '+48600000001', to: '+48600000004', data: b8 }, 0);
  assert.deepEqual([elsewhere.verdict, elsewhere.texts], ['waiting', []]);
  assert.notEqual(other.key, elsewhere.key);
  assert.deepEqual(add(state, [a16, b8]), [
    ['complete', 'ą'.repeat(71)],
    ['complete', 'a'.repeat(161)],
  ]);
});

test('[SMS-20] a part that comes again changes nothing', () => {
  const [a, b, c] = partsOf(LONG);
  const state = emptyReassembly();
  assert.deepEqual(
    add(state, [a, a, b, b, c]).map(([verdict]) => verdict),
    ['waiting', 'duplicate', 'waiting', 'duplicate', 'complete'],
  );
});

test('[SMS-20] a text that comes again in part or whole is not given out again', () => {
  const [a, b, c] = partsOf(LONG);
  const state = emptyReassembly();
  add(state, [a, b, c]);
  assert.deepEqual(add(state, [c], MINUTE), [['duplicate']]);
  assert.deepEqual(expireParts(state, 31 * MINUTE), []);
  add(state, [a, b, c], 40 * MINUTE);
  assert.deepEqual(add(state, [c, b, a], 41 * MINUTE), [['duplicate'], ['duplicate'], ['duplicate']]);
  assert.deepEqual(
    add(state, [a, b, c], 100 * MINUTE).at(-1),
    ['complete', LONG],
    'after the expiry the reference is free',
  );
  assert.deepEqual(expireParts(state, 200 * MINUTE), []);
  assert.deepEqual([state.pending.size, state.octets], [0, 0]);
});

test('[SMS-20] the next text under a reference comes out although it begins like the last', () => {
  const state = emptyReassembly();
  add(state, partsOf(`${'a'.repeat(153)}${'1'.repeat(9)}`));
  assert.deepEqual(add(state, partsOf(`${'a'.repeat(153)}${'2'.repeat(9)}`), 1), [
    ['duplicate'],
    ['complete', `${'a'.repeat(153)}${'2'.repeat(9)}`],
  ]);
});

test('[SMS-21] a different part in a taken place begins another text; nothing is mixed', () => {
  const state = emptyReassembly();
  const [a] = partsOf(`${'a'.repeat(153)}${'x'.repeat(9)}`);
  const [b, c] = partsOf(`${'b'.repeat(153)}${'y'.repeat(9)}`);
  assert.deepEqual(add(state, [a, b, c]), [
    ['waiting'],
    ['waiting', `${'a'.repeat(153)}[…]`],
    ['complete', `${'b'.repeat(153)}${'y'.repeat(9)}`],
  ]);
});

test('[SMS-21] parts that disagree about the total are of different texts', () => {
  const state = emptyReassembly();
  const [a, b] = partsOf('a'.repeat(161));
  const [, second] = partsOf(LONG);
  assert.deepEqual(add(state, [a, second, b]), [['waiting'], ['waiting'], ['complete', 'a'.repeat(161)]]);
});

test('[SMS-22] what is not whole in time is given out with its gaps marked', () => {
  const state = emptyReassembly();
  const [, b] = partsOf(`${LONG}${'d'.repeat(306)}`);
  add(state, [b], 1000);
  assert.deepEqual(expireParts(state, 1000 + 30 * MINUTE - 1), []);
  const [late, ...more] = expireParts(state, 1000 + 30 * MINUTE);
  assert.deepEqual(more, []);
  assert.equal(late?.text, `[…]${'b'.repeat(153)}[…]`);
  assert.deepEqual(late?.missing, [1, 3, 4, 5]);
  assert.equal(late?.since, 1000);
  assert.deepEqual([state.pending.size, state.octets], [0, 0]);
});

test('[SMS-22] the expiry is the caller’s, and the next part finds it over', () => {
  const state = emptyReassembly({ expiry: MINUTE });
  const [a, , c] = partsOf(LONG);
  add(state, [a]);
  assert.deepEqual(add(state, [c], MINUTE), [['waiting', `${'a'.repeat(153)}[…]`]]);
});

test('[SMS-22] a flood of beginnings holds no more than its bound, and loses nothing', () => {
  const state = emptyReassembly({ octets: 10_000 });
  const [a] = partsOf('a'.repeat(161));
  let given = 0;
  for (let i = 0; i < 1000; i++) {
    given += addPart(state, { from: `+${i}`, to: 'b', data: a! }, i).texts.length;
    assert.ok(state.octets <= 10_000);
    assert.ok(state.pending.size <= 50);
  }
  assert.equal(given + state.pending.size, 1000);
  assert.equal(state.pending.values().next().value?.since, 1000 - state.pending.size, 'the oldest gave way');
});

test('[SMS-22] a held part does not keep the frame that it came in', () => {
  const frame = new Uint8Array(65_536);
  frame.set(Buffer.from('05000301020141', 'hex'), 100);
  const data = decodeUserData({ encoding: 'gsm7', octets: frame.subarray(100, 107), hasHeader: true });
  const state = emptyReassembly();
  addPart(state, { from: 'a', to: 'b', data }, 0);
  frame.fill(0x42);
  assert.equal(expireParts(state, 60 * MINUTE)[0]?.text, 'A[…]');
});

test('[SMS-19] what has come so far can be read with its gaps while the rest is awaited', () => {
  const state = emptyReassembly();
  const [a, , c] = partsOf(LONG);
  const from = { from: '+48600000001', to: '+48600000002' };
  assert.ok(a && c);
  const { key } = addPart(state, { ...from, data: a }, 0);
  assert.ok(key !== null);
  addPart(state, { ...from, data: c }, 0);
  assert.equal(partsSoFar(state, key)?.text, `${'a'.repeat(153)}[…]c`);
  const { texts, verdict } = addPart(state, { ...from, data: partsOf(LONG)[1]! }, 0);
  assert.deepEqual([verdict, texts[0]?.text, texts[0]?.key], ['complete', LONG, key]);
  assert.equal(partsSoFar(state, key), null);
  addPart(state, { ...from, data: a }, 0);
  assert.equal(partsSoFar(state, key), null, 'a repeat is no news');
});
