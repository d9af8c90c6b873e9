/**
 * A person erases an account, another one a single record; then the disk breaks, and the backup of before is restored through the
 * command line: nothing of what was erased is anywhere, and a server refuses a database on which that was not done.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { deleteRecords, listRecords } from '@smseal/client';
import { fromBase64Url, type ContactPayload, type Id } from '@smseal/protocol';
import { contactId } from '@smseal/seal';
import { startSystem, type System } from '@smseal/testkit';
import type { ProgramName } from '@smseal/testkit/system';
import { Finder, pieceCanaries, textCanary, type Canary } from '@smseal/verify';
import { flushDatabase } from '../src/canary/database-contents.ts';
import { findingsIn, type Place } from '../src/canary/places.ts';
import { smseal } from '../src/command-line.ts';
import { HeadlessBrowser } from '../src/headless-browser.ts';
import { Lifetime } from '../src/lifetime.ts';
import { until } from '../src/until.ts';

const lifetime = new Lifetime();
after(() => lifetime.end());
let system: System;
let [gone, stays]: HeadlessBrowser[] = [];
let [erasedId, keptId]: Id[] = [];
let canaries: Canary[] = [];
let beforeErasure = '';
let env: NodeJS.ProcessEnv = {};
const PROGRAMS = ['database', 'rehearsal', 'server', 'backup'] as const;
const PLACES: readonly Place[] = ['database files', 'database rows', 'logs', 'other files'];

/** Writes a contact and resolves with its name in the account. */
async function writeContact(browser: HeadlessBrowser, name: string): Promise<Id> {
  const number = `+1415${randomBytes(3).readUIntBE(0, 3).toString().padStart(8, '0').slice(-7)}`;
  const payload: ContactPayload = {
    v: 1,
    name,
    numbers: [{ value: number, label: 'mobile' }],
    emails: [],
    note: '',
    source: 'web',
  };
  const id = await contactId(browser.membership.keyring, number);
  await browser.writer.write({ kind: 'contact', id, known: null, change: () => payload });
  return id;
}

/** The sealed octets of an account’s contacts, as the server stores them. */
async function sealedContacts(browser: HeadlessBrowser): Promise<Map<Id, Buffer>> {
  const { records } = await listRecords(browser.api, { kind: 'contact', limit: 100 });
  return new Map(records.map(({ id, envelope }) => [id, Buffer.from(fromBase64Url(envelope))]));
}

/** Ends the programs that use the database, and PostgreSQL itself, which hands its last log over. */
async function end(): Promise<void> {
  for (const name of ['server', 'database', 'backup'] as const) await system.end(name);
}

async function start(): Promise<void> {
  for (const name of ['database', 'server', 'backup'] as const) await system.restart(name);
}

before(async () => {
  system = await startSystem({
    programs: PROGRAMS,
    env: { SMSEAL_ARCHIVES: '1' },
  });
  lifetime.after(() => system.stop());
  env = { SMSEAL_HOME: system.home, SMSEAL_DATABASE_URL: '' };
  const words = `canary ${randomBytes(6).toString('hex')}`;
  gone = await HeadlessBrowser.signUp(system, {
    email: `gone-${randomBytes(6).toString('hex')}@mail.example`,
  });
  stays = await HeadlessBrowser.signUp(system);
  await writeContact(gone, words);
  erasedId = await writeContact(stays, words);
  keptId = await writeContact(stays, 'somebody else');
  const sealed = [...(await sealedContacts(gone)).values(), (await sealedContacts(stays)).get(erasedId)];
  canaries = [
    textCanary('the words', words),
    textCanary('the address', gone.person.email),
    textCanary('the account', gone.person.identity.account),
    ...sealed.flatMap((octets, at) => (octets ? pieceCanaries(`sealed contact ${at}`, octets, 3) : [])),
  ];
  // The first copy and its trial come by themselves.
  await until(
    'the first trial',
    async () => {
      const status = await readFile(path.join(system.home, 'verify', 'backup.json'), 'utf8').catch(() => '');
      return status.includes('"recoverySeconds"') ? true : undefined;
    },
    90_000,
  );
  const made = await smseal(['backup'], { env });
  assert.equal(made.code, 0, made.err);
  assert.match(made.out, /^The copy .+ is in .+: \d+ files, \d+ MB\.\n$/);
  await sleep(50);
  beforeErasure = new Date().toISOString();
  await sleep(50);

  const answer = await fetch(`${system.origin}/v1/account`, {
    method: 'DELETE',
    headers: { 'content-type': 'application/json', cookie: gone.person.cookie, origin: system.origin },
    body: JSON.stringify({ email: gone.person.email }),
  });
  assert.ok(answer.ok, String(answer.status));
  await deleteRecords(stays.api, [{ kind: 'contact', id: erasedId }]);
  await flushDatabase(system.databaseUrl);
});

test('the search finds what is there: the sealed octets lie in the database’s files until they are written over', async () => {
  const found = await findingsIn('database files', searched(), { finder: new Finder(canaries) });
  assert.ok(found.some((line) => line.startsWith('sealed contact')));
});

test('neither the words nor the address are anywhere, written over or not: they never were there in plain', async () => {
  const plain = canaries.filter(({ name }) => name === 'the words' || name === 'the address');
  assert.equal(plain.length, 2);
  for (const place of PLACES)
    assert.deepEqual(await findingsIn(place, searched(), { finder: new Finder(plain) }), [], place);
  const figures = await fetch(`${system.origin}/metrics`);
  assert.deepEqual(new Finder(canaries).find(Buffer.from(await figures.arrayBuffer())), []);
});

test('a database of before the erasures is refused by the server while they were not done again', async () => {
  await end();
  const erasures = path.join(system.home, 'keyring', 'erasures');
  await rm(path.join(system.home, 'postgres', 'data'), { recursive: true });
  // As one who restores without the journal, and then puts it back.
  await rename(erasures, `${erasures}-away`);
  await rename(path.join(system.home, 'backup', 'journal'), path.join(system.home, 'journal-away'));
  const restored = await smseal(['restore', '--at', beforeErasure], { env });
  assert.equal(restored.code, 0, restored.err);
  await rm(erasures, { recursive: true, force: true });
  await rename(`${erasures}-away`, erasures);
  await rename(path.join(system.home, 'journal-away'), path.join(system.home, 'backup', 'journal'));
  await system.restart('database');
  await assert.rejects(system.restart('server'), /The database is from before 2 erasures/);
  await system.end('database');
});

test('restored with the journal, nothing of what was erased is anywhere, and what stays is read', async () => {
  assert.ok(stays && gone);
  await rm(path.join(system.home, 'postgres', 'data'), { recursive: true });
  const restored = await smseal(['restore', '--at', beforeErasure], { env });
  assert.equal(restored.code, 0, restored.err);
  assert.match(
    restored.out,
    /what 2 erasures since had erased was erased again\.\n.+ can be started: smseal start/,
  );
  await start();
  await flushDatabase(system.databaseUrl);
  const finder = new Finder(canaries);
  for (const place of PLACES) {
    // The journal has the random name of what was erased: that is how it is erased again.
    const mayBe = new Set(place === 'other files' ? ['the account'] : []);
    assert.deepEqual(await findingsIn(place, searched(), { finder, mayBe }), [], place);
  }
  const sealed = await sealedContacts(stays);
  assert.deepEqual([...sealed.keys()], [keptId]);
  await assert.rejects(sealedContacts(gone), { code: 'unauthenticated' });
});

/** The home, its database and its programs’ logs; nothing was recorded on the wire, and there is no gateway and no phone. */
function searched() {
  const isHere = (name: ProgramName): boolean => PROGRAMS.some((one) => one === name);
  const here: System = {
    ...system,
    logOf: (name) => (isHere(name) ? system.logOf(name) : []),
    linesOf: (name) => (isHere(name) ? system.linesOf(name) : []),
  };
  return { system: here, temporary: path.join(system.home, 'logs'), wires: {} as never };
}
