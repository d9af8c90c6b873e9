import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { applyEdits, copyCheckout } from '../../src/mutation/index.ts';

const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'smseal-copy-')));
after(() => rm(folder, { recursive: true }));
const original = path.join(folder, 'original');
for (const below of [
  'packages/seal/src',
  'apps/site/dist',
  'node_modules/@smseal',
  'node_modules/other',
  '.git',
])
  await mkdir(path.join(original, below), { recursive: true });
const write = (file: string, text: string): Promise<void> => writeFile(path.join(original, file), text);
await write('packages/seal/src/a.ts', 'const a = 1;\nconst b = 1;\n');
await write('apps/site/dist/home.html', 'home');
await write('node_modules/other/index.js', 'other');
await write('.git/HEAD', 'main');
await symlink('../../packages/seal', path.join(original, 'node_modules/@smseal/seal'));
const copy = path.join(folder, 'copy');
copyCheckout(original, copy);

test('rooms of a copy are its own, packages of others are where they were, and its history stays behind', async () => {
  assert.equal(
    await realpath(path.join(copy, 'node_modules/@smseal/seal')),
    path.join(copy, 'packages/seal'),
  );
  assert.equal(
    await realpath(path.join(copy, 'node_modules/other')),
    path.join(original, 'node_modules/other'),
  );
  await assert.rejects(readFile(path.join(copy, '.git/HEAD')), /ENOENT/);
});

test('an edit changes the copy and not the original', async () => {
  applyEdits(copy, [{ file: 'packages/seal/src/a.ts', find: 'const a = 1;', replace: 'const a = 2;' }]);
  assert.match(await readFile(path.join(copy, 'packages/seal/src/a.ts'), 'utf8'), /a = 2;\nconst b = 1;/);
  assert.match(await readFile(path.join(original, 'packages/seal/src/a.ts'), 'utf8'), /a = 1;/);
});

test('what is built in the copy is written over without the original’s noticing', async () => {
  await writeFile(path.join(copy, 'apps/site/dist/home.html'), 'broken');
  assert.equal(await readFile(path.join(original, 'apps/site/dist/home.html'), 'utf8'), 'home');
});

test('an edit that fits nowhere, or twice, is refused by the words that it looks for', () => {
  const edit = (find: string) => () =>
    applyEdits(copy, [{ file: 'packages/seal/src/a.ts', find, replace: '' }]);
  assert.throws(edit('const c'), /“const c” stands 0 times in packages\/seal\/src\/a\.ts/);
  assert.throws(edit('const'), /“const” stands 2 times/);
});
