import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ResponseReader } from '../../src/gateway/response-reader.ts';

const ANSWER = 'HTTP/1.1 429 Too Many Requests\r\nContent-Length: 5\r\nX: y\r\n\r\nlater';

test('an answer ends where its length says, however it was cut on its way', () => {
  for (let cut = 1; cut < ANSWER.length; cut++) {
    const reader = new ResponseReader();
    for (let round = 0; round < 2; round++) {
      assert.equal(reader.read(Buffer.from(ANSWER.slice(0, cut))), null);
      assert.deepEqual(reader.read(Buffer.from(ANSWER.slice(cut))), { status: 429, body: 'later' });
    }
  }
});

test('an answer without a length is no answer that can be counted', () => {
  const read = () => new ResponseReader().read(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'));
  assert.throws(read, /without a length/);
});
