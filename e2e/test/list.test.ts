/** People say STOP to one gateway and to another, and nobody who follows the list texts them again. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { appendChain, type ApiClient, type DeviceIdentity, type Membership } from '@smseal/client';
import type { ListSegmentsPage, SuppressionListEntry } from '@smseal/protocol';
import { removeDevices, SealError } from '@smseal/seal';
import { newPerson, testDatabase, type Person } from '@smseal/testkit';
import { Lifetime } from '../src/lifetime.ts';
import { admitGateway, follow, listen, MemoryPin, standing, type Follower } from '../src/list/follower.ts';
import { startLyingServer, type LyingServer } from '../src/lying-server.ts';
import { startNoticeReceiver } from '../src/notice-receiver.ts';
import { startServer } from '../src/server-process.ts';
import { until } from '../src/until.ts';

const PAGE = '/v1/lists/suppressions/segments';

function word(number: string, meaning: SuppressionListEntry['meaning'] = 'stop'): SuppressionListEntry {
  return { number, meaning, why: `said ${meaning}`, at: new Date().toISOString(), source: {} };
}

describe('the list of numbers that must not be texted', () => {
  let person: Person;
  let browser: Membership;
  let owner: Follower;
  let honest: string;
  let api: ApiClient;
  let lying: LyingServer;
  let gateways: DeviceIdentity[];
  const lifetime = new Lifetime();
  after(() => lifetime.end());

  before(async () => {
    const database = await testDatabase(lifetime);
    const notices = await startNoticeReceiver(lifetime);
    const server = await startServer(lifetime, { database, noticeUrl: notices.url });
    honest = server.url;
    lying = await startLyingServer(lifetime, honest);
    person = await newPerson(honest, notices);
    api = person.apiAt(honest);
    browser = await person.membershipAt(honest);
    owner = follow(honest, browser);
    gateways = [await admitGateway(browser, api), await admitGateway(browser, api)];
    for (const { keys } of gateways) await owner.keeper.grant(keys.id);
  });

  async function gateway(at: 0 | 1, given: { origin?: string; pin?: MemoryPin } = {}): Promise<Follower> {
    const { origin = honest, ...rest } = given;
    const identity = gateways[at];
    assert.ok(identity);
    return follow(origin, await standing(origin, identity), rest);
  }

  test('two gateways and a member append at the same time; each ends with every number', async () => {
    const [one, two] = [await gateway(0), await gateway(1)];
    const writers = [one, two, owner] as const;
    const numberOf = (i: number) => `+44770090${String(1000 + i)}`;
    const numbers = Array.from({ length: 45 }, (_, i) => numberOf(i));
    const appends = writers.flatMap(({ keeper }, who) =>
      Array.from({ length: 15 }, (_, i) =>
        keeper.append([word(numberOf(3 * i + who), who === 2 ? 'member-stop' : 'stop')]),
      ),
    );
    await Promise.all(appends);
    for (const { keeper, set, alarms } of [...writers, await gateway(0)]) {
      await keeper.catchUp();
      assert.deepEqual([...set.suppressed()].sort(), numbers);
      assert.equal(keeper.count, 45);
      assert.ok((keeper.proofAge() ?? Infinity) < 60_000);
      assert.deepEqual(alarms, []);
    }
  });

  test('who is connected hears of a STOP at once', async () => {
    const [one, two] = [await gateway(0), await gateway(1)];
    const identity = gateways[1];
    assert.ok(identity);
    const end = listen(honest, identity, two);
    await until('the list', () => Promise.resolve(two.keeper.proofAge() ?? undefined));
    await one.keeper.append([word('+447700902001')]);
    await until('the STOP', () => Promise.resolve(two.set.get('+447700902001') ?? undefined));
    await end();
  });

  test('a server that rolls back, drops, swaps or holds back is refused by those who were there', async () => {
    const pin = new MemoryPin();
    const first = await gateway(0, { pin });
    await first.keeper.catchUp();
    const altered = (alter: (page: ListSegmentsPage) => Partial<ListSegmentsPage>) => {
      lying.lie = ({ path }, body) =>
        path === PAGE ? { ...(body as ListSegmentsPage), ...alter(body as ListSegmentsPage) } : undefined;
    };
    const short = first.keeper.count - 1;
    const lies: Record<string, (page: ListSegmentsPage) => Partial<ListSegmentsPage>> = {
      'list-shorter': ({ segments }) => ({
        segments: segments.slice(0, short),
        head: { count: short, digest: segments[short]?.previous ?? null },
      }),
      'list-broken': ({ segments }) => ({ segments: segments.toSpliced(3, 1) }),
      'list-forked': ({ head }) => ({ head: { ...head, digest: 'A'.repeat(43) } }),
    };
    for (const [code, lie] of Object.entries(lies)) {
      altered(lie);
      const again = await gateway(0, { origin: lying.url, pin });
      await assert.rejects(
        again.keeper.catchUp(),
        (error) => error instanceof SealError && error.code === code,
      );
      assert.equal(again.keeper.proofAge(), null);
      assert.equal(again.alarms.length, 1);
    }
    altered(({ segments }) => ({ segments: segments.slice(0, 5) }));
    const slow = await gateway(0, { origin: lying.url, pin });
    await slow.keeper.catchUp();
    assert.equal(slow.keeper.count, first.keeper.count, 'small pages are no lie');
    lying.lie = null;
  });

  test('a gateway that is ended and removed reads and says nothing more; what it said stays', async () => {
    const one = await gateway(0);
    const gone = gateways[0];
    assert.ok(gone);
    await one.keeper.append([word('+447700903001')]);
    await owner.keeper.revoke(gone.keys.id);
    await assert.rejects(one.keeper.append([word('+447700903001', 'start')]), { code: 'forbidden' });
    const { authored } = await api.json<{ authored: Record<string, number> }>({
      method: 'GET',
      path: '/v1/chain',
    });
    await browser.refresh();
    const { chain, keyring, identity } = browser;
    const removal = { chain, keyring, by: identity.keys, remove: [gone.keys.id], authored, now: Date.now() };
    await appendChain(api, (await removeDevices(removal)).request);
    await browser.refresh();
    await owner.keeper.renew();
    const two = await gateway(1);
    await two.keeper.append([word('+447700903002')]);
    for (const each of [two, await gateway(1), owner]) {
      await each.keeper.catchUp();
      assert.equal(each.set.get('+447700903001')?.suppressed, true);
      assert.equal(each.set.get('+447700903002')?.suppressed, true);
      assert.deepEqual(each.alarms, []);
    }
    assert.deepEqual(owner.keeper.followers, [gateways[1]?.keys.id]);
  });
});
