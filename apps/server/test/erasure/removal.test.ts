/** Devices that are removed through the chain, and backups from before. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { replayErasures, requireReplayed } from '@smseal/database';
import type { AppendChain, Id } from '@smseal/protocol';
import { sql } from 'kysely';
import { keysTo, newSigner, newToken, sealedKey, TestChain, type Signer } from '../device/test-chain.ts';
import { seedAccount, seedSession, testServer } from '../test-server.ts';

const server = await testServer({ after });
const { database, deps } = server;
const given = { database, journal: deps.journal, now: Date.now() };

interface Member {
  device: Signer;
  token: string;
}

/** An account with two devices. */
async function twoDevices(): Promise<{ account: Id; chain: TestChain; stays: Member; goes: Member }> {
  const account = await seedAccount(database);
  const headers = await seedSession(database, account);
  const chain = new TestChain(account);
  const [stays, goes] = [newSigner(), newSigner()];
  const [first, second] = [newToken(), newToken()];
  await post({ headers, body: chain.first(stays, first.credential) });
  await post({
    token: first.token,
    body: {
      entries: [chain.entry(stays, chain.devicePart(goes, ['read', 'send', 'admit']))],
      keys: keysTo(goes.id, 1),
      credential: second.credential,
    },
  });
  return {
    account,
    chain,
    stays: { device: stays, token: first.token },
    goes: { device: goes, token: second.token },
  };
}

async function post(
  asked: { body: AppendChain; token?: string; headers?: Record<string, string> },
  status = 200,
): Promise<void> {
  const answer = await server.call('POST', '/v1/chain', asked);
  assert.equal(answer.status, status, JSON.stringify(answer.body));
}

function removal(chain: TestChain, by: Signer, gone: Signer): AppendChain {
  return {
    entries: [
      chain.entry(by, { type: 'remove', device: gone.id }),
      chain.entry(by, chain.epochPart(2, { [by.id]: 0, [gone.id]: 0 })),
    ],
    keys: [sealedKey('root', 'epoch', 2), sealedKey(by.id, 'epoch', 2)],
  };
}

const lettingIn = async ({ token }: Member): Promise<number> =>
  (await server.call('GET', '/v1/keys', { token })).status;

const journalled = async (): Promise<unknown[]> =>
  (await deps.journal.read()).entries.map(({ entry }) => entry.matter);

/** The account's rows as a backup has them that is made now. */
async function backup(account: Id): Promise<() => Promise<void>> {
  const tables = ['device', 'sealed_key', 'chain_entry'];
  const held: [string, string[]][] = [];
  for (const table of tables) {
    const { rows } = await sql<{ row: string }>`
      SELECT to_jsonb(t)::text AS row FROM ${sql.table(table)} t WHERE account_id = ${account}`.execute(
      database,
    );
    held.push([table, rows.map(({ row }) => row)]);
  }
  return async () => {
    await sql`DELETE FROM erasure WHERE account_id = ${account}`.execute(database);
    for (const [table, rows] of held) {
      await sql`DELETE FROM ${sql.table(table)} WHERE account_id = ${account}`.execute(database);
      for (const row of rows)
        await sql`INSERT INTO ${sql.table(table)} SELECT * FROM jsonb_populate_record(NULL::${sql.table(table)}, ${row}::jsonb)`.execute(
          database,
        );
    }
  };
}

test('a removed device is shut out of a restored backup, too, before that is served', async () => {
  const { account, chain, stays, goes } = await twoDevices();
  const restore = await backup(account);
  await post({ token: stays.token, body: removal(chain, stays.device, goes.device) });
  assert.deepEqual((await journalled()).at(-1), { kind: 'removal', account, devices: [goes.device.id] });
  await requireReplayed(given);

  await restore();
  assert.equal(await lettingIn(goes), 200, 'the backup lets it in');
  await assert.rejects(requireReplayed(given), /from before an erasure/);
  assert.equal((await replayErasures(given)).replayed, 1);
  await requireReplayed(given);
  deps.tokens.forget(account, goes.device.id);
  assert.equal(await lettingIn(goes), 401);
  assert.equal(await lettingIn(stays), 200);
  const { rows } = await sql<{ recipient: string }>`
    SELECT DISTINCT recipient FROM sealed_key WHERE account_id = ${account} ORDER BY recipient`.execute(
    database,
  );
  assert.deepEqual(rows.map(({ recipient }) => recipient).toSorted(), ['root', stays.device.id].toSorted());
  assert.equal((await replayErasures(given)).replayed, 0);
});

test('a removal that is refused is not in the journal, and leaves nothing to be carried on', async () => {
  const { account, chain, stays, goes } = await twoDevices();
  const before = await journalled();
  const { entries } = removal(chain, stays.device, goes.device);
  await post({ token: stays.token, body: { entries: entries.slice(0, 1), keys: [] } }, 422);
  assert.deepEqual(await journalled(), before);
  const { rows } = await sql`SELECT FROM erasure WHERE account_id = ${account}`.execute(database);
  assert.equal(rows.length, 0);
  assert.equal(await lettingIn(goes), 200);
});

test('of two devices that remove each other at once one goes, and the journal has that one alone', async () => {
  const { chain, stays, goes } = await twoDevices();
  const before = await journalled();
  const [length, head] = [chain.length, chain.head];
  const bodies = [stays, goes].map(({ device }, place) => {
    [chain.length, chain.head] = [length, head];
    return removal(chain, device, (place === 0 ? goes : stays).device);
  });
  const answers = await Promise.all(
    [stays, goes].map(({ token }, place) => server.call('POST', '/v1/chain', { token, body: bodies[place] })),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal((await journalled()).length, before.length + 1);
});

test('nothing of a device goes while the journal cannot have it', async (t) => {
  const { chain, stays, goes } = await twoDevices();
  const append = t.mock.method(deps.journal, 'append', () => Promise.reject(new Error('no room')));
  await post({ token: stays.token, body: removal(chain, stays.device, goes.device) }, 500);
  assert.equal(append.mock.callCount(), 1);
  assert.equal(await lettingIn(goes), 200);
});
