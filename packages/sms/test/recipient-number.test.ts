import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exactDigits, readRecipientNumber } from '../src/index.ts';

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

test('gives digits back from an exponent only where none was lost', () => {
  for (const lost of ['4.86E+10', '4,86e10', '4.8600100E+10', ' 4.477E 11', '5E+9', '600 100 200', ''])
    assert.equal(exactDigits(lost), null, lost);
  assert.equal(exactDigits('4.8600100200E+10'), '48600100200');
  assert.equal(exactDigits('="+4,47700900123e+11"'), '447700900123');
});
