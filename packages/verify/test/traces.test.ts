import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tracesIn } from '../src/canary/traces.ts';

const word = { name: 'a word', octets: Buffer.from('Lantern ž 7f?>') };

test('a canary is found in every encoding, wherever it begins', () => {
  for (let before = 0; before < 4; before++) {
    const around = Buffer.concat([Buffer.alloc(before, '.'), word.octets, Buffer.from('!')]);
    for (const encoding of ['base64', 'base64url', 'hex'] as const)
      assert.equal(tracesIn(Buffer.from(`"${around.toString(encoding)}"`), [word]).length, 1, encoding);
    assert.equal(tracesIn(around, [word]).length, 1);
  }
  const wide = Buffer.from(word.octets.toString(), 'utf16le');
  assert.equal(tracesIn(wide, [word]).length, 1);
  assert.equal(tracesIn(Buffer.from(word.octets.toString('hex').toUpperCase()), [word]).length, 1);
  assert.deepEqual(tracesIn(Buffer.from('Lantern z 7f?>'), [word]), []);
});
