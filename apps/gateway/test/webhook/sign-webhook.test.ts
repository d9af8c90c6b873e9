import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Webhook as Verifier } from 'standardwebhooks';
import { WebhookSigner } from '../../src/webhook/sign-webhook.ts';

const secretOf = (octets: Uint8Array) => Buffer.from(octets).toString('base64');
const secret = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(secretOf);

function headersOf(signature: string, timestamp: number) {
  return {
    'webhook-id': 'b:1:sent:0:5',
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signature,
  };
}

test('whoever knows the secret verifies a post with the Standard Webhooks library, whatever its text', () => {
  const now = Math.floor(Date.now() / 1_000);
  fc.assert(
    fc.property(secret, fc.string({ unit: 'binary' }), (secret, text) => {
      const body = JSON.stringify({ text });
      const signature = new WebhookSigner([secret]).sign('b:1:sent:0:5', now, body);
      const verifier = new Verifier(`whsec_${secret}`);
      assert.deepEqual(verifier.verify(body, headersOf(signature, now)), { text });
      assert.throws(() => verifier.verify(`${body} `, headersOf(signature, now)));
      assert.throws(() => verifier.verify(body, headersOf(signature, now + 1)));
    }),
  );
});

test('while a secret is replaced, a receiver with either of the two verifies a post, and one with neither does not', () => {
  const [old, young, strange] = [1, 2, 3].map((octet) => secretOf(new Uint8Array(32).fill(octet)));
  assert.ok(old && young && strange);
  const now = Math.floor(Date.now() / 1_000);
  const headers = headersOf(new WebhookSigner([young, old]).sign('b:1:sent:0:5', now, '{}'), now);
  assert.match(headers['webhook-signature'], /^v1,[A-Za-z0-9+/]{43}= v1,[A-Za-z0-9+/]{43}=$/);
  for (const known of [old, young]) assert.deepEqual(new Verifier(known).verify('{}', headers), {});
  assert.throws(() => new Verifier(strange).verify('{}', headers));
});
