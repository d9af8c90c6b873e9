import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textCanary } from '../src/canary/canary.ts';
import { Finder } from '../src/canary/finder.ts';
import { tracesIn } from '../src/canary/traces.ts';

const word = textCanary('a word', 'Lantern ž 7f?>');
const finder = new Finder([word]);

test('a canary is found in every encoding, wherever it begins', () => {
  for (let before = 0; before < 4; before++) {
    const around = Buffer.concat([Buffer.alloc(before, '.'), word.octets, Buffer.from('!')]);
    for (const encoding of ['base64', 'base64url', 'hex'] as const)
      assert.equal(tracesIn(Buffer.from(`"${around.toString(encoding)}"`), finder).length, 1, encoding);
    assert.equal(tracesIn(around, finder).length, 1);
  }
  const wide = Buffer.from(word.octets.toString(), 'utf16le');
  assert.equal(tracesIn(wide, finder).length, 1);
  assert.equal(tracesIn(Buffer.from(wide).swap16(), finder).length, 1);
  assert.equal(tracesIn(Buffer.from(word.octets.toString('hex').toUpperCase()), finder).length, 1);
  assert.deepEqual(tracesIn(Buffer.from('Lantern z 7f?>'), finder), []);
});
