import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SuppressionSet } from '@smseal/client';
import type { SuppressionMeaning } from '@smseal/protocol';
import { removeDevices, SealError, type DeviceKeys } from '@smseal/seal';
import fc from 'fast-check';
import { TestAccount } from '../account.ts';
import { entry, follower, ListServer, type Follower } from './list-server.ts';

const NUMBERS = ['+4915112345678', '+48601000001', '+12025550123', '+819012345678'];

/** An account whose list two gateways follow. */
async function begun() {
  const account = await TestAccount.create();
  const server = new ListServer(account);
  const gateways = [await account.admit('gateway', 'One'), await account.admit('gateway', 'Two')] as const;
  const owner = await follower(server, account.owner);
  for (const { id } of gateways) await owner.keeper.grant(id);
  const [one, two] = [await follower(server, gateways[0]), await follower(server, gateways[1])];
  return { account, server, owner, one, two };
}

const statesOf = ({ set }: Pick<Follower, 'set'>) => NUMBERS.map((number) => set.get(number));

async function refusedWith(code: string, act: Promise<unknown>): Promise<void> {
  const error = await act.then(() => null).catch((thrown: unknown) => thrown);
  const said = error instanceof SealError ? error.code : (error as { code?: string } | null)?.code;
  assert.equal(said, code, String(error));
}

const entries = fc.array(
  fc
    .record({
      number: fc.constantFrom(...NUMBERS),
      meaning: fc.constantFrom<SuppressionMeaning>(
        'stop',
        'start',
        'deactivated',
        'member-stop',
        'member-start',
      ),
      second: fc.integer({ min: 0, max: 5 }),
    })
    .map(({ number, meaning, second }) => entry(number, meaning, second)),
  { minLength: 1, maxLength: 3 },
);

test('in whatever order two gateways append, both end with the same numbers and nothing is lost or doubled', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ who: fc.boolean(), said: entries, lost: fc.nat({ max: 1 }) }), { maxLength: 8 }),
      async (acts) => {
        const { server, one, two, owner } = await begun();
        const appends = acts.map(({ who, said, lost }) => {
          server.lost += lost;
          return (who ? one : two).keeper.append(said, { retry: 'until-aborted' });
        });
        await Promise.all(appends);
        assert.equal(server.segments.length, acts.length);
        const model = new SuppressionSet();
        for (const { said } of acts) for (const one of said) model.take(one);
        const again = await follower(server, one.keys, { store: one.store });
        for (const each of [one, two, owner, again]) {
          await each.keeper.catchUp();
          assert.deepEqual(statesOf(each), statesOf({ set: model }));
          assert.equal(each.keeper.count, acts.length);
          assert.deepEqual(each.alarms, []);
        }
      },
    ),
    { numRuns: 25 },
  );
});

test('a word counts on its own device at once, and for the others when they hear of it', async () => {
  const { server, one, two } = await begun();
  const [number = ''] = NUMBERS;
  server.lost = 1;
  const appending = one.keeper.append([entry(number, 'stop')]);
  assert.equal(one.set.get(number)?.suppressed, true);
  await appending;
  assert.equal(two.set.get(number), null);
  const over = new AbortController();
  const running = two.keeper.run(over.signal);
  while (two.set.get(number) === null) await new Promise((resolve) => setTimeout(resolve, 1));
  await one.keeper.append([entry(number, 'start', 1)]);
  two.keeper.wake();
  while (two.set.get(number)?.suppressed) await new Promise((resolve) => setTimeout(resolve, 1));
  over.abort();
  await assert.rejects(running);
});

test('the end of the list is proven by each answer, and by nothing else', async () => {
  const { server, one } = await begun();
  assert.equal(one.keeper.proofAge(), null);
  await one.keeper.catchUp();
  one.clock.now += 61_000;
  assert.equal(one.keeper.proofAge(), 61_000);
  await one.keeper.catchUp();
  assert.equal(one.keeper.proofAge(), 0);
  one.clock.now += 500;
  server.lie = () => null;
  await refusedWith('list-shorter', one.keeper.catchUp());
  assert.equal(one.keeper.proofAge(), 500);
  server.lie = null;
  await one.keeper.catchUp();
  assert.equal(one.keeper.proofAge(), 0);
});

/** Ten segments of both gateways, which everybody has read. */
async function grown() {
  const all = await begun();
  for (let i = 0; i < 10; i++) {
    const by = i % 3 === 0 ? all.one : all.two;
    await by.keeper.append([entry(NUMBERS[i % 4] ?? '', i % 2 ? 'start' : 'stop', i)]);
  }
  for (const each of [all.owner, all.one, all.two]) await each.keeper.catchUp();
  return all;
}

test('a server that drops, repeats, moves, rolls back or holds back is refused, now and after a restart', async () => {
  const { server, one } = await grown();
  const before = statesOf(one);
  const honest = { segments: server.segments, heads: server.heads };
  const dropped = fc.nat({ max: 9 }).map((at) => ({ ...honest, segments: honest.segments.toSpliced(at, 1) }));
  const repeated = fc.nat({ max: 9 }).map((at) => {
    const [twice] = honest.segments.slice(at);
    return { ...honest, segments: honest.segments.toSpliced(at, 0, ...(twice ? [twice] : [])) };
  });
  const moved = fc.nat({ max: 8 }).map((at) => {
    const [a, b] = honest.segments.slice(at, at + 2);
    return { ...honest, segments: honest.segments.toSpliced(at, 2, ...(a && b ? [b, a] : [])) };
  });
  const rolledBack = fc.nat({ max: 9 }).map((end) => ({
    segments: honest.segments.slice(0, end),
    heads: honest.heads.slice(0, end),
  }));
  const heldBack = fc.nat({ max: 9 }).map((end) => ({ ...honest, segments: honest.segments.slice(0, end) }));
  await fc.assert(
    fc.asyncProperty(fc.oneof(dropped, repeated, moved, rolledBack, heldBack), async (lie) => {
      server.segments = lie.segments;
      server.heads = lie.heads;
      const again = await follower(server, one.keys, { store: structuredCloneOf(one) });
      await assert.rejects(again.keeper.catchUp(), SealError);
      assert.equal(again.keeper.proofAge(), null);
      assert.match(again.alarms[0]?.code ?? '', /^list-/);
      assert.deepEqual(again.store.pin, one.store.pin, 'what was seen is not forgotten');
      if (lie.heads.length < 10) {
        await refusedWith('list-shorter', one.keeper.catchUp());
        assert.deepEqual(statesOf(one), before);
      }
      server.segments = honest.segments;
      server.heads = honest.heads;
      await again.keeper.catchUp();
      assert.deepEqual(statesOf(again), before, 'an honest server is followed again');
    }),
    { numRuns: 40 },
  );
});

function structuredCloneOf({ store }: Follower): Follower['store'] {
  return Object.assign(Object.create(Object.getPrototypeOf(store) as object), store) as Follower['store'];
}

test('a server that shows another list is refused by who saw the first, and by a gateway that was granted it', async () => {
  const { account, server, owner, one, two } = await grown();
  // The same devices appended other things to the same beginning.
  const fork = new ListServer(account);
  Object.assign(fork, { keys: server.keys, keySets: server.keySets });
  const liars = [await follower(fork, one.keys), await follower(fork, two.keys)];
  for (let i = 0; i < 12; i++) await liars[i % 2]?.keeper.append([entry(NUMBERS[0] ?? '', 'start', 50 + i)]);
  const before = statesOf(one);
  const lieAbout = (victim: ListServer) => {
    victim.lie = (page, after) => {
      const segments = fork.segments.slice(after, after + 3);
      return { ...page, segments, head: fork.head };
    };
  };
  lieAbout(server);
  await refusedWith('list-forked', one.keeper.catchUp());
  assert.deepEqual([statesOf(one), one.alarms.map(({ code }) => code)], [before, ['list-forked']]);
  const again = await follower(server, one.keys, { store: structuredCloneOf(one) });
  await refusedWith('list-forked', again.keeper.catchUp());
  assert.deepEqual(statesOf(again), [null, null, null, null], 'nothing of it stays');
  server.lie = null;
  const late = await account.admit('gateway', 'Three');
  await owner.keeper.grant(late.id);
  for (const lie of ['fork', 'short'] as const) {
    const fresh = await follower(server, late);
    if (lie === 'fork') lieAbout(server);
    else
      server.lie = (page, after) => ({
        ...page,
        segments: page.segments.slice(0, Math.max(0, 9 - after)),
        head: server.heads[8] ?? page.head,
      });
    await refusedWith(lie === 'fork' ? 'list-forked' : 'list-shorter', fresh.keeper.catchUp());
    assert.equal(fresh.keeper.proofAge(), null);
    assert.deepEqual(statesOf(fresh), [null, null, null, null]);
  }
  server.lie = null;
  const fresh = await follower(server, late);
  await fresh.keeper.catchUp();
  assert.deepEqual(statesOf(fresh), before);
});

test('a gateway reads nothing before it is granted the list, then all of it', async () => {
  const { account, server, owner, one } = await grown();
  const late = await account.admit('gateway', 'Three');
  const fresh = await follower(server, late);
  await refusedWith('forbidden', fresh.keeper.catchUp());
  await refusedWith('forbidden', fresh.keeper.append([entry(NUMBERS[1] ?? '', 'stop', 90)]));
  await refusedWith('not-permitted', one.keeper.grant(late.id));
  await refusedWith('not-permitted', owner.keeper.grant(account.owner.id));
  await owner.keeper.grant(late.id);
  await owner.keeper.grant(late.id);
  assert.equal(server.keys?.version, 3, 'granting twice is granting once');
  assert.equal(fresh.set.get(NUMBERS[1] ?? '')?.suppressed, true, 'its own word counts all along');
  await fresh.keeper.catchUp();
  await fresh.keeper.append([entry(NUMBERS[1] ?? '', 'stop', 90)]);
  await one.keeper.catchUp();
  assert.deepEqual(statesOf(fresh), statesOf(one));
});

test('what could not be appended counts all the same, and is appended as soon as it can be', async () => {
  const { account, server, owner, one } = await grown();
  const late = await follower(server, await account.admit('gateway', 'Three'));
  await refusedWith('forbidden', late.keeper.append([entry(NUMBERS[1] ?? '', 'stop', 90)]));
  await owner.keeper.grant(late.keys.id);
  const over = new AbortController();
  const running = late.keeper.run(over.signal);
  while (server.segments.length < 11) await new Promise((resolve) => setTimeout(resolve, 1));
  late.keeper.wake();
  await late.keeper.catchUp();
  await late.keeper.append([entry(NUMBERS[2] ?? '', 'stop', 91)]);
  over.abort();
  await assert.rejects(running);
  await one.keeper.catchUp();
  assert.deepEqual([one.keeper.count, server.segments.length], [12, 12], 'once');
  assert.deepEqual(statesOf(one), statesOf(late));
});

async function remove(account: TestAccount, gone: DeviceKeys): Promise<void> {
  const { chain, keyring, owner, authored } = account;
  const removal = { chain, keyring, by: owner, remove: [gone.id], authored, now: Date.now() };
  const act = await removeDevices(removal);
  account.entries.push(...act.request.entries);
  account.keys.push(...act.request.keys);
  Object.assign(account, { chain: act.chain, keyring: act.keyring });
}

test('when a gateway is removed the list changes its key; what it said stays, and it says nothing more', async () => {
  const { account, server, owner, one, two } = await grown();
  await one.keeper.append([entry(NUMBERS[2] ?? '', 'stop', 70)]);
  await remove(account, one.keys);
  const cold = await follower(server, two.keys);
  await refusedWith('removed-device', cold.keeper.catchUp());
  assert.deepEqual([cold.keeper.proofAge(), cold.alarms], [null, []], 'it waits for the next key');
  await owner.membership.refresh();
  await owner.keeper.renew();
  await owner.keeper.renew();
  assert.deepEqual([server.keys?.version, owner.keeper.followers], [3, [two.keys.id]]);
  for (const each of [two, cold]) {
    await each.keeper.catchUp();
    assert.equal(each.set.get(NUMBERS[2] ?? '')?.suppressed, true);
  }
  await two.keeper.append([entry(NUMBERS[3] ?? '', 'stop', 80)]);
  assert.equal(server.segments.at(-1)?.keyVersion, 3);
  await refusedWith('forbidden', one.keeper.append([entry(NUMBERS[0] ?? '', 'start', 99)]));
});

test('a gateway whose following was ended before it was removed leaves no doubt behind', async () => {
  const { account, server, owner, one, two } = await grown();
  await one.keeper.append([entry(NUMBERS[2] ?? '', 'stop', 70)]);
  await refusedWith('not-permitted', two.keeper.revoke(one.keys.id));
  await owner.keeper.revoke(one.keys.id);
  await owner.keeper.revoke(one.keys.id);
  assert.deepEqual([server.keys?.version, owner.keeper.followers], [3, [two.keys.id]]);
  await refusedWith('forbidden', one.keeper.append([entry(NUMBERS[2] ?? '', 'start', 71)]));
  await remove(account, one.keys);
  const cold = await follower(server, two.keys);
  await cold.keeper.catchUp();
  assert.equal(cold.keeper.proofAge(), 0);
  assert.equal(cold.set.get(NUMBERS[2] ?? '')?.suppressed, true);
});

test('a device that configures gives the list its next key by itself once an epoch is over', async () => {
  const { account, server, owner } = await grown();
  await account.turn();
  const over = new AbortController();
  await owner.membership.refresh();
  const running = owner.keeper.run(over.signal);
  while (server.keySets.length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.deepEqual([server.keys?.epoch, server.keys?.head], [2, server.head]);
  over.abort();
  await assert.rejects(running);
});

test('keys that are older than those seen before are refused', async () => {
  const { account, server, owner, one } = await grown();
  await account.turn();
  await owner.keeper.renew();
  await one.keeper.catchUp();
  server.keys = server.keySets[1] ?? null;
  const again = await follower(server, one.keys, { store: structuredCloneOf(one) });
  await refusedWith('list-shorter', again.keeper.catchUp());
  await assert.rejects(one.keeper.catchUp(), SealError);
});

test('what is not of the list’s form is refused before it is sent, and passed over where it was', async () => {
  const { server, one, two, owner } = await begun();
  const wrong = { ...entry(NUMBERS[0] ?? '', 'stop'), number: 'not a number' };
  assert.throws(() => void one.keeper.append([wrong]), TypeError);
  assert.equal(server.segments.length, 0);
  Object.assign(one.set, { accepts: () => true });
  await one.keeper.append([wrong, entry(NUMBERS[1] ?? '', 'stop')]);
  for (const each of [two, owner]) {
    await each.keeper.catchUp();
    assert.deepEqual(
      each.alarms.map(({ code }) => code),
      ['list-entry-refused'],
    );
    assert.equal(each.set.get(NUMBERS[1] ?? '')?.suppressed, true);
    assert.equal(each.keeper.proofAge(), 0);
  }
});

test('readers begin a list without any gateway; a gateway does not', async () => {
  const account = await TestAccount.create();
  const server = new ListServer(account);
  const gateway = await follower(server, await account.admit('gateway', 'One'));
  await gateway.keeper.catchUp();
  assert.equal(gateway.keeper.proofAge(), null, 'a list that nobody began proves nothing');
  await refusedWith('not-permitted', gateway.keeper.append([entry(NUMBERS[0] ?? '', 'stop')]));
  const owner = await follower(server, account.owner);
  await owner.keeper.renew();
  assert.equal(server.keySets.length, 0);
  await owner.keeper.append([entry(NUMBERS[0] ?? '', 'member-stop')]);
  assert.deepEqual([server.keys?.version, server.segments.length], [1, 1]);
});

test('a hundred thousand numbers are appended in a hundred segments and read back', async () => {
  const { server, one, two } = await begun();
  const many = Array.from({ length: 100_000 }, (_, i) => entry(`+48${600_000_000 + i * 3}`, 'stop', i % 50));
  await one.keeper.append(many);
  assert.equal(server.segments.length, 100);
  await two.keeper.catchUp();
  assert.equal([...two.set.suppressed()].length, 100_000);
  assert.equal(two.set.get('+48600299997')?.suppressed, true);
  assert.equal(two.set.get('+48600299998'), null);
});
