import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { compilePolicy, type CompiledPolicy } from '@smseal/inventory';
import {
  canonical,
  faultsOfArchive,
  pendingOf,
  publish,
  readArchive,
  type Archive,
} from '../../src/policy/archive.ts';
import { ARCHIVE } from '../../src/policy-version.ts';

const RELEASED = '2026-12-01';

/** An archive of its own, with the draft of the first version. */
function archiveOf(t: TestContext): () => Archive {
  const folder = mkdtempSync(path.join(tmpdir(), 'smseal-archive-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const draft = { number: 1, change: 'first', published: '2026-11-26', effective: '2026-11-26', hash: null };
  writeFileSync(path.join(folder, 'index.json'), JSON.stringify([draft]));
  return () => readArchive(folder);
}

const policy = compilePolicy();

/** The policy with more held in it. */
function holding(holds: string): CompiledPolicy {
  const like = policy.held['database account.seq'] ?? assert.fail();
  return {
    ...policy,
    held: { ...policy.held, 'database account.shoes': { ...like, name: 'account.shoes', holds } },
  };
}

test('the archive of this checkout is in order', () => {
  assert.deepEqual(faultsOfArchive(readArchive(ARCHIVE), policy), []);
});

test('a draft follows the sources; once it is published they have to follow it', (t) => {
  const archive = archiveOf(t);
  assert.deepEqual(faultsOfArchive(archive(), policy), []);
  assert.deepEqual(faultsOfArchive(archive(), holding('Sizes.')), []);
  assert.deepEqual(pendingOf(archive(), policy), { changes: [], change: 'first' });
  const first = publish(archive(), policy, { published: RELEASED });
  assert.deepEqual(first, {
    number: 1,
    change: 'first',
    published: RELEASED,
    effective: RELEASED,
    hash: canonical(policy).hash,
  });
  assert.deepEqual(faultsOfArchive(archive(), policy), []);
  assert.deepEqual(faultsOfArchive(archive(), holding('Sizes.')), [
    'The policy has changed since version 1, and no version says so. Publish one with `npm run policy -- publish`; `npm run policy` says what has changed and when it may count.',
  ]);
  assert.throws(() => publish(archive(), policy, { published: RELEASED }), /Nothing has changed/);
});

test('successive versions are kept as they were, each with its class, its days and its digest', (t) => {
  const archive = archiveOf(t);
  publish(archive(), policy, { published: RELEASED });
  const more = publish(archive(), holding('Sizes.'), { published: '2027-01-15' });
  assert.deepEqual([more.change, more.effective], ['material', '2027-02-14']);
  const words = publish(archive(), holding('The sizes.'), { published: '2027-03-01' });
  assert.deepEqual([words.change, words.effective], ['minor', '2027-03-15']);
  const less = publish(archive(), policy, { published: '2027-04-01' });
  assert.deepEqual([less.change, less.effective], ['protective', '2027-04-01']);
  const { folder, versions } = archive();
  assert.deepEqual(
    versions.map(({ number }) => number),
    [1, 2, 3, 4],
  );
  assert.equal(less.hash, versions[0]?.hash, 'the same words have the same digest');
  assert.equal(readFileSync(path.join(folder, '0002.json'), 'utf8'), canonical(holding('Sizes.')).text);
  assert.deepEqual(faultsOfArchive(archive(), policy), []);
  // Version 4 may be announced while the sources still are version 3.
  assert.deepEqual(faultsOfArchive(archive(), holding('The sizes.')), []);
  assert.match(faultsOfArchive(archive(), holding('Sizes.')).join(' '), /has changed since version 4/);
});

test('a version can be called graver than it is, and not less grave; nor can it count too early', (t) => {
  const archive = archiveOf(t);
  publish(archive(), policy, { published: RELEASED });
  const next = holding('Sizes.');
  const published = '2027-01-15';
  for (const change of ['minor', 'protective', 'first'] as const)
    assert.throws(() => publish(archive(), next, { published, change }), /cannot be called/);
  assert.throws(
    () => publish(archive(), next, { published, effective: '2027-02-13' }),
    /it may on 2027-02-14/,
  );
  assert.throws(() => publish(archive(), next, { published: '2026-11-01' }), /announced before version 1/);
  assert.equal(archive().versions.length, 1, 'nothing was written');
  const forced = publish(archive(), next, { published, law: '(EU) 2030/1' });
  assert.deepEqual([forced.change, forced.effective, forced.law], ['law', published, '(EU) 2030/1']);
  const raised = publish(archive(), policy, { published, change: 'material' });
  assert.deepEqual([raised.change, raised.effective], ['material', '2027-02-14']);
});

test('a version that was tampered with is noticed', (t) => {
  const archive = archiveOf(t);
  publish(archive(), policy, { published: RELEASED });
  const { folder, versions } = archive();
  const file = path.join(folder, '0001.json');
  const whole = readFileSync(file, 'utf8');
  writeFileSync(file, whole.replace('A random name.', 'A name.'));
  assert.deepEqual(faultsOfArchive(archive(), policy), ['0001.json is not what its hash says.']);
  writeFileSync(file, JSON.stringify(JSON.parse(whole), null, 1));
  assert.deepEqual(faultsOfArchive(archive(), policy), [
    '0001.json is not there, or is not in its one form.',
  ]);
  rmSync(file);
  assert.match(faultsOfArchive(archive(), policy).join(' '), /0001\.json is not there/);
  writeFileSync(file, whole);
  const backdated = [{ ...versions[0], change: 'minor' }];
  writeFileSync(path.join(folder, 'index.json'), JSON.stringify(backdated));
  assert.match(faultsOfArchive(archive(), policy).join(' '), /Version 1 is called minor/);
});
