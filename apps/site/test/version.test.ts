import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import {
  canonicalJson,
  compilePolicy,
  diffPolicies,
  fileOfVersion,
  type CompiledPolicy,
  type Json,
  type PolicyVersion,
} from '@smseal/inventory';
import { document, ENGLISH } from '../src/html/page.ts';
import { pages } from '../src/pages.ts';
import { inForce, readVersions, type Sources } from '../src/version/archive.ts';

const DOCS = fileURLToPath(new URL('../../../docs', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'smseal-versions-'));
after(() => rmSync(folder, { recursive: true }));

const now = compilePolicy();
const account = now.held['database account.id'] ?? assert.fail();

/** The policy with one thing more held. */
function holding(name: string, holds: string): CompiledPolicy {
  return { ...now, held: { ...now.held, [`database ${name}`]: { ...account, name, holds } } };
}

/** Writes a version into the archive. */
function archived(policy: CompiledPolicy, given: Omit<PolicyVersion, 'hash'>): PolicyVersion {
  const text = canonicalJson(policy as unknown as Json);
  writeFileSync(path.join(folder, fileOfVersion(given.number)), text);
  return { ...given, hash: createHash('sha256').update(text).digest('hex') };
}

const former = holding('account.shoe_size', 'The size of the shoes, & <more>.');
const coming = holding('account.hat_size', 'The size of the hat.');
const VERSIONS: readonly PolicyVersion[] = [
  archived(former, { number: 1, change: 'first', published: '2027-01-01', effective: '2027-01-01' }),
  archived(now, { number: 2, change: 'protective', published: '2027-02-01', effective: '2027-02-01' }),
  archived(coming, { number: 3, change: 'material', published: '2027-03-01', effective: '2027-03-31' }),
];

/** The pages by path, as this release or another one shows them. */
function written(sources: Partial<Sources> = {}): Map<string, string> {
  const versions = readVersions({ policy: now, versions: VERSIONS, folder, ...sources });
  return new Map(
    pages({ results: null, docs: DOCS, versions }).map((page) => [
      page.path,
      document(page, ENGLISH, '/s.css'),
    ]),
  );
}

const site = written();
const page = (at: string): string => site.get(at) ?? assert.fail(at);

test('the policy says which version it is, since when, and what is announced', () => {
  const [note = ''] = /<p class="version">[^]*?<\/p>/.exec(page('/privacy')) ?? [];
  assert.match(note, /Version 2, of\s+<time datetime="2027-02-01">1 February 2027<\/time>/);
  assert.match(note, /href="\/privacy\/versions"/);
  assert.match(
    note,
    /href="\/privacy\/versions#changes-3"[^]*Version 3 counts from\s+<time datetime="2027-03-31"/,
  );
  assert.doesNotMatch(page('/privacy'), /a draft begun/);
});

test('each version is listed with its days, its digest and what it is', () => {
  const items = page('/privacy/versions')
    .split(/(?=<li id="version-)/)
    .slice(1);
  assert.equal(items.length, 3);
  const states = items.map((item) => /<dt>State<\/dt>\s*<dd>([^<]*)<\/dd>/.exec(item)?.[1]);
  assert.deepEqual(states, ['announced', 'in force', 'former']);
  for (const { number, published, effective, hash } of VERSIONS) {
    const item = items.find((one) => one.startsWith(`<li id="version-${number}"`)) ?? '';
    for (const words of [published, effective, hash ?? '', `/privacy/versions/${number}`])
      assert.ok(item.includes(words), `${number}: ${words}`);
  }
});

test('what is announced stands above all with what it changes, and the way out below', () => {
  const list = page('/privacy/versions');
  const [above = '', below = ''] = list.split('<h2>All versions</h2>');
  assert.match(above, /Announced: version 3, from <time datetime="2027-03-31">/);
  assert.match(above, /Newly held: The size of the hat\./);
  assert.match(below, /href="\/settings\/export"[^]*href="\/settings\/delete"/);
  assert.equal(list.match(/id="changes-3"/g)?.length, 1);
});

test('the log says what follows from two versions, and nothing else', () => {
  const log = page('/privacy/versions').split('id="changes-2"')[1]?.split('id="changes-')[0] ?? '';
  const shown = [...log.matchAll(/<li class="(\w+)"/g)].map(([, weight]) => weight);
  assert.deepEqual(
    shown,
    diffPolicies(former, now).map(({ weight }) => weight),
  );
  assert.match(
    log,
    /<code>account\.shoe_size<\/code>\s*<span>No longer held: The size of the shoes, &amp; &lt;more&gt;\./,
  );
});

test('a former version is there whole, as it was', () => {
  const first = page('/privacy/versions/1');
  assert.match(first, /<code>account\.shoe_size<\/code>/);
  for (const { name } of Object.values(former.held))
    assert.ok(first.includes(`<code>${name.replaceAll('>', '&gt;')}</code>`), name);
  for (const { text } of Object.values(former.claims)) assert.ok(first.includes(text), text);
  assert.doesNotMatch(page('/privacy'), /shoe_size|hat_size/);
  assert.match(page('/privacy/versions/3'), /hat_size/);
});

test('the page of a version is not larger than fifty kilobytes on its way', () => {
  for (const [at, text] of site)
    if (at.startsWith('/privacy')) assert.ok(brotliCompressSync(text).length <= 50_000, at);
});

test('software of another version shows the same archive from where it stands', () => {
  const next = written({ policy: coming });
  assert.match(next.get('/privacy') ?? '', /<p class="version">\s*Version 3, of/);
  assert.match(next.get('/privacy') ?? '', /hat_size/);
  assert.doesNotMatch(next.get('/privacy/versions') ?? '', /Announced: version/);
});

test('a draft says that it is one', () => {
  const draft: PolicyVersion = {
    number: 1,
    change: 'first',
    published: '2026-11-26',
    effective: '2026-11-26',
    hash: null,
  };
  const pagesOfDraft = written({ versions: [draft] });
  assert.match(
    pagesOfDraft.get('/privacy') ?? '',
    /Version 1, a draft begun on\s+<time datetime="2026-11-26">/,
  );
  assert.match(
    pagesOfDraft.get('/privacy/versions') ?? '',
    /is a draft until the software is first released/,
  );
  const [only] = readVersions({ policy: now, versions: [draft] });
  assert.equal(
    only?.hash,
    createHash('sha256')
      .update(only?.text ?? '')
      .digest('hex'),
  );
});

test('a version that was tampered with, and software that keeps to none, do not build', () => {
  assert.throws(
    () => written({ policy: holding('account.glove_size', 'Gloves.') }),
    /is no version of the archive/,
  );
  const forged = VERSIONS.map((version) => ({ ...version, hash: 'f'.repeat(64) }));
  assert.throws(() => written({ versions: forged }), /0001\.json is not what its hash says/);
  assert.throws(() => inForce([]), /No version is in force/);
});
