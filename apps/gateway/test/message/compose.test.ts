import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compose, type Composable } from '../../src/message/compose.ts';

const write = (request: Composable, suppressed: readonly string[] = []) =>
  compose(request, {
    tables: [],
    country: undefined,
    isSuppressed: (number) => suppressed.includes(number),
  });
const reasons = (request: Composable) => write(request).refused.map(({ index, reason }) => [index, reason]);

test('numbers are read as people write them, each person gets one text', () => {
  const { texts, refused } = write({
    to: ['+44 7700 900123', '0044 (7700) 900-123', '+48 600 000 001', '600 000 001', 'Ann'],
    text: 'Hi',
  });
  assert.deepEqual(
    texts.map(({ text }) => text.to[0]),
    ['+447700900123', '+48600000001'],
  );
  assert.deepEqual(
    refused.map(({ index, reason }) => [index, reason]),
    [
      [1, 'duplicate'],
      [3, 'not-a-number'],
      [4, 'not-a-number'],
    ],
  );
  assert.deepEqual(write({ to: '600 000 001', text: 'Hi', country: 'PL' }).texts[0]?.text.to, [
    '+48600000001',
  ]);
});

test('who has asked for silence gets no text, and the others get theirs', () => {
  const to = ['+48600000001', '+48600000002', '600000001'];
  const { texts, refused, segments } = write({ to, text: 'Hi', country: 'PL' }, ['+48600000001']);
  assert.deepEqual(
    texts.map(({ text }) => text.to[0]),
    ['+48600000002'],
  );
  assert.deepEqual(
    refused.map(({ index, reason }) => [index, reason]),
    [
      [0, 'suppressed'],
      [2, 'duplicate'],
    ],
  );
  assert.equal(segments, 1);
});

test('what a spreadsheet has made of a number is refused, and the reason says what happened', () => {
  const to = ['4.477E+11', '4,4770090012E+11', '4.477E 11', '+4.477e11'];
  const { refused } = write({ to, text: 'Hi' });
  assert.ok(refused.every(({ reason }) => reason === 'scientific-notation'));
  assert.match(refused[0]?.detail ?? '', /spreadsheet/);
});

test('a missing field is named, and so is one that the text never uses', () => {
  const { texts, refused, unusedFields } = write({
    to: [
      { to: '+48600000001', fields: { name: 'Ola', nmae: 'x' } },
      { to: '+48600000002', fields: { nmae: 'Jan' } },
    ],
    text: 'Dear {name}, {{braces}} stay',
  });
  assert.equal(texts[0]?.text.text, 'Dear Ola, {braces} stay');
  assert.deepEqual([refused[0]?.reason, refused[0]?.field], ['missing-field', 'name']);
  assert.deepEqual(unusedFields, ['nmae']);
});

test('a text of nothing and one that fields make too long are refused by recipient', () => {
  const fields = { name: 'x'.repeat(400) };
  assert.deepEqual(reasons({ to: '+48600000001', text: ' \n ' }), [[0, 'empty']]);
  assert.deepEqual(
    reasons({
      to: [
        { to: '+48600000001', fields },
        { to: '+48600000002', fields: { name: 'x' } },
      ],
      text: '{name}'.repeat(5),
    }),
    [[0, 'too-long']],
  );
});

test('smart encoding says what it replaced and what that saved', () => {
  const text = `“${'a'.repeat(100)}” – it’s`;
  const plain = write({ to: '+48600000001', text });
  assert.deepEqual(
    [plain.texts[0]?.count, plain.smartEncoding],
    [{ encoding: 'ucs2', segments: 2 }, undefined],
  );
  const smart = write({ to: ['+48600000001', '+48600000002'], text, smartEncoding: true });
  assert.deepEqual(smart.texts[0]?.count, { encoding: 'gsm7', segments: 1 });
  assert.equal(smart.smartEncoding?.segmentsSaved, 2);
  assert.ok(smart.smartEncoding.replaced.some(({ character, times }) => character === '’' && times === 2));
});

test('every recipient is either taken or refused, in order, and never twice', () => {
  const recipient = fc.oneof(
    fc.integer({ min: 0, max: 30 }).map((i) => `+4860000000${i % 10}${i > 9 ? '' : ''}`),
    fc.string({ minLength: 1, maxLength: 12 }),
  );
  fc.assert(
    fc.property(fc.array(recipient, { minLength: 1, maxLength: 40 }), (to) => {
      const { texts, refused } = write({ to, text: 'Hi' });
      assert.equal(texts.length + refused.length, to.length);
      const numbers = texts.map(({ text }) => text.to[0]);
      assert.equal(new Set(numbers).size, numbers.length);
    }),
  );
});
