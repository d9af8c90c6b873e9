/** Verified against the library of Standard Webhooks itself, which signs here. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { verifyWebhook, WebhookVerificationError } from '../src/index.ts';

const secret = `whsec_${randomBytes(32).toString('base64')}`;
const NOW = 1_764_000_000_000;
const EVENT = {
  type: 'message.state',
  timestamp: '2026-11-25T10:00:00.000Z',
  data: { message: 'x:0', state: 'delivered' },
};

function signed(body: string, at = NOW, by = secret): Record<string, string> {
  const date = new Date(at);
  return {
    'webhook-id': 'msg-1',
    'webhook-timestamp': String(Math.floor(at / 1_000)),
    'webhook-signature': new Webhook(by).sign('msg-1', date, body),
  };
}

const body = JSON.stringify(EVENT);

test('reads what was signed, with its id, from headers of any framework', async () => {
  const headers = signed(body);
  const expected = { id: 'msg-1', ...EVENT };
  assert.deepEqual(await verifyWebhook({ secret, headers, body, now: NOW }), expected);
  assert.deepEqual(await verifyWebhook({ secret, headers: new Headers(headers), body, now: NOW }), expected);
  const capital = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]),
  );
  assert.deepEqual(await verifyWebhook({ secret, headers: capital, body, now: NOW }), expected);
});

test('while a secret is being replaced either is good', async () => {
  const next = `whsec_${randomBytes(32).toString('base64')}`;
  const [before, after] = [signed(body), signed(body, NOW, next)];
  const both = `${before['webhook-signature']} ${after['webhook-signature']}`;
  const headers = { ...before, 'webhook-signature': `v1a,AAAA ${both}` };
  for (const one of [secret, next, [next, secret]])
    await verifyWebhook({ secret: one, headers, body, now: NOW });
});

test('refuses what was altered, is too old, or is not signed at all', async () => {
  const refuse = (input: Partial<Parameters<typeof verifyWebhook>[0]>) =>
    assert.rejects(
      verifyWebhook({ secret, headers: signed(body), body, now: NOW, ...input }),
      WebhookVerificationError,
    );
  await refuse({ body: `${body} ` });
  await refuse({ now: NOW + 301_000 });
  await refuse({ now: NOW - 301_000 });
  await refuse({ headers: {} });
  await refuse({ headers: { ...signed(body), 'webhook-id': 'msg-2' } });
  await refuse({ headers: { ...signed(body), 'webhook-signature': 'v1,!!' } });
  await refuse({ secret: `whsec_${randomBytes(32).toString('base64')}` });
  await refuse({ secret: 'no base64!' });
});

test('any body that the library signs is verified, octet for octet', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json({ noUnicodeString: false }), async (text) => {
      const given = `{"type":"message.state","data":${text}}`;
      assert.equal(
        (await verifyWebhook({ secret, headers: signed(given), body: given, now: NOW })).id,
        'msg-1',
      );
    }),
    { numRuns: 50 },
  );
});
