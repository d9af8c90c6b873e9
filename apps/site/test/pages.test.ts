import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { CLAIM_IDS, compilePolicy, entriesOf, INVENTORY, placesOn, type ClaimId } from '@smseal/inventory';
import { document, ENGLISH } from '../src/html/page.ts';
import { pages } from '../src/pages.ts';
import { readResults } from '../src/trust/read-results.ts';
import { readVersions } from '../src/version/archive.ts';

/** Addresses that are no public pages. */
const OF_THE_APP = new Set([
  '/sign-in',
  '/certificate',
  '/settings/export',
  '/settings/delete',
  '/favicon.svg',
  '/site.css',
]);
/** Versions of the policy. */
const AS_SOFTWARE_READS = /^\/privacy\/versions\/\d+\.json$/;
const DOCS = fileURLToPath(new URL('../../../docs', import.meta.url));
const MOST_OCTETS = 50_000;
const VERSIONS = readVersions({ policy: compilePolicy() });

const written = new Map(
  pages({ results: null, docs: DOCS, versions: VERSIONS }).map(
    (page) => [page.path, document(page, ENGLISH, '/site.css')] as const,
  ),
);

test('every link leads to a page that is there, and to a place on it', () => {
  for (const [from, text] of written)
    for (const [, href = ''] of text.matchAll(/href="([^"]*)"/g)) {
      const [address = '', place] = href.split('#');
      const target = address === '' ? text : written.get(address);
      if (OF_THE_APP.has(address) || AS_SOFTWARE_READS.test(address)) continue;
      assert.ok(target, `${from} links ${href}`);
      if (place !== undefined) assert.ok(target.includes(`id="${place}"`), `${from} links ${href}`);
    }
});

test('no page has a script, a style of its own, a form or anything from elsewhere', () => {
  for (const [path, text] of written) {
    assert.doesNotMatch(
      text,
      /<script|<style|<form|<iframe|<img(?!\s+src="\/assets\/[\w.-]+")|\son\w+=|style=|javascript:/i,
      path,
    );
    assert.doesNotMatch(
      text.replaceAll(/<code>[^]*?<\/code>/g, ''),
      /(src|href|action)="(https?:)?\/\//i,
      path,
    );
  }
});

test('no page is larger than fifty kilobytes on its way', () => {
  for (const [path, text] of written) {
    const { length } = brotliCompressSync(text);
    assert.ok(length <= MOST_OCTETS, `${path}: ${length} octets`);
  }
});

test('the privacy policy shows every field that the service keeps, and the cookie page all that a browser keeps', () => {
  for (const { name, holds } of entriesOf(INVENTORY, 'database'))
    assert.ok(written.get('/privacy')?.includes(`<code>${name}</code>`), `${name}: ${holds}`);
  for (const place of placesOn('cookies'))
    for (const { name } of entriesOf(INVENTORY, place))
      assert.ok(written.get('/cookies')?.includes(`<code>${name}</code>`), name);
});

test('the trust page has every claim once, with what the last trial said of it', () => {
  const claims = [
    { id: 'A03', status: 'green', how: 'observed' },
    { id: 'A07', status: 'red', how: 'reported', age: 3_600 },
    { id: 'A08', status: 'stale', how: 'observed', age: null },
    { id: 'A30', status: 'not-yet', how: 'reported' },
  ];
  const results = readResults(JSON.stringify({ at: '2026-11-25T10:00:00.000Z', claims }));
  const page = pages({ results, docs: DOCS, versions: VERSIONS }).find(({ path }) => path === '/trust');
  const text = page?.body.html ?? '';
  const shown = [...text.matchAll(/<li id="(\w+)"/g)].map(([, id]) => id as ClaimId);
  assert.deepEqual(shown.toSorted(), [...CLAIM_IDS].toSorted());
  assert.match(text, /id="A03"[^]*?Holds<\/strong>\s*observed,[^]*?2026-11-25 10:00 UTC/);
  assert.match(text, /id="A07"[^]*?Broken<\/strong>\s*reported,[^]*?2026-11-25 09:00 UTC/);
  assert.match(text, /id="A08"[^]*?<p class="result"><strong>Not tried here<\/strong><\/p>/);
  assert.doesNotMatch(text, /not been tried on this installation/);
});

test('results of something else are refused', () => {
  for (const text of [
    '{}',
    '{"at":"now","claims":[]}',
    '{"at":"2026-11-25T10:00:00Z","claims":[{"id":"Z99"}]}',
  ])
    assert.throws(() => readResults(text));
});
