import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateDeviceKeys, randomId } from '@smseal/seal';
import fc from 'fast-check';
import { GatewaySecret } from '../../src/http/gateway-secret.ts';
import {
  formatMessageId,
  fromHexId,
  MessageIds,
  parseMessageId,
  toHexId,
} from '../../src/message/message-ids.ts';

const secretOf = async () => GatewaySecret.of(await generateDeviceKeys({ extractable: true }));
const ids = new MessageIds(await secretOf());

test('a batch tells its own gateway whose texts it holds, and nobody else', async () => {
  const [one, two] = [randomId(), randomId()];
  const batch = ids.newBatch(one);
  assert.match(batch, /^[A-Za-z0-9_-]{22}$/);
  assert.ok(ids.isOwn(batch, one));
  assert.ok(!ids.isOwn(batch, two));
  assert.ok(!new MessageIds(await secretOf()).isOwn(batch, one), 'another gateway’s secret says nothing');
  assert.ok(!ids.isOwn(ids.newBatch(null), one), 'the gateway’s own texts are no API key’s');
  assert.ok(!ids.isOwn(randomId(), one));
  assert.notEqual(ids.newBatch(one), batch);
});

test('an id with a bit more or less is nobody’s', () => {
  const key = randomId();
  const batch = Buffer.from(ids.newBatch(key), 'base64url');
  for (let bit = 0; bit < 128; bit++) {
    const other = Buffer.from(batch);
    other.writeUInt8(other.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    assert.ok(!ids.isOwn(other.toString('base64url'), key), `bit ${bit}`);
  }
});

test('a text’s id goes into 32 hexadecimal digits and comes back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999 }), (index) => {
      const place = { batch: ids.newBatch('key'), index };
      assert.match(toHexId(place), /^[0-9a-f]{32}$/);
      assert.deepEqual(fromHexId(toHexId(place)), place);
      assert.deepEqual(parseMessageId(formatMessageId(place)), place);
    }),
  );
  for (const text of ['', 'x', `${'a'.repeat(22)}:01`, `${'a'.repeat(22)}:1000`, `${'a'.repeat(21)}:1`])
    assert.equal(parseMessageId(text), null);
  assert.equal(fromHexId('A'.repeat(32)), null);
});
