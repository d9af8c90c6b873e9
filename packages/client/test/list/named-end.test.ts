/** Gateways that are new to a list whose end is named in what they obey. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SealError } from '@smseal/seal';
import { TestAccount } from '../account.ts';
import { EMPTY, entry, follower, ListServer } from './list-server.ts';

const NUMBER = '+447700900123';

async function begun() {
  const account = await TestAccount.create();
  const server = new ListServer(account);
  const gateway = await account.admit('gateway', 'New');
  const owner = await follower(server, account.owner);
  await owner.keeper.grant(gateway.id);
  return { server, gateway, owner };
}

async function refused(act: Promise<void>, code: string): Promise<void> {
  await assert.rejects(act, (error) => error instanceof SealError && error.code === code);
}

test('a server that denies a list to a gateway that never saw it is not believed', async () => {
  const { server, gateway, owner } = await begun();
  assert.deepEqual(owner.keeper.end, EMPTY, 'begun, and nobody is on it');
  const named = owner.keeper.end;
  server.lie = () => null;
  const fresh = await follower(server, gateway, { named });
  await refused(fresh.keeper.catchUp(), 'list-shorter');
  assert.equal(fresh.keeper.proofAge(), null);
  assert.deepEqual(
    fresh.alarms.map(({ code }) => code),
    ['list-shorter'],
  );
  const unaware = await follower(server, gateway);
  await unaware.keeper.catchUp();
  assert.deepEqual(unaware.alarms, [], 'who was told of none has nothing to doubt');
});

test('a server that drops the newest of a list shows it to no gateway whose settings name them', async () => {
  const { server, gateway, owner } = await begun();
  for (let i = 0; i < 2; i++) await owner.keeper.append([entry(NUMBER, i === 0 ? 'start' : 'stop', i)]);
  const named = owner.keeper.end;
  assert.equal(named?.count, 2);
  const [first] = server.heads;
  assert.ok(first);
  server.lie = (page, after) => ({
    ...page,
    segments: page.segments.slice(0, Math.max(0, 1 - after)),
    head: first,
  });
  const fresh = await follower(server, gateway, { named });
  await refused(fresh.keeper.catchUp(), 'list-shorter');
  assert.equal(fresh.keeper.proofAge(), null);
  server.lie = null;
  await fresh.keeper.catchUp();
  assert.equal(fresh.set.get(NUMBER)?.suppressed, true);
  assert.notEqual(fresh.keeper.proofAge(), null);
});

test('a list that has grown since it was named is read on', async () => {
  const { server, gateway, owner } = await begun();
  const named = owner.keeper.end;
  await owner.keeper.append([entry(NUMBER, 'stop')]);
  const fresh = await follower(server, gateway, { named });
  await fresh.keeper.catchUp();
  assert.equal(fresh.set.get(NUMBER)?.suppressed, true);
  assert.deepEqual(fresh.alarms, []);
});
