import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import {
  LINK_MS,
  type AppendChain,
  type Id,
  type LinkOpened,
  type LinkView,
  type PendingLink,
} from '@smseal/protocol';
import { keysTo, newSigner, newToken, TestChain, type Signer } from '../device/test-chain.ts';
import { LiveClient } from '../live/live-client.ts';
import { seedAccount, seedDevice, seedSession, testServer } from '../test-server.ts';

const clock = { ahead: 0 };
const server = await testServer({ after }, { now: () => new Date(Date.now() + clock.ahead) });
const octets = (count: number): string => randomBytes(count).toString('base64url');
let people = 0;

async function person() {
  const account = await seedAccount(server.database);
  const email = `person${++people}@example.org`;
  const headers = await seedSession(server.database, account, { email });
  const chain = new TestChain(account);
  const device = newSigner();
  const { token, credential } = newToken();
  await server.call('POST', '/v1/chain', { headers, body: chain.first(device, credential) });
  return { account, email, headers, chain, device, token };
}

function asking(given: Record<string, unknown> = {}) {
  return { platform: 'browser', name: 'Lab', commitment: octets(32), credential: octets(32), ...given };
}

/** What a new device opens its commitment to. */
function revealed(device: Signer, chain: TestChain) {
  const part = chain.devicePart(device, ['read']);
  return { nonce: octets(32), device: part.type === 'device' ? part.device : null, origin: 'agent' };
}

async function opened(identifier: string, credential = octets(32)): Promise<LinkOpened> {
  const answer = await server.call<LinkOpened>('POST', '/v1/links', {
    body: asking({ identifier, credential }),
  });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body;
}

test('a link runs from asking to admission, and each side sees it move', async () => {
  const { account, email, chain, device, token } = await person();
  const found = newSigner();
  const its = newToken();
  const live = await LiveClient.ready(server, token);
  const { link, secret } = await opened(email.toUpperCase(), its.credential);
  assert.equal((await live.next('link')).link, link);
  const { body } = await server.call<{ links: PendingLink[] }>('GET', '/v1/links', { token });
  assert.deepEqual([body.links.length, body.links[0]?.link, body.links[0]?.name], [1, link, 'Lab']);

  const before = await server.call<LinkView>('GET', `/v1/links/${link}`, { token: secret });
  assert.deepEqual([before.body.state, before.body.account], ['waiting', null]);
  const held = server.call<LinkView>('GET', `/v1/links/${link}?wait=1&state=waiting`, { token: secret });
  const answer = { nonce: octets(32), device: device.id, chainHead: chain.head };
  assert.equal((await server.call('POST', `/v1/links/${link}/answer`, { token, body: answer })).status, 204);
  const moved = await held;
  assert.deepEqual([moved.body.state, moved.body.account, moved.body.answer], ['answered', account, answer]);

  const reveal = revealed(found, chain);
  assert.equal(
    (await server.call('POST', `/v1/links/${link}/reveal`, { token: secret, body: { reveal } })).status,
    204,
  );
  const seen = await server.call<LinkView>('GET', `/v1/links/${link}`, { token });
  assert.deepEqual(seen.body.reveal, reveal);

  const entries = [chain.entry(device, { type: 'device', device: reveal.device, can: ['read'] } as never)];
  const admission: AppendChain = { entries, keys: keysTo(found.id, 1), link };
  assert.equal((await server.call('POST', '/v1/chain', { token, body: admission })).status, 200);
  const done = await server.call<LinkView>('GET', `/v1/links/${link}`, { token: secret });
  assert.equal(done.body.state, 'finished');
  assert.equal((await server.call('GET', '/v1/keys', { token: its.token })).status, 200);
});

test('an identifier that nobody has gets the same answers as one that somebody has', async () => {
  const { email } = await person();
  const shapes = [];
  for (const identifier of [email, 'nobody@example.org']) {
    const first = await server.call<LinkOpened>('POST', '/v1/links', { body: asking({ identifier }) });
    const { link, secret } = first.body;
    const view = await server.call<LinkView>('GET', `/v1/links/${link}`, { token: secret });
    const second = await server.call('POST', '/v1/links', { body: asking({ identifier }) });
    const refuse = await server.call('POST', `/v1/links/${link}/refuse`, { token: secret });
    const over = await server.call<LinkView>('GET', `/v1/links/${link}`, { token: secret });
    shapes.push([
      [first.status, Object.keys(first.body), link.length, secret.length],
      [view.status, view.body.state, view.body.account],
      [second.status, second.body['code']],
      [refuse.status, over.body.state],
    ]);
  }
  assert.deepEqual(shapes[0], shapes[1]);
  assert.deepEqual(shapes[0]?.[2], [409, 'link-busy']);
});

test('with a session the account is known and the cookie’s origin checked', async () => {
  const { headers } = await person();
  assert.equal((await server.call('POST', '/v1/links', { body: asking(), headers })).status, 201);
  const foreign = { ...headers, origin: 'https://elsewhere.example' };
  const refused = await server.call('POST', '/v1/links', { body: asking(), headers: foreign });
  assert.equal(refused.body['code'], 'foreign-origin');
  const nobody = await server.call('POST', '/v1/links', { body: asking() });
  assert.equal(nobody.body['code'], 'unauthenticated');
});

test('steps out of their order are refused', async () => {
  const { email, chain, device, token } = await person();
  const { link, secret } = await opened(email);
  const reveal = revealed(newSigner(), chain);
  const early = await server.call('POST', `/v1/links/${link}/reveal`, { token: secret, body: { reveal } });
  assert.deepEqual([early.body['code'], early.body['state']], ['link-state', 'waiting']);
  const answer = { nonce: octets(32), device: device.id, chainHead: chain.head };
  await server.call('POST', `/v1/links/${link}/answer`, { token, body: answer });
  const twice = await server.call('POST', `/v1/links/${link}/answer`, { token, body: answer });
  assert.deepEqual([twice.body['code'], twice.body['state']], ['link-state', 'answered']);
  const lent = { ...answer, device: newSigner().id };
  const other = await server.call('POST', `/v1/links/${link}/answer`, { token, body: lent });
  assert.equal(other.body['code'], 'wrong-author');
  await server.call('POST', `/v1/links/${link}/refuse`, { token });
  const late = await server.call('POST', `/v1/links/${link}/reveal`, { token: secret, body: { reveal } });
  assert.equal(late.body['code'], 'link-over');
});

test('only the new device and trusted ones of the account see a link', async () => {
  const { email, account } = await person();
  const stranger = await person();
  const reader = await seedDevice(server.database, account, { can: ['read'] });
  const { link } = await opened(email);
  const cases: [string, string | undefined, string][] = [
    ['without a token', undefined, 'unauthenticated'],
    ['with another secret', octets(32), 'unauthenticated'],
    ['from another account', stranger.token, 'not-found'],
    ['without admit', reader.token, 'forbidden'],
  ];
  for (const [name, token, code] of cases) {
    const answer = await server.call('GET', `/v1/links/${link}`, token ? { token } : {});
    assert.equal(answer.body['code'], code, name);
  }
  const list = await server.call<{ links: unknown[] }>('GET', '/v1/links', { token: stranger.token });
  assert.deepEqual(list.body.links, []);
});

test('a link admits only what was revealed', async () => {
  const { email, chain, device, token } = await person();
  const { link, secret } = await opened(email);
  const answer = { nonce: octets(32), device: device.id, chainHead: chain.head };
  await server.call('POST', `/v1/links/${link}/answer`, { token, body: answer });
  await server.call('POST', `/v1/links/${link}/reveal`, {
    token: secret,
    body: { reveal: revealed(newSigner(), chain) },
  });
  const swapped = newSigner();
  const body: AppendChain = {
    entries: [chain.entry(device, chain.devicePart(swapped, ['read']))],
    keys: keysTo(swapped.id, 1),
    link,
  };
  const refused = await server.call('POST', '/v1/chain', { token, body });
  assert.deepEqual([refused.body['code'], refused.body['state']], ['link-state', 'revealed']);
});

test('two minutes on, a link is over and keeps nobody out', async () => {
  const { email } = await person();
  const { link, secret } = await opened(email);
  clock.ahead = LINK_MS + 1;
  try {
    const view = await server.call<LinkView>('GET', `/v1/links/${link}`, { token: secret });
    assert.equal(view.body.state, 'expired');
    const busy = await server.call('POST', '/v1/links', { body: asking({ identifier: email }) });
    assert.equal(busy.status, 201, 'an expired link does not keep others out');
  } finally {
    clock.ahead = 0;
  }
});

test('asking over and over is slowed, for real and unknown accounts alike', async () => {
  const { email } = await person();
  for (const identifier of [email, 'nobody-else@example.org']) {
    const statuses: (number | null)[] = [];
    for (let n = 0; n < 12; n++) {
      const answer = await server.call<{ link?: Id; secret?: string }>('POST', '/v1/links', {
        body: asking({ identifier }),
      });
      statuses.push(answer.status);
      const { link, secret } = answer.body;
      if (link && secret) await server.call('POST', `/v1/links/${link}/refuse`, { token: secret });
      if (answer.status === 429) assert.ok(Number(answer.headers.get('retry-after')) > 0);
    }
    assert.deepEqual(statuses.slice(9, 12), [201, 429, 429]);
  }
});
