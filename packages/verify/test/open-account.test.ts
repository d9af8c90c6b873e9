/** What is claimed of accounts without a secret key, against databases and apps that break it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { putRecords, type StoredRecord } from '@smseal/database';
import type { ProbeName } from '@smseal/inventory';
import { testDatabase } from '@smseal/testkit/database';
import { openReader, runProbes, type Given, type Outcome } from '../src/index.ts';

const { url, database } = await testDatabase({ after });
const reader = await openReader(url);
after(() => reader.close());

const ACCOUNT = 'A'.repeat(22);
const DEVICE = 'D'.repeat(22);
const PLAIN = Buffer.from('\u0000{"v":1,"name":"Ada Lovelace","numbers":[],"emails":[],"source":"web"}');

async function outcomeOf(probe: ProbeName, given: Partial<Given>): Promise<Outcome | undefined> {
  return (await runProbes(given, { only: (name) => name === probe })).find(
    (result) => result.probe === probe,
  );
}

test('records of open accounts are green where they are encrypted, and red where one can be read', async () => {
  const look = () => outcomeOf('introspect/open-records', { database: reader });
  assert.match((await look())?.evidence ?? '', /there is no open account/);
  const stored = '2026-11-22';
  await database.insertInto('account').values({ id: ACCOUNT, stored, kind: 'open', epoch: 1 }).execute();
  await database
    .insertInto('device')
    .values({ account_id: ACCOUNT, id: DEVICE, platform: 'browser', can: ['read'], admitted: 1, stored })
    .execute();
  const record: StoredRecord = {
    kind: 'contact',
    id: 'C'.repeat(22),
    version: 1,
    epoch: 1,
    author: DEVICE,
    authorSeq: 1,
    envelope: PLAIN,
  };
  await putRecords(database, { account: ACCOUNT, device: DEVICE, records: [record], today: stored });
  const seen = await look();
  assert.equal(seen?.result, 'green', seen?.evidence);

  await database.updateTable('account').set({ kind: 'sealed' }).where('id', '=', ACCOUNT).execute();
  assert.match((await look())?.evidence ?? '', /a sealed account has something/);
  await database.updateTable('account').set({ kind: 'open' }).where('id', '=', ACCOUNT).execute();
  const disguised = Buffer.concat([Buffer.from([0, 1, 0, 0, 0, 1]), PLAIN.subarray(1)]);
  for (const envelope of [PLAIN, disguised]) {
    await database.updateTable('record').set({ envelope }).where('account_id', '=', ACCOUNT).execute();
    const { result, evidence } = (await look()) ?? {};
    assert.deepEqual([result, evidence], ['red', 'record.envelope can be read']);
  }
});

/** An app of two scripts, the second of which is loaded when it is needed. */
async function appWith(t: { after(end: () => void): void }, lazy: string): Promise<string> {
  const server = createServer(({ url: asked = '' }, response) => {
    if (asked === '/settings/devices')
      response.end('<div id="root"></div><script type="module" src="/assets/main-1.js"></script>');
    else if (asked === '/assets/main-1.js')
      response.end('const needsRoot = () => import("./needs-root-2.js");');
    else if (asked === '/assets/needs-root-2.js') response.end(lazy);
    else response.writeHead(404).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('the choice of an open account is green where it is told as what it is, and red where it is not', async (t) => {
  const button = '"Make an open account"';
  const cases: [string, Outcome['result']][] = [
    [`${button};"We can read your texts. They are encrypted on our disks."`, 'green'],
    [`${button};"Your texts are safe with us."`, 'red'],
    ['"Show me my secret key"', 'unproved'],
  ];
  for (const [lazy, expected] of cases) {
    const origin = await appWith(t, lazy);
    assert.equal((await outcomeOf('har/open-choice', { url: { origin } }))?.result, expected, lazy);
  }
});
