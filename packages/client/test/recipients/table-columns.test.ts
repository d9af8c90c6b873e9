import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldNames, looksLikeNumber, tellColumns } from '../../src/index.ts';

const rows = (...cells: string[][]) => cells.map((row, i) => ({ line: i + 1, cells: row, problem: null }));

test('tells the header and the column of numbers', () => {
  const told = tellColumns(
    rows(
      ['Id', 'Name', 'Born', 'Mobile no.'],
      ['20260001', 'Ann', '1990-02-03', '+44 7700 900123'],
      ['20260002', 'Ben', '', ''],
    ),
  );
  assert.deepEqual(told, {
    header: ['Id', 'Name', 'Born', 'Mobile no.'],
    fields: ['Id', 'Name', 'Born', 'Mobile_no'],
    number: 3,
  });
});

test('a first row with a number is a recipient like the others', () => {
  assert.deepEqual(tellColumns(rows(['Ann', '07700900123'], ['Ben', '07700900124'])), {
    header: null,
    fields: ['column_1', 'column_2'],
    number: 1,
  });
});

test('takes the mobile number where there are two, and no column for its name alone', () => {
  const body = ['Ann', '+48221234567', '+48600100100'];
  assert.equal(tellColumns(rows(['imię', 'telefon', 'komórka'], body)).number, 2);
  assert.equal(tellColumns(rows(['phone', 'other'], ['none', '+48600100100'])).number, 1);
  assert.equal(tellColumns(rows(['name', 'city'], ['Ann', 'Leeds'])).number, null);
  assert.equal(tellColumns([]).number, null);
});

test('names every column once, as a text can call it', () => {
  assert.deepEqual(fieldNames(['First name', 'Imię', 'Łódź', '', 'first name', '2nd', '{x}'], 8), [
    'First_name',
    'Imie',
    'Lodz',
    'column_4',
    'first_name_2',
    'nd',
    'x',
    'column_8',
  ]);
});

test('knows what could be a number from what cannot', () => {
  for (const cell of ['+48 600 100 100', '(020) 7946-0018', "'07700900123", '="447700900123"', '4.477E+11'])
    assert.ok(looksLikeNumber(cell), cell);
  for (const cell of [
    '',
    'Ann',
    '12345',
    '2026-11-25',
    '25.11.2026',
    '1234567890123456',
    '+48600100100; +48600100101',
  ])
    assert.ok(!looksLikeNumber(cell), cell);
});
