import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { generateDeviceKeys } from '@smseal/seal';
import { FileKeyStore } from '../src/device/file-key-store.ts';
import { JournalSequence } from '../src/journal/journal-sequence.ts';
import { Journal } from '../src/journal/journal.ts';
import { SCHEMA } from '../src/journal/schema.ts';
import { Ledger } from '../src/record/ledger.ts';

const KEY = new Uint8Array(32).fill(3);
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'smseal-phone-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('the inventory lists exactly the journal’s tables', () => {
  const page = readFileSync(new URL('../../../docs/reference/inventory.md', import.meta.url), 'utf8');
  const listed = [...page.matchAll(/`journal\/(\w+)`/g)].map(([, name]) => name);
  const made = [...SCHEMA.matchAll(/CREATE TABLE IF NOT EXISTS (\w+)/g)].map(([, name]) => name);
  assert.deepEqual([...new Set(listed)].sort(), made.sort());
});

test('content in the journal is sealed, and only its own key opens it', () => {
  const file = join(home, 'journal.sqlite');
  const journal = new Journal(file, KEY);
  const payload = { v: 1, text: 'a canary in the coal mine' };
  const entry = {
    kind: 'message',
    id: 'A'.repeat(22),
    version: 1,
    stored: 0,
    conversation: null,
    day: null,
  } as const;
  new Ledger(journal).put({ ...entry, payload, state: 'held' });
  assert.deepEqual(new Ledger(journal).get('message', entry.id)?.payload, payload);
  const octets = ['', '-wal'].map((end) => readFileSync(`${file}${end}`).toString('latin1')).join('');
  assert.ok(!octets.includes('canary'));
  journal.close();
  const other = new Journal(file, new Uint8Array(32).fill(4));
  assert.throws(() => new Ledger(other).get('message', entry.id));
  other.close();
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

test('a transaction that fails leaves nothing, also inside another', () => {
  const journal = new Journal(':memory:', KEY);
  assert.throws(() =>
    journal.transaction(() => {
      journal.setMeta('a', '1');
      journal.transaction(() => journal.setMeta('b', '2'));
      throw new Error('no');
    }),
  );
  assert.deepEqual([journal.meta('a'), journal.meta('b')], [null, null]);
});

test('a counter never gives a number twice, over restarts too', async () => {
  const file = join(home, 'journal.sqlite');
  const first = new Journal(file, KEY);
  assert.equal(await new JournalSequence(first).reserve('author', 5), 1);
  first.close();
  const second = new Journal(file, KEY);
  const sequence = new JournalSequence(second);
  assert.equal(await sequence.reserve('author', 1), 6);
  await sequence.raise('author', 40);
  await sequence.raise('author', 3);
  assert.equal(await sequence.reserve('author', 1), 41);
  assert.equal(await sequence.reserve('live', 1), 1);
  second.close();
});

test('keys lie in a file of their own that nobody else reads, and come back as they were', async () => {
  const store = new FileKeyStore(join(home, 'phone'));
  assert.equal(await store.load(), null);
  const journalKey = store.journalKey();
  const keys = await generateDeviceKeys({ extractable: true });
  await store.save({ account: 'B'.repeat(22), token: 'T'.repeat(43), keys });
  const again = new FileKeyStore(join(home, 'phone'));
  assert.deepEqual(again.journalKey(), journalKey);
  assert.deepEqual((await again.load())?.keys.signPublic, keys.signPublic);
  assert.equal(statSync(join(home, 'phone')).mode & 0o777, 0o700);
  assert.equal(statSync(join(home, 'phone', 'keys.json')).mode & 0o777, 0o600);
  await again.clear();
  assert.equal(await again.load(), null);
});
