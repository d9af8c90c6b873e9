import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { findHolder, keysProgram, rotateKeys, writeEscrow } from '@smseal/database';
import { testDatabase } from '@smseal/testkit/database';
import { DAY_MS, erase, newHolder } from './key-story.ts';

const { url, database, keyring } = await testDatabase({ after });
const folder = await mkdtemp(path.join(tmpdir(), 'smseal-escrow-'));
after(() => rm(folder, { recursive: true }));
const [file, kit] = [path.join(folder, 'keyring.escrow'), path.join(folder, 'kit.txt')];
const holder = await newHolder(database);
let now = Date.parse('2026-11-22T12:00:00Z');

/** `smseal keys …`, with the lines that it prints. */
async function keys(args: string[], given: { keyring?: string } = {}): Promise<string> {
  const lines: string[] = [];
  await keysProgram(args, {
    home: folder,
    databaseUrl: url,
    keyring: `file:${given.keyring ?? keyring.where}`,
    print: (line) => lines.push(line),
    now: () => now,
  });
  return lines.join('\n');
}

test('an escrow opens the live database with its kit, today and tomorrow', async () => {
  await keys(['rotate']);
  assert.match(await keys(['status']), /escrow {7}none: run “smseal keys escrow”/);
  await keys(['escrow', '--to', file, '--kit', kit]);
  assert.equal((await stat(kit)).mode & 0o077, 0);
  assert.match(
    await keys(['drill', '--kit', kit]),
    /^The escrow of 2026-11-22T.* opens the keys of 1 accounts, and [1-9]/,
  );
  const { account } = await newHolder(database);
  const spoilt = database.updateTable('account_key').set({ wrapped: Buffer.alloc(60) });
  await spoilt.where('account_id', '=', account).execute();
  await assert.rejects(keys(['drill', '--kit', kit]), /does not open all of the database/);
  await erase(database, account);
  now += DAY_MS;
  await rotateKeys({ database, keyring, now });
  await assert.rejects(keys(['drill', '--kit', kit]), /lacks the key of 2026-11-23; let the server write it/);
  await writeEscrow(keyring, now);
  assert.match(await keys(['drill', '--kit', kit]), /^The escrow of 2026-11-23T/);
});

test('a keyring that was lost comes back from its escrow', async () => {
  const empty = await mkdtemp(path.join(folder, 'new-'));
  await assert.rejects(keys(['rotate'], { keyring: empty }), /is empty, .* run “smseal keys recover”/);
  assert.match(
    await keys(['recover', '--from', file, '--kit', kit], { keyring: empty }),
    /has the keys of 2026-11-23T.*, and the database opens with them/,
  );
  await keys(['rotate'], { keyring: empty });
  await assert.rejects(keys(['rotate']), /belongs to another database|does not open/);
  for (const name of await keyring.list()) await keyring.destroy(name);
  await writeEscrowOf(empty);
  await keys(['recover', '--from', file, '--kit', kit]);
  database.keys.close();
  assert.deepEqual(await findHolder(database, { email: holder.email, mobile: null }), holder);
});

/** The recovered keyring has no escrow of its own yet. */
async function writeEscrowOf(other: string): Promise<void> {
  await rm(kit);
  await keys(['escrow', '--to', file, '--kit', kit], { keyring: other });
}

test('neither the file nor another kit opens an escrow, nor does an altered one open', async () => {
  const text = await readFile(file, 'utf8');
  for (const name of await keyring.list())
    if (name.startsWith('day.'))
      assert.ok(!text.includes((await keyring.read(name))?.toString('base64url') ?? '?'));
  const other = path.join(folder, 'other-kit.txt');
  await keys(['escrow', '--to', path.join(folder, 'other.escrow'), '--kit', other]);
  await assert.rejects(keys(['drill', '--from', file, '--kit', other]), /does not open .*take the kit/);
  const altered = path.join(folder, 'altered.escrow');
  for (const change of [
    (held: string) => held.replace('"at":"2026', '"at":"2027'),
    (held: string) => held.replace(/("sealed":".{40})./, (_, before: string) => `${before}-`),
  ]) {
    await writeFile(altered, change(text));
    await assert.rejects(keys(['drill', '--from', altered, '--kit', kit]), /does not open/);
  }
  await writeFile(altered, text.slice(0, 100));
  await assert.rejects(keys(['drill', '--from', altered, '--kit', kit]), /is no escrow, or only half of one/);
  await assert.rejects(keys(['drill', '--from', file, '--kit', file]), /is no kit of an escrow/);
  await assert.rejects(keys(['escrow', '--to', file, '--kit', kit]), /cannot be written \(EEXIST\)/);
});

test('what is asked for wrongly is said', async () => {
  await assert.rejects(keys(['polish']), /“smseal keys polish” is no command/);
  await assert.rejects(keys(['escrow', '--to', file]), /--kit FILE is missing/);
  await assert.rejects(
    keys(['drill', '--kit', kit, '--from', path.join(folder, 'none')]),
    /cannot be read \(ENOENT\)/,
  );
});
