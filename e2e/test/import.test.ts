/** `smseal import` as a person runs it: a device of its own, linked by digits, against a real server. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, test } from 'node:test';
import { fetchBlob, listLinks, SyncEngine, TrustedLink } from '@smseal/client';
import type { CallPayload, MessagePayload } from '@smseal/protocol';
import { type Person, newPerson, testDatabase } from '@smseal/testkit';
import { Lifetime } from '../src/lifetime.ts';
import { MemoryStore } from '../src/memory-store.ts';
import { startNoticeReceiver, type NoticeReceiver } from '../src/notice-receiver.ts';
import { startServer, type ServerProcess } from '../src/server-process.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SAMPLES = path.resolve(ROOT, '../shared/data/sms-backup-restore');

interface Report {
  read: { sms: number; mms: number; call: number };
  added: number;
  present: number;
  pictures: number;
  skipped: Record<string, number>;
  broken: string | null;
}

describe('an import', () => {
  const lifetime = new Lifetime();
  after(() => lifetime.end());
  let folder = '';
  let notices: NoticeReceiver;
  let server: ServerProcess;
  let person: Person;

  before(async () => {
    const database = await testDatabase(lifetime);
    notices = await startNoticeReceiver(lifetime);
    server = await startServer(lifetime, { database, noticeUrl: notices.url });
    folder = await mkdtemp(path.join(tmpdir(), 'smseal-import-'));
    lifetime.after(() => rm(folder, { recursive: true, force: true }));
    person = await newPerson(server.url, notices);
  });

  /** Runs the command; answers its link the first time, with the digits that it shows. */
  async function runImport(
    file: string,
    home = 'home',
  ): Promise<{ report: Report; code: number | null; shown: string }> {
    const child = spawn(
      process.execPath,
      ['apps/cli/src/main.ts', 'import', file, '--server', server.url, '--account', person.email, '--json'],
      { cwd: ROOT, env: { ...process.env, SMSEAL_HOME: path.join(folder, home) } },
    );
    let shown = '';
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (shown += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const run = { over: false };
    void ended.then(() => (run.over = true));
    const membership = await person.membershipAt(server.url);
    const api = person.apiAt(server.url);
    let answered = false;
    while (!run.over) {
      await sleep(50);
      const [pending] = answered ? [] : (await listLinks(api)).links;
      if (pending?.state !== 'waiting') continue;
      answered = true;
      const link = await TrustedLink.answer({ api, membership, bell: () => undefined }, pending);
      await link.ready();
      while (!/browser: \d{6}/.test(shown)) await sleep(20);
      const digits = /browser: (\d{6})/.exec(shown)?.[1] ?? '';
      assert.equal((await link.submit(digits)).ok, true);
      child.stdin.write('y\n');
    }
    const code = await ended;
    return { report: JSON.parse(out) as Report, code, shown };
  }

  async function everything(): Promise<MemoryStore> {
    const store = new MemoryStore();
    const membership = await person.membershipAt(server.url);
    await membership.refresh();
    const engine = new SyncEngine({
      api: person.apiAt(server.url),
      membership,
      store,
      bell: () => undefined,
    });
    await engine.catchUp();
    assert.deepEqual(store.refused, []);
    return store;
  }

  const BACKUP = `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<smses count="7">
  <sms address="+15550100" date="1756720800123" type="1" body="hi &#55357;&#56832;" read="1" status="-1" date_sent="1756720799000"/>
  <sms address="+15550100" date="1756720800123" type="1" body="hi &#55357;&#56832;" read="1" status="-1" date_sent="1756720799000"/>
  <sms address="+15550100" date="1756720900000" type="2" body="Null and &quot;null&quot;" read="1" status="0"/>
  <sms address="+15550100" date="1756720950000" type="3" body="never sent" read="1" status="-1"/>
  <sms address="+15550100" date="0" type="1" body="when?" read="1" status="-1"/>
  <mms date="1756721000000" msg_box="1" address="+15550100~+15550101" m_type="132" sub="null" read="1">
    <parts>
      <part seq="-1" ct="application/smil" text='&lt;smil>&lt;/smil>'/>
      <part seq="0" ct="text/plain" text="look"/>
      <part seq="1" ct="image/png" name="a.png" data="iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="/>
    </parts>
    <addrs>
      <addr address="+15550100" type="137" charset="106"/><addr address="+15550101" type="151" charset="106"/><addr address="insert-address-token" type="151" charset="106"/>
    </addrs>
  </mms>
  <call number="+15550100" duration="61" date="1756722000000" type="1" presentation="1"/>
</smses>`;

  test('adds what a backup holds: true repeats stay, drafts are told, pictures come whole', async () => {
    const file = path.join(folder, 'backup.xml');
    await writeFile(file, BACKUP);
    const { report, code } = await runImport(file);
    assert.equal(code, 0);
    assert.deepEqual(report.read, { sms: 5, mms: 1, call: 1 });
    assert.equal(report.added, 5);
    assert.deepEqual(report.skipped, { draft: 1, 'no-time': 1 });
    const store = await everything();
    const messages = [...store.records.values()]
      .filter(({ kind }) => kind === 'message')
      .map(({ payload }) => payload as MessagePayload);
    assert.deepEqual(messages.map(({ text }) => text).sort(), ['Null and "null"', 'hi 😀', 'hi 😀', 'look']);
    const picture = messages.find(({ transport }) => transport === 'mms');
    assert.deepEqual(picture?.parties, ['+15550100', '+15550101']);
    const [attachment] = picture.attachments;
    assert.ok(attachment);
    const octets = await fetchBlob(person.apiAt(server.url), attachment);
    assert.equal(Buffer.from(octets).subarray(1, 4).toString(), 'PNG');
    const call = [...store.records.values()].find(({ kind }) => kind === 'call')?.payload as CallPayload;
    assert.equal(call.duration, 61);
  });

  test('twice changes nothing', async () => {
    const { report, code } = await runImport(path.join(folder, 'backup.xml'));
    assert.equal(code, 0);
    assert.equal(report.added, 0);
    assert.equal(report.present, 5);
    assert.equal((await everything()).records.size, 5);
  });

  test('a backup that breaks off keeps what is whole, says so, and goes on with the whole file', async () => {
    const whole = BACKUP.replaceAll('17567', '17577');
    const file = path.join(folder, 'broken.xml');
    await writeFile(file, whole.slice(0, whole.indexOf('<parts>')));
    const first = await runImport(file);
    assert.equal(first.code, 1);
    assert.match(first.report.broken ?? '', /breaks off/);
    assert.equal(first.report.added, 3);
    await writeFile(file, whole);
    const second = await runImport(file);
    assert.equal(second.code, 0);
    assert.equal(second.report.added, 2);
    assert.equal(second.report.present, 3);
  });

  test(
    'the public samples are read',
    { skip: existsSync(SAMPLES) ? false : 'skipped: no ../shared/data' },
    async () => {
      const { report, code } = await runImport(path.join(SAMPLES, 'mixed.xml'));
      assert.equal(code, 0);
      assert.ok(report.added > 0);
    },
  );
});
