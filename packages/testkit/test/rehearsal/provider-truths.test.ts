import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { startRehearsal } from '../../src/rehearsal/index.ts';

/** Every truth about Android's providers that an agent may trip over, asked through the door. */
const clock = { now: Date.parse('2026-09-01T12:00:00.000Z') };
const rehearsal = await startRehearsal({
  seed: 7,
  counts: { messages: 1600, contacts: 30, calls: 150 },
  now: () => clock.now,
  pace: 0,
  answers: false,
});
const { handset, handsetUrl } = rehearsal;
after(() => rehearsal.stop());

type Row = Record<string, string | number | null>;

async function ask(uri: string, query: object = {}): Promise<Row[] | null> {
  const answer = await fetch(`${handsetUrl}/provider/query`, {
    method: 'POST',
    body: JSON.stringify({ uri, ...query }),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  return ((await answer.json()) as { rows: Row[] | null }).rows;
}

async function rowsOf(uri: string, query: object = {}): Promise<Row[]> {
  const rows = await ask(uri, query);
  assert.ok(rows, `${uri} answered a null cursor`);
  return rows;
}

const countOf = (sql: string): number =>
  Number(handset.store.database.prepare(sql).get()?.['n'] ?? Number.NaN);

describe('texts', () => {
  it('an ordinary app sees inbox and sent only: no drafts, no failed ones', async () => {
    assert.ok(countOf('SELECT count(*) AS n FROM sms WHERE type NOT IN (1, 2)') > 0, 'the phone has some');
    const rows = await rowsOf('content://sms');
    assert.deepEqual(new Set(rows.map((row) => row['type'])), new Set([1, 2]));
    assert.deepEqual(await rowsOf('content://sms/failed'), []);
    assert.deepEqual(await rowsOf('content://sms/draft'), []);
  });

  it('the _id of a deleted newest text is taken by the next one', async () => {
    const first = handset.receive({ from: '+12025550111', text: 'one-time 111111' });
    assert.equal(handset.deleteNewest(), true);
    const second = handset.receive({ from: '+12025550112', text: 'something else' });
    assert.equal(second, first);
    const [row] = await rowsOf('content://sms', { selection: `_id = ${second}` });
    assert.equal(row?.['body'], 'something else');
  });

  it('ids of picture messages, parts and threads are never taken again', () => {
    const picture = { scene: 'cat', seed: 1, contentType: 'image/png', width: 16, height: 16 } as const;
    const first = handset.receive({ from: '+12025550113', text: 'a', pictures: [picture] });
    const part = countOf('SELECT max(_id) AS n FROM part');
    handset.store.database.exec(
      `DELETE FROM pdu WHERE _id = ${first}; DELETE FROM part WHERE mid = ${first}`,
    );
    assert.ok(handset.receive({ from: '+12025550113', text: 'b', pictures: [picture] }) > first);
    assert.ok(countOf('SELECT max(_id) AS n FROM part') > part);
  });

  it('times are in milliseconds, the service centre’s in whole seconds or unknown', async () => {
    const rows = await rowsOf('content://sms', { selection: 'type = 1' });
    assert.ok(rows.every((row) => Number(row['date']) > 1_600_000_000_000));
    assert.ok(rows.some((row) => Number(row['date']) % 1000 !== 0));
    assert.ok(rows.every((row) => Number(row['date_sent']) % 1000 === 0));
  });

  it('SELECT in selection or sort gives a null cursor, not an empty one', async () => {
    assert.equal(await ask('content://sms', { selection: '_id IN (SELECT 1)' }), null);
    assert.equal(await ask('content://sms', { selection: '_id in (seLEct 1)' }), null);
    assert.equal(await ask('content://sms', { sort: '(SELECT 1)' }), null);
    assert.deepEqual(await rowsOf('content://sms', { selection: "body = 'please select one'" }), []);
  });

  it('bad SQL is thrown at the caller, and a clause cannot leave its place', async () => {
    for (const selection of [
      '_id ==',
      '1) OR (1',
      '1; DROP TABLE sms',
      "body = 'x",
      '1 -- all',
      '1 /* all',
    ]) {
      const answer = await fetch(`${handsetUrl}/provider/query`, {
        method: 'POST',
        body: JSON.stringify({ uri: 'content://sms', selection }),
      });
      assert.equal(answer.status, 400, selection);
    }
    assert.ok((await rowsOf('content://sms', { limit: 1 })).length === 1);
  });

  it('an unknown uri is a null cursor', async () => {
    assert.equal(await ask('content://nothing/here'), null);
  });

  it('rows of a SIM that was taken out vanish and return; those without a SIM stay', async () => {
    const all = await rowsOf('content://sms');
    assert.deepEqual(new Set(all.map((row) => row['sub_id'])), new Set([1, 2, -1]));
    handset.insertSims([0]);
    const left = await rowsOf('content://sms');
    handset.insertSims([0, 1]);
    assert.deepEqual(new Set(left.map((row) => row['sub_id'])), new Set([1, -1]));
    assert.equal((await rowsOf('content://sms')).length, all.length);
  });

  it('texts to emergency numbers are seen whatever SIM they are of', async () => {
    const id = handset.receive({ from: '112', text: 'Warning: storm', slot: 1 });
    handset.insertSims([0]);
    assert.equal((await rowsOf('content://sms', { selection: `_id = ${id}` })).length, 1);
    handset.insertSims([0, 1]);
  });

  it('a WebOTP text shows up three hours late, with its old _id and date', async () => {
    const id = handset.receive({ from: 'Lumen', text: '482913 is your code\n\n@lumen.example #482913' });
    const arrived = clock.now;
    assert.deepEqual(await rowsOf('content://sms', { selection: `_id = ${id}` }), []);
    clock.now += 60_000;
    const newer = handset.receive({ from: '+12025550111', text: 'newer' });
    clock.now += 3 * 3_600_000 - 60_001;
    assert.deepEqual(await rowsOf('content://sms', { selection: `_id = ${id}` }), []);
    clock.now += 1;
    const [row] = await rowsOf('content://sms', { selection: `_id = ${id}` });
    assert.equal(row?.['date'], arrived);
    assert.ok(id < newer);
  });

  it('an ordinary code is not withheld', async () => {
    const id = handset.receive({ from: 'SMSeal', text: 'Your SMSeal code is 123456' });
    assert.equal((await rowsOf('content://sms', { selection: `_id = ${id}` })).length, 1);
  });

  it('one thread holds differently written forms of one number', async () => {
    const forms = ['+12025550166', '2025550166', '(202) 555-0166'];
    const ids = forms.map((from) => handset.receive({ from, text: 'same person' }));
    const rows = await rowsOf('content://sms', { selection: `_id IN (${ids.join(', ')})`, sort: '_id' });
    assert.equal(new Set(rows.map((row) => row['thread_id'])).size, 1);
    assert.deepEqual(
      rows.map((row) => row['address']),
      forms,
    );
  });

  it('conversations are the rows with the newest date, two where two tie', async () => {
    handset.receive({ from: '+12025550167', text: 'tie one' });
    handset.receive({ from: '+12025550167', text: 'tie two' });
    const rows = await rowsOf('content://sms/conversations', { selection: "address = '+12025550167'" });
    assert.deepEqual(new Set(rows.map((row) => row['body'])), new Set(['tie one', 'tie two']));
    assert.equal(rows.length, 2);
    assert.equal(rows[0]?.['msg_count'], 2);
  });

  it('true repeats within a second are all there', async () => {
    const rows = await rowsOf('content://sms', { selection: "address = '+447700900990'" });
    const same = new Map<string, number>();
    for (const row of rows) {
      const key = `${row['body']} ${Math.floor(Number(row['date']) / 1000)}`;
      same.set(key, (same.get(key) ?? 0) + 1);
    }
    assert.ok(Math.max(...same.values()) >= 2);
  });
});

describe('picture and group messages', () => {
  it('their times are in seconds', async () => {
    const rows = await rowsOf('content://mms');
    assert.ok(rows.length > 10);
    assert.ok(rows.every((row) => Number(row['date']) < 10_000_000_000));
  });

  it('those that are not downloaded are not seen', async () => {
    assert.ok(countOf('SELECT count(*) AS n FROM pdu WHERE m_type = 130') > 0);
    const rows = await rowsOf('content://mms');
    assert.deepEqual(new Set(rows.map((row) => row['m_type'])), new Set([128, 132]));
  });

  it('text lies in a part, and pictures are octets behind the door', async () => {
    const parts = await rowsOf('content://mms/part', { selection: "ct LIKE 'image/%'", limit: 3 });
    assert.equal(parts.length, 3);
    for (const part of parts) {
      assert.equal(part['text'], null);
      const answer = await fetch(`${handsetUrl}/provider/part/${part['_id']}`);
      assert.equal(answer.headers.get('content-type'), part['ct']);
      const head = Buffer.from(await answer.arrayBuffer())
        .subarray(0, 4)
        .toString('hex');
      assert.match(head, part['ct'] === 'image/png' ? /^89504e47$/ : /^ffd8ff/);
    }
    const [words] = await rowsOf('content://mms/part', { selection: "ct = 'text/plain'", limit: 1 });
    assert.equal(typeof words?.['text'], 'string');
    assert.equal((await fetch(`${handsetUrl}/provider/part/999999`)).status, 404);
  });

  it('our own side is a token in what we sent, and the SIM’s number in what came', async () => {
    const [sent] = await rowsOf('content://mms', { selection: 'msg_box = 2', limit: 1 });
    const from = await rowsOf(`content://mms/${sent?.['_id']}/addr`, { selection: 'type = 137' });
    assert.deepEqual(
      from.map((row) => row['address']),
      ['insert-address-token'],
    );
    handset.adoptNumber('+48500100200');
    const [came] = await rowsOf('content://mms', { selection: 'msg_box = 1 AND sub_id = 1', limit: 1 });
    const to = await rowsOf(`content://mms/${came?.['_id']}/addr`, { selection: 'type = 151' });
    assert.ok(to.some((row) => row['address'] === '+48500100200'));
  });

  it('a group has a sender and several others', async () => {
    const id = handset.receive({
      from: '+12025550121',
      text: 'hi all',
      group: ['+12025550122', '+12025550123'],
    });
    const rows = await rowsOf(`content://mms/${id}/addr`);
    const others = new Set(rows.filter((row) => row['type'] === 151).map((row) => row['address']));
    assert.deepEqual(
      rows.filter((row) => row['type'] === 137).map((row) => row['address']),
      ['+12025550121'],
    );
    assert.ok(['+12025550122', '+12025550123'].every((number) => others.has(number)));
  });
});

describe('people, calls, SIMs', () => {
  it('contacts come as one row per datum, with several numbers and small photos', async () => {
    const rows = await rowsOf('content://contacts');
    const kinds = new Set(rows.map((row) => row['mimetype']));
    for (const kind of ['name', 'phone_v2', 'email_v2', 'photo'])
      assert.ok(kinds.has(`vnd.android.cursor.item/${kind}`), kind);
    const numbers = Map.groupBy(
      rows.filter((row) => row['mimetype'] === 'vnd.android.cursor.item/phone_v2'),
      (row) => row['contact_id'],
    );
    assert.equal(numbers.size, 30);
    assert.ok([...numbers.values()].some((several) => several.length > 1));
    const photos = rows.filter((row) => row['mimetype'] === 'vnd.android.cursor.item/photo');
    for (const photo of photos) {
      const octets = Buffer.from(String(photo['data15']), 'base64');
      assert.equal(octets.subarray(0, 3).toString('hex'), 'ffd8ff');
      assert.ok(octets.length < 8192);
    }
  });

  it('a call names its SIM as text and lasts seconds; a hidden number is empty', async () => {
    const rows = await rowsOf('content://call_log/calls');
    assert.equal(rows.length, 150);
    assert.ok(rows.every((row) => typeof row['subscription_id'] === 'string'));
    assert.ok(rows.some((row) => row['number'] === '' && row['presentation'] === 2));
  });

  it('the device has two SIMs and says which country its numbers are of', async () => {
    const device = (await (await fetch(`${handsetUrl}/provider/device`)).json()) as {
      sims: { slot: number; subId: number; number: string | null; country: string }[];
    };
    assert.deepEqual(
      device.sims.map(({ slot, subId, country }) => [slot, subId, country]),
      [
        [0, 1, 'US'],
        [1, 2, 'US'],
      ],
    );
  });
});
