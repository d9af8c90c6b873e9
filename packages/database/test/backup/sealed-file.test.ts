import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { BackupError } from '../../src/backup/backup-error.ts';
import { readSealedFile, writeSealedFile } from '../../src/backup/store/sealed-file.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'smseal-sealed-'));
after(() => rm(folder, { recursive: true }));
const key = { name: `backup.2026-11-26.${'k'.repeat(22)}`, octets: randomBytes(32) };
const place = { of: 'copy 1 a', name: 'part-0001' };
let files = 0;

async function* pieces(octets: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size);
}

async function write(octets: Buffer, size = 100_000): Promise<string> {
  const file = path.join(folder, String(++files));
  await writeSealedFile(file, { key, place, source: pieces(octets, size) });
  return file;
}

async function read(file: string, at = place, octets = key.octets): Promise<Buffer> {
  const parts: Buffer[] = [];
  const keyOf = (name: string): Promise<Buffer> => {
    assert.equal(name, key.name);
    return Promise.resolve(octets);
  };
  for await (const part of readSealedFile(file, { place: at, keyOf })) parts.push(part);
  return Buffer.concat(parts);
}

const MIB = 1024 * 1024;

for (const size of [0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB])
  test(`${size} octets come back, noise and zeroes alike`, async () => {
    for (const octets of [randomBytes(size), Buffer.alloc(size)])
      assert.ok((await read(await write(octets))).equals(octets));
  });

test('zeroes take no room, and nothing of a text is left to see', async () => {
  assert.ok((await readFile(await write(Buffer.alloc(16 * MIB)))).length < 20_000);
  const text = Buffer.from('the canary sings at noon '.repeat(1000));
  assert.equal((await readFile(await write(text))).indexOf('canary'), -1);
});

test('moved to another name, another copy, or read with another key, it does not open', async () => {
  const file = await write(randomBytes(1000));
  for (const at of [
    { ...place, name: 'part-0002' },
    { ...place, of: 'copy 1 b' },
  ])
    await assert.rejects(
      read(file, at),
      /was altered, moved or cut off: it does not open at its place; take another/,
    );
  await assert.rejects(read(file, place, randomBytes(32)), BackupError);
});

test('a changed octet, wherever it is, is noticed', async () => {
  const octets = randomBytes(2000);
  const file = await write(octets);
  const sealed = await readFile(file);
  for (let at = 0; at < sealed.length; at += 61) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await writeFile(file, changed);
    await assert.rejects(
      read(file),
      (error) => error instanceof BackupError || error instanceof assert.AssertionError,
    );
  }
});

test('cut off anywhere, made longer, or with chunks left out or exchanged, it is refused', async () => {
  const file = await write(randomBytes(3 * MIB + 5));
  const sealed = await readFile(file);
  const head = sealed.indexOf('\n') + 1;
  const chunk = 4 + sealed.readUInt32BE(head);
  const refused = async (octets: Buffer): Promise<void> => {
    await writeFile(file, octets);
    await assert.rejects(read(file), BackupError);
  };
  for (const end of [0, 5, head, head + 2, head + chunk, head + 2 * chunk, sealed.length - 1])
    await refused(sealed.subarray(0, end));
  await refused(Buffer.concat([sealed, Buffer.of(0)]));
  await refused(Buffer.concat([sealed, sealed.subarray(head)]));
  await refused(Buffer.concat([sealed.subarray(0, head), sealed.subarray(head + chunk)]));
  const [first, second] = [
    sealed.subarray(head, head + chunk),
    sealed.subarray(head + chunk, head + 2 * chunk),
  ];
  await refused(Buffer.concat([sealed.subarray(0, head), second, first, sealed.subarray(head + 2 * chunk)]));
  await writeFile(file, sealed);
  assert.equal((await read(file)).length, 3 * MIB + 5);
});

test('a file that is not there is said, with the mend', async () => {
  await assert.rejects(read(path.join(folder, 'none')), /cannot be read \(ENOENT\); take another copy/);
});
