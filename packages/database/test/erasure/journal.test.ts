import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { openJournal, openKeyring, type Journal } from '@smseal/database';
import { randomId } from '../sealed-account.ts';

const DAY_MS = 86_400_000;
const BEGAN = Date.parse('2026-11-01T12:00:00Z');

interface Medium {
  journal: () => Journal;
  folder: string;
  files: () => string[];
}

function medium(context: TestContext): Medium {
  const home = mkdtempSync(path.join(tmpdir(), 'smseal-journal-'));
  context.after(() => rmSync(home, { recursive: true }));
  const folder = path.join(home, 'keyring', 'erasures');
  return {
    journal: () => openJournal(openKeyring(undefined, home)),
    folder,
    files: () => readdirSync(folder).sort(),
  };
}

const account = () => ({ kind: 'account', account: randomId(), devices: [] }) as const;
const numbers = async (journal: Journal) => (await journal.read()).entries.map(({ entry }) => entry.number);

test('of servers that write at once each entry has its own place in one chain', async (context) => {
  const { journal } = medium(context);
  const servers = [journal(), journal(), journal()];
  const ids = Array.from({ length: 30 }, () => randomId());
  const written = await Promise.all(
    ids.map((id, i) => servers[i % 3]?.append(id, account(), BEGAN) ?? assert.fail()),
  );
  const { entries } = await journal().read();
  assert.deepEqual(
    entries.map(({ entry }) => entry.number),
    ids.map((_, i) => i + 1),
  );
  assert.deepEqual(new Set(entries.map(({ entry }) => entry.id)), new Set(ids));
  for (const { entry, hash } of written) assert.deepEqual(entries[entry.number - 1]?.hash, hash);
});

test('an id has one entry, whoever appends it again and whenever', async (context) => {
  const { journal } = medium(context);
  const [one, other] = [journal(), journal()];
  const [id, matter] = [randomId(), account()];
  const first = await Promise.all([one, other, one].map((server) => server.append(id, matter, BEGAN)));
  await other.append(randomId(), account(), BEGAN);
  const later = await Promise.all([one, other, journal()].map((server) => server.append(id, matter, BEGAN)));
  assert.deepEqual(
    [...first, ...later].map(({ entry }) => entry.number),
    Array(6).fill(1),
  );
  assert.deepEqual(await numbers(journal()), [1, 2]);
});

test('a journal that lacks an entry, or has another one in its place, is refused with the mend', async (context) => {
  const { journal, folder, files } = medium(context);
  for (let i = 0; i < 4; i++) await journal().append(randomId(), account(), BEGAN);
  const second = path.join(folder, files()[1] ?? '');
  const octets = readFileSync(second);
  const mend = /put the keyring's folder “erasures” back as it was/;
  const refused = async (reason: RegExp) => {
    await assert.rejects(journal().read(), { name: 'ErasureError', message: reason });
    await assert.rejects(journal().read(), { message: mend });
    await assert.rejects(journal().append(randomId(), account(), BEGAN), { name: 'ErasureError' });
  };
  for (let at = 0; at < octets.length; at += 7) {
    const altered = Buffer.from(octets);
    altered[at] = (altered[at] ?? 0) ^ 1;
    writeFileSync(second, altered);
    await refused(/was altered at entry [23]/);
  }
  rmSync(second);
  await refused(/lacks entry 2/);
  writeFileSync(second, octets);
  writeFileSync(path.join(folder, 'run.000000000001.000000000001'), octets);
  await refused(/was altered at entry 2/);
  rmSync(path.join(folder, 'run.000000000001.000000000001'));
  assert.deepEqual(await numbers(journal()), [1, 2, 3, 4]);
});

test('two entries of one number are a fork', async (context) => {
  const [one, other] = [medium(context), medium(context)];
  await one.journal().append(randomId(), account(), BEGAN);
  await other.journal().append(randomId(), account(), BEGAN);
  const [name = ''] = other.files();
  writeFileSync(
    path.join(one.folder, 'run.000000000001.000000000001'),
    readFileSync(path.join(other.folder, name)),
  );
  await assert.rejects(one.journal().read(), /two different entries 1: it was forked/);
});

test('old entries are put together, and pruned when no backup is older; the chain stays whole and goes on', async (context) => {
  const { journal, files } = medium(context);
  const server = journal();
  for (let day = 0; day < 30; day++) {
    await server.append(randomId(), account(), BEGAN + day * DAY_MS);
    const kept = await numbers(server);
    await server.tidy(BEGAN + day * DAY_MS, () => Promise.resolve());
    const after = await numbers(journal());
    assert.deepEqual(after, kept.slice(-after.length), 'what is left is the newest of it');
    assert.ok(after.length >= Math.min(day + 1, 17), `day ${day}: an entry of 16 days ago is still there`);
    assert.ok(after.length <= 19, `day ${day}: ${after.length} entries`);
  }
  assert.equal(files().filter((name) => name.startsWith('start.')).length, 1);
  assert.ok(files().filter((name) => name.startsWith('entry.')).length <= 3);
});

test('a quiet year later the newest entry is still there, and names what comes next', async (context) => {
  const { journal } = medium(context);
  for (let i = 0; i < 3; i++) await journal().append(randomId(), account(), BEGAN);
  const gone: number[] = [];
  const forgotten = (entries: readonly { number: number }[]) => {
    gone.push(...entries.map(({ number }) => number));
    return Promise.resolve();
  };
  for (const day of [5, 30, 365]) await journal().tidy(BEGAN + day * DAY_MS, forgotten);
  assert.deepEqual(await numbers(journal()), [1, 2, 3], 'a run goes as a whole, and this one has the newest');
  assert.equal(gone.length, 0);
  await journal().append(randomId(), account(), BEGAN + 366 * DAY_MS);
  await journal().tidy(BEGAN + 366 * DAY_MS, forgotten);
  assert.deepEqual(await numbers(journal()), [4]);
  assert.deepEqual(gone, [1, 2, 3]);
});

test('a pruned journal whose rest is taken away is refused', async (context) => {
  const { journal, folder, files } = medium(context);
  for (const day of [0, 1, 30, 31]) await journal().append(randomId(), account(), BEGAN + day * DAY_MS);
  await journal().tidy(BEGAN + 31 * DAY_MS, () => Promise.resolve());
  await journal().tidy(BEGAN + 31 * DAY_MS, () => Promise.resolve());
  assert.deepEqual(await numbers(journal()), [3, 4]);
  for (const name of files()) if (!name.startsWith('start.')) rmSync(path.join(folder, name));
  await assert.rejects(journal().read(), /lacks entry 3/);
});

test('a clock that was set back leaves the days of the chain in order', async (context) => {
  const { journal } = medium(context);
  for (const day of [3, 0, 5]) await journal().append(randomId(), account(), BEGAN + day * DAY_MS);
  const { entries } = await journal().read();
  assert.deepEqual(
    entries.map(({ entry }) => entry.day),
    ['2026-11-04', '2026-11-04', '2026-11-06'],
  );
});
