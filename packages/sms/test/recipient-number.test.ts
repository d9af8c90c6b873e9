import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRecipientNumber } from '../src/index.ts';

test('reads numbers as people, spreadsheets and programs write them', () => {
  for (const cell of [
    '+447700900123',
    ' 07700 900123 ',
    "'07700900123",
    '="07700900123"',
    '=07700900123',
    '+447700900123.0',
    '00447700900123',
    'tel:+447700900123',
  ])
    assert.deepEqual(readRecipientNumber(cell, 'GB'), { number: '+447700900123' }, cell);
});

test('says of a rounded number that its digits are lost, and of the rest that it is none', () => {
  for (const cell of ['4.477E+11', '4,477E+11', '="4.477E+11"', '4.477e 11'])
    assert.deepEqual(readRecipientNumber(cell, 'GB'), { reason: 'scientific-notation' }, cell);
  for (const cell of ['', 'Ann', "'", '="', '123', '+447700900123, +447700900124', '447700900123.5'])
    assert.deepEqual(readRecipientNumber(cell, undefined), { reason: 'not-a-number' }, cell);
});
