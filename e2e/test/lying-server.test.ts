/** A server that swaps, drops, replays, rolls back, forges or admits: refused by the clients, and said so. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  FeedRefused,
  LinkEnded,
  LiveConnection,
  LiveExchange,
  linkNewDevice,
  putRecords,
  SyncEngine,
  type Alarm,
  type Membership,
} from '@smseal/client';
import type {
  Change,
  ChainPage,
  ChangesPage,
  MessagePayload,
  RecordsPage,
  SealedRecord,
} from '@smseal/protocol';
import {
  createAccountRoot,
  generateDeviceKeys,
  generateSecretKey,
  newCredential,
  randomId,
  SealError,
} from '@smseal/seal';
import { type Person, newPerson, testDatabase } from '@smseal/testkit';
import { Lifetime } from '../src/lifetime.ts';
import { startLyingServer, type Lie, type LyingServer } from '../src/lying-server.ts';
import { MemoryStore } from '../src/memory-store.ts';
import { startNoticeReceiver, type NoticeReceiver } from '../src/notice-receiver.ts';
import { startServer, type ServerProcess } from '../src/server-process.ts';

const CONVERSATION = randomId();

function text(body: string): MessagePayload {
  return {
    v: 1,
    direction: 'in',
    transport: 'sms',
    parties: ['+15550100'],
    from: '+15550100',
    text: body,
    attachments: [],
    at: '2026-11-20T10:00:00.000Z',
    sim: null,
    status: 'received',
    read: true,
    source: 'phone',
  };
}

describe('a server that lies', () => {
  let notices: NoticeReceiver;
  let server: ServerProcess;
  let lying: LyingServer;
  let person: Person;
  let membership: Membership;
  const lifetime = new Lifetime();
  after(() => lifetime.end());

  before(async () => {
    const database = await testDatabase(lifetime);
    notices = await startNoticeReceiver(lifetime);
    server = await startServer(lifetime, { database, noticeUrl: notices.url });
    lying = await startLyingServer(lifetime, server.url);
    person = await newPerson(server.url, notices);
    membership = await person.membershipAt(lying.url);
    await put(['one', 'two', 'three']);
  });

  async function put(
    bodies: string[],
    version = 1,
    ids = bodies.map(() => randomId()),
  ): Promise<SealedRecord[]> {
    const records: SealedRecord[] = [];
    for (const [i, body] of bodies.entries())
      records.push(
        await person.seal(membership, {
          kind: 'message',
          id: ids[i] ?? randomId(),
          version,
          clear: { conversation: CONVERSATION, day: '2026-11-20' },
          payload: text(body),
        }),
      );
    await putRecords(person.apiAt(server.url), records);
    return records;
  }

  function reader(store = new MemoryStore()): { engine: SyncEngine; store: MemoryStore; alarms: Alarm[] } {
    const alarms: Alarm[] = [];
    const engine = new SyncEngine({
      api: person.apiAt(lying.url),
      membership,
      store,
      bell: (alarm) => alarms.push(alarm),
    });
    return { engine, store, alarms };
  }

  async function readWith(lie: Lie | null, own = reader()): Promise<ReturnType<typeof reader>> {
    lying.lie = lie;
    try {
      await own.engine.catchUp({ retry: 0 });
    } finally {
      lying.lie = null;
    }
    return own;
  }

  const texts = (store: MemoryStore) =>
    [...store.records.values()]
      .flatMap(({ kind, payload }) => (kind === 'message' ? [(payload as MessagePayload).text] : []))
      .sort();
  const codes = (alarms: Alarm[]) => new Set(alarms.map(({ code }) => code));
  const inPages =
    (alter: (records: SealedRecord[]) => SealedRecord[]): Lie =>
    ({ path }, body) =>
      path === '/v1/records'
        ? { ...(body as RecordsPage), records: alter((body as RecordsPage).records) }
        : undefined;

  test('an honest one is read without an alarm', async () => {
    const { store, alarms } = await readWith(null);
    assert.deepEqual(texts(store), ['one', 'three', 'two']);
    assert.deepEqual(alarms, []);
  });

  test('swapped envelopes do not open, and each is told', async () => {
    const { store, alarms } = await readWith(
      inPages((records) => {
        const [a, b, ...rest] = records;
        return a && b && a.kind === 'message'
          ? [{ ...a, envelope: b.envelope }, { ...b, envelope: a.envelope }, ...rest]
          : records;
      }),
    );
    assert.equal(texts(store).length, 1);
    assert.equal(store.refused.length, 2);
    assert.ok(codes(alarms).has('record-refused'));
  });

  test('a clear field that was altered is noticed', async () => {
    const { store } = await readWith(
      inPages((records) =>
        records.map((record) => (record.kind === 'message' ? { ...record, day: '2020-01-01' } : record)),
      ),
    );
    assert.deepEqual(texts(store), []);
    assert.equal(store.refused.length, 3);
  });

  test('a text that the server made up does not open', async () => {
    const { store, alarms } = await readWith(
      inPages((records) =>
        records.flatMap((record) =>
          record.kind === 'message' ? [record, { ...record, id: randomId() }] : [record],
        ),
      ),
    );
    assert.deepEqual(texts(store), ['one', 'three', 'two']);
    assert.ok(codes(alarms).has('record-refused'));
  });

  test('an older version of a record is refused once the newer was seen', async () => {
    const [first] = await put(['draft of a text']);
    assert.ok(first);
    const own = await readWith(null);
    await put(['the text itself'], 2, [first.id]);
    await readWith(null, own);
    await put(['a wake-up']);
    await readWith(({ path }, body) => {
      if (path !== '/v1/changes') return undefined;
      const page = body as ChangesPage;
      return {
        ...page,
        changes: page.changes.map((change): Change =>
          change.type === 'record' ? { ...change, record: first } : change,
        ),
      };
    }, own);
    assert.ok(codes(own.alarms).has('record-rolled-back'));
    assert.ok(texts(own.store).includes('the text itself'));
  });

  test('a feed that ends before what was read is refused', async () => {
    const own = await readWith(null);
    await assert.rejects(
      readWith(
        ({ path }, body) =>
          path === '/v1/changes' ? { ...(body as ChangesPage), changes: [], seq: 1, head: 1 } : undefined,
        own,
      ),
      FeedRefused,
    );
    assert.ok(codes(own.alarms).has('feed-rolled-back'));
  });

  test('changes that are replayed are refused', async () => {
    const own = await readWith(null);
    await put(['four', 'five']);
    await assert.rejects(
      readWith(({ path }, body) => {
        const page = body as ChangesPage;
        return path === '/v1/changes' ? { ...page, changes: [...page.changes, ...page.changes] } : undefined;
      }, own),
      FeedRefused,
    );
    assert.ok(codes(own.alarms).has('feed-disordered'));
  });

  test('a device that the server adds is refused, and the known ones stay', async () => {
    const stranger = await createAccountRoot({
      account: person.identity.account,
      secretKey: generateSecretKey(),
      device: await generateDeviceKeys({}),
      name: 'Helpful device',
      platform: 'browser',
      credential: (await newCredential()).hash,
      now: Date.now(),
    });
    const forged = stranger.request.entries[1];
    assert.ok(forged);
    lying.lie = ({ path }, body) => {
      const page = body as ChainPage;
      return path === '/v1/chain'
        ? { ...page, entries: [...page.entries, forged], length: page.length + 1 }
        : undefined;
    };
    await assert.rejects(membership.refresh({ retry: 0 }), SealError);
    lying.lie = null;
    assert.equal(membership.chain.devices.size, 1);
    assert.ok(codes(person.alarms).has('chain-broken'));
  });

  test('a chain that was exchanged for another is refused', async () => {
    const other = await newPerson(server.url, notices);
    lying.lie = ({ path }, body) =>
      path === '/v1/chain' ? { ...(body as ChainPage), entries: other.state.entries.slice(-1) } : undefined;
    await assert.rejects(membership.refresh({ retry: 0 }), SealError);
    lying.lie = null;
    assert.ok(codes(person.alarms).has('chain-forked'));
  });

  test('a shorter chain is refused', async () => {
    lying.lie = ({ path }, body) =>
      path === '/v1/chain' ? { ...(body as ChainPage), entries: [], length: 1 } : undefined;
    await assert.rejects(membership.refresh({ retry: 0 }), SealError);
    lying.lie = null;
    assert.ok(codes(person.alarms).has('chain-shorter'));
  });

  async function linkToLiar(
    personSays: boolean,
  ): Promise<{ error: unknown; shown: string[]; saved: boolean; alarms: Alarm[] }> {
    const outcome = { error: null as unknown, shown: [] as string[], saved: false, alarms: [] as Alarm[] };
    const answer = { nonce: 'A'.repeat(43), device: person.identity.keys.id, chainHead: 'A'.repeat(43) };
    let commitment = '';
    let state = 'answered';
    lying.lie = ({ path }, body) => (path === '/v1/links' ? body : undefined);
    lying.instead = ({ method, path }) => {
      if (!/^\/v1\/links\/[^/]+/.test(path)) return undefined;
      const link = path.split('/')[3];
      const view = { link, account: person.identity.account, state, commitment, answer, reveal: null };
      if (method === 'POST') state = 'finished';
      return view;
    };
    const api = person.apiAt(lying.url);
    const json = api.json.bind(api);
    api.json = (request) => {
      if (request.path === '/v1/links') commitment = (request.json as { commitment: string }).commitment;
      return json(request);
    };
    await linkNewDevice({
      api,
      keyStore: {
        load: () => Promise.resolve(null),
        save: () => {
          outcome.saved = true;
          return Promise.resolve();
        },
        clear: () => Promise.resolve(),
      },
      platform: 'phone',
      name: 'A phone',
      origin: 'agent',
      identifier: person.mobile,
      extractable: true,
      bell: (alarm) => outcome.alarms.push(alarm),
      show: ({ step }) => outcome.shown.push(step),
      confirmed: () => Promise.resolve(personSays),
      signal: AbortSignal.timeout(10_000),
    }).catch((error: unknown) => (outcome.error = error));
    lying.lie = null;
    lying.instead = null;
    return outcome;
  }

  test('a link that the server alone calls finished ends when the person says what the other screen shows', async () => {
    const { error, shown, saved } = await linkToLiar(false);
    assert.ok(error instanceof LinkEnded && error.reason === 'denied');
    assert.ok(shown.includes('digits'));
    assert.equal(saved, false);
  });

  test('even a person who is deceived links to nothing that the digits did not cover', async () => {
    const { error, saved } = await linkToLiar(true);
    assert.ok(error instanceof Error);
    assert.equal(saved, false);
  });

  test('a live event that the server made up is dropped, and told', async () => {
    const heard: unknown[] = [];
    const alarms: Alarm[] = [];
    const greeted = Promise.withResolvers<void>();
    const told = Promise.withResolvers<void>();
    const api = person.apiAt(lying.url);
    const connection = new LiveConnection({
      origin: lying.url,
      token: () => person.identity.token,
      listener: {
        ready: () => greeted.resolve(),
        message: (message) => {
          if (message.type === 'live') void exchange.take(message).then(() => told.resolve());
        },
        closed: () => undefined,
      },
    });
    const exchange = new LiveExchange({
      api,
      membership,
      connection,
      sequence: { reserve: () => Promise.resolve(1), raise: () => Promise.resolve() },
      bell: (alarm) => alarms.push(alarm),
      heard: (payload) => heard.push(payload),
    });
    connection.start();
    await greeted.promise;
    const at = new Date().toISOString();
    lying.whisper({
      type: 'live',
      from: randomId(),
      to: null,
      epoch: 1,
      seq: 1,
      at,
      envelope: 'AQ'.repeat(120),
    });
    await told.promise;
    connection.stop();
    assert.deepEqual(heard, []);
    assert.ok(codes(alarms).has('live-refused'));
  });
});
