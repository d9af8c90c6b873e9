import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyCertificate } from '@smseal/seal';
import { certificateFile, someCertificate, someKey } from '@smseal/testkit';
import { describeCertificate } from '../src/index.ts';

test('[SEAL-103] a certificate is checked offline, and says in plain words what it says', async () => {
  const installation = someKey();
  const held = someCertificate(installation, { rows: [{ table: 'record', before: 3, after: 0 }] });
  const file = certificateFile(held, installation);
  assert.deepEqual(await verifyCertificate(file, { key: installation.key }), held);
  const lines = describeCertificate(held).join('\n');
  assert.match(lines, /https:\/\/texts\.example certifies that it has erased a contact/);
  assert.match(lines, /record: 3 rows before, 0 after/);
  assert.match(lines, /From the end of 2026-12-06 on no backup has any of it/);
  assert.match(lines, /It cannot prove that no other copy exists/);
});
