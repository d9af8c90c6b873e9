import assert from 'node:assert/strict';
import { chmodSync, linkSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { openKeyring } from '@smseal/database';
import { keyringConformance } from './keyring-conformance.ts';

const home = mkdtempSync(path.join(tmpdir(), 'smseal-keyring-'));
after(() => rm(home, { recursive: true }));
const folder = path.join(home, 'keyring');

keyringConformance('file', () => openKeyring(undefined, home));

test('a destroyed file was overwritten before it was forgotten', async () => {
  const keyring = openKeyring(`file:${folder}`, home);
  const secret = Buffer.from('thirty-two octets that are a key');
  await keyring.put('day.2026-11-20.z', secret);
  const other = path.join(home, 'the same inode');
  linkSync(path.join(folder, 'day.2026-11-20.z'), other);
  await keyring.destroy('day.2026-11-20.z');
  assert.equal(readFileSync(other).length, secret.length);
  assert.ok(!readFileSync(other).includes('octets'));
});

test('nobody else may enter a keyring: such a one is refused with the mend', () => {
  assert.equal(statSync(folder).mode & 0o077, 0);
  assert.equal(statSync(path.join(folder, 'index')).mode & 0o077, 0);
  chmodSync(folder, 0o750);
  assert.throws(() => openKeyring(undefined, home), /can be entered by others; run “chmod 700 /);
  chmodSync(folder, 0o700);
});

test('what names no keyring is refused with the mend', () => {
  for (const named of ['vault:x', '/srv/keyring', 'file:keyring', 'file:'])
    assert.throws(
      () => openKeyring(named, home),
      /SMSEAL_KEYRING is .*; set it to file: and the absolute path/,
    );
});
