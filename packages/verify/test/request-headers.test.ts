/** Which headers of requests are read, as sources name them and as programs read them, against the inventory. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INVENTORY } from '@smseal/inventory';
import { faultsOfReads, headersReadIn, type HeaderRead } from '../src/index.ts';

const namesIn = (source: string): string[] => headersReadIn(source, 'a.ts').map(({ name }) => name);

test('a source’s headers are known by whatever way it names them', () => {
  const source = `
    const token = request.headers.authorization ?? '';
    const key = request.headers['idempotency-key']?.trim();
    const { origin, 'sec-gpc': control = '', host: name } = request.headers;
    if (request.raw.headers?.['x-real-ip']) reply.headers({ etag: '1' });
    const later = response.headers['retry-after'];`;
  assert.deepEqual(namesIn(source).toSorted(), [
    'authorization',
    'host',
    'idempotency-key',
    'origin',
    'sec-gpc',
    'x-real-ip',
  ]);
});

test('a source that takes headers without naming them is told from one that does', () => {
  for (const source of [
    'log(request.headers);',
    'request.headers[name]',
    'Object.keys(request.headers)',
    "request.headers.get('accept')",
    'const { accept, ...others } = request.headers;',
    'function read({ headers, body }: FastifyRequest): void {}',
    'const { headers } = request;',
    'request.raw.rawHeaders',
  ])
    assert.ok(namesIn(source).includes('*'), source);
});

test('what is read and not listed is named with its place, and so is what is listed and never read', () => {
  const entries = INVENTORY.filter(({ place }) => place === 'request-header');
  const asListed = entries.map(({ name }): HeaderRead => ({ name, where: 'the server' }));
  assert.deepEqual(faultsOfReads(asListed, INVENTORY), []);
  const more = [
    { name: 'user-agent', where: 'apps/server/src/app.ts' },
    { name: '*', where: 'the gateway' },
  ];
  assert.deepEqual(faultsOfReads([...asListed, ...more], INVENTORY), [
    'the gateway reads all headers at once',
    'apps/server/src/app.ts reads user-agent, which is not listed',
  ]);
  const fewer = asListed.filter(({ name }) => name !== 'forwarded' && name !== 'range');
  assert.deepEqual(faultsOfReads(fewer, INVENTORY), [
    'forwarded is listed and nobody reads it',
    'range is listed and nobody reads it',
  ]);
});
