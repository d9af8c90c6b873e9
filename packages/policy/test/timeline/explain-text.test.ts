import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TEXT_STATES, type TextEvent, type TextState } from '@smseal/protocol';
import { countSegments } from '@smseal/sms';
import fc from 'fast-check';
import { explainText, gatewayRoute, REHEARSAL_WAY, type TextCourse } from '../../src/index.ts';

const RADIO = { kind: 'radio' } as const;

function course(text: string, more: Partial<TextCourse> = {}): TextCourse {
  return {
    state: 'sent',
    text: { to: ['+447700900123'], text },
    createdAt: '2026-11-25T10:00:00.000Z',
    notBefore: null,
    expires: '2026-11-27T10:00:00.000Z',
    events: [],
    way: REHEARSAL_WAY,
    ...more,
  };
}

const at = (second: number, event: Omit<TextEvent, 'index' | 'at'>): TextEvent => ({
  index: 0,
  at: `2026-11-25T10:00:0${second}.000Z`,
  ...event,
});

const RECEIPT =
  'id:7220bb sub:001 dlvrd:000 submit date:2611251000 done date:2611251001 stat:UNDELIV err:011 text:Hello id:1 stat:';

test('says which character forces Unicode, and what could stand for it', () => {
  const { encoding } = explainText(course('Zażółć “gęślą”'));
  assert.equal(encoding.name, 'ucs2');
  assert.match(
    encoding.why,
    /^No 7-bit alphabet of this carrier has “ż” .*; 70 code units fit into the segment\.$/,
  );
  assert.deepEqual(
    encoding.because.find(({ character }) => character === 'ż'),
    { character: 'ż', replacement: 'z' },
  );
  assert.match(explainText(course('ż', { way: RADIO })).encoding.why, /^The 7-bit alphabet lacks “ż”/);
});

test('says what smart encoding had replaced before the text was sealed', () => {
  const replaced = [{ character: '“', replacement: '"', times: 2 }];
  const { encoding } = explainText(
    course('"Hi"', { text: { to: ['+447700900123'], text: '"Hi"', replaced } }),
  );
  assert.deepEqual([encoding.name, encoding.replaced], ['gsm7', replaced]);
});

test('takes each part apart into the fields that the gateway sends', () => {
  const text = { to: ['+447700900123'], from: 'Clinic', text: 'x'.repeat(161) };
  const { segments, submission } = explainText(course('', { text }));
  assert.equal(submission?.pdu, 'submit_sm');
  assert.match(submission.note, /derived/);
  const fields = Object.fromEntries(segments[1]?.fields.map(({ name, value }) => [name, value]) ?? []);
  assert.deepEqual(fields, {
    source_addr: 'Clinic',
    destination_addr: '447700900123',
    esm_class: '0x40',
    registered_delivery: '1',
    data_coding: '0x00',
    sm_length: '14',
  });
  assert.match(segments[1]?.fields.find(({ name }) => name === 'esm_class')?.means ?? '', /part 2 of 2/);
  const single = explainText(course('Hi')).segments[0];
  assert.equal(single?.fields.find(({ name }) => name === 'esm_class')?.value, '0x00');
  const radio = explainText(course('Hi', { way: RADIO }));
  assert.deepEqual(
    [radio.submission?.pdu, radio.segments[0]?.fields.map(({ name }) => name).join()],
    ['SMS-SUBMIT', 'TP-DA,TP-UDHI,TP-DCS,TP-UDL'],
  );
});

test('makes no PDU for what is no SMS', () => {
  const text = { to: ['+447700900123', '+447700900124'], text: 'Hi' };
  const told = explainText(course('', { text, way: RADIO }));
  assert.deepEqual([told.submission, told.segments], [null, []]);
});

test('tells a failed text by its receipt, field by field, and never takes the text’s own words for a field', () => {
  const error = { code: '011', text: 'The carrier could not deliver the text.' };
  const events = [
    at(1, { state: 'submitted' }),
    at(2, { state: 'sent', part: { k: 1, n: 1 }, carrierId: '7220bb' }),
    at(3, { state: 'failed', error, receipt: RECEIPT }),
  ];
  const told = explainText(course('Hello', { state: 'failed', events }));
  assert.match(told.outcome, /^It did not arrive\. .*011 is the carrier’s own/);
  assert.deepEqual(
    told.events.map(({ state, signed }) => [state, signed]),
    [
      ['queued', true],
      ['submitted', true],
      ['sent', true],
      ['failed', true],
    ],
  );
  const { receipt, error: explained } = told.events[3] ?? {};
  assert.equal(receipt?.raw, RECEIPT);
  assert.match(explained?.means ?? '', /its support can say/);
  const fields = new Map(receipt.fields.map(({ name, value, means }) => [name, [value, means] as const]));
  assert.deepEqual(fields.get('stat'), ['UNDELIV', 'It cannot be delivered.']);
  assert.deepEqual(fields.get('text')?.[0], 'Hello id:1 stat:');
  assert.match(fields.get('done date')?.[1] ?? '', /^Ended on 2026-11-25 at 10:01 by the carrier’s clock/);
  assert.equal(receipt.fields.length, 8);
});

test('says what an error means, and leaves a carrier’s own code to the carrier', () => {
  const meaning = (code: string, way: TextCourse['way'] = REHEARSAL_WAY) => {
    const error = { code, text: 'It was refused.' };
    return explainText(course('Hi', { way, state: 'failed', events: [at(1, { state: 'failed', error })] }))
      .events[1]?.error?.means;
  };
  assert.match(meaning('ESME_RINVSRCADR') ?? '', /does not accept this sender/);
  assert.match(meaning('suppressed') ?? '', /must not be texted/);
  assert.match(meaning('0x00000400') ?? '', /carrier’s own/);
  assert.equal(meaning('toString'), 'It was refused.');
  assert.equal(meaning('no-service', RADIO), 'It was refused.');
});

test('marks what nobody but the server says', () => {
  for (const state of ['cancelled', 'expired', 'unknown', 'leased'] as const) {
    const last = explainText(course('Hi', { state })).events.at(-1);
    assert.deepEqual([last?.state, last?.at, last?.signed], [state, null, false]);
  }
  const signed = explainText(
    course('Hi', { state: 'cancelled', events: [at(1, { state: 'cancelled' })] }),
  ).events;
  assert.deepEqual(
    signed.map((event) => event.signed),
    [true, true],
  );
});

test('a part that the carrier took is told from the text that leaves', () => {
  const events = [
    at(1, { state: 'submitted' }),
    at(2, { state: 'submitted', part: { k: 1, n: 2 }, carrierId: 'a' }),
    at(3, { state: 'sent', part: { k: 2, n: 2 }, carrierId: 'b' }),
    at(4, { state: 'delivered', part: { k: 1, n: 2 } }),
  ];
  const what = explainText(course('x'.repeat(161), { events })).events.map((event) => event.what);
  assert.match(what[1] ?? '', /may have left/);
  assert.equal(what[2], 'The carrier took one part. This is of part 1 of 2.');
  assert.equal(what[3], 'The carrier took the text. This is of part 2 of 2.');
  assert.match(what[4] ?? '', /Part 1 of 2 was the last to arrive\.$/);
});

test('an end of time before the text left is told from one after', () => {
  const left = [at(1, { state: 'sent', carrierId: 'a' }), at(2, { state: 'expired' })];
  assert.match(explainText(course('Hi', { state: 'expired', events: left })).outcome, /^It left/);
  assert.match(explainText(course('Hi', { state: 'expired' })).outcome, /^It never left/);
});

test('every state has its sentence, for gateways and phones', () => {
  const sentences = new Set(
    TEXT_STATES.flatMap((state: TextState) =>
      [REHEARSAL_WAY, RADIO].map((way) => explainText(course('Hi', { state, way })).outcome),
    ),
  );
  assert.ok([...sentences].every((sentence) => sentence.endsWith('.')));
});

test('any text is taken apart into the segments that are counted, of at most 140 octets', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400, minLength: 1 }), (text) => {
      const { segments, encoding } = explainText(course(text));
      const count = countSegments(text, { tables: REHEARSAL_WAY.tables });
      assert.deepEqual([segments.length, encoding.name], [count.segments, count.encoding]);
      for (const { octets, userData } of segments) assert.ok(octets <= 140 && userData.length === 2 * octets);
    }),
  );
});

test('a gateway’s route is its only carrier, and the rehearsal carrier where it has none', () => {
  const text = { from: null, events: [] };
  assert.equal(gatewayRoute([], text).connector, 'rehearsal');
  const carrier = {
    type: 'smpp' as const,
    id: 'c'.repeat(22),
    name: 'Acme',
    languages: ['turkish', 'klingon'],
    from: ['Clinic'],
    defaultAlphabet: 'latin1' as const,
  };
  const { connector, name, way } = gatewayRoute([carrier as never], text);
  assert.deepEqual([connector, name, way.from, way.tables.length], [carrier.id, 'Acme', 'Clinic', 1]);
});
