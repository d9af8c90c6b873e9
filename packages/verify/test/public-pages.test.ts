/** Probes of the public pages against the pages as they are built, and against ones that are almost right. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { REVIEW, type ProbeName } from '@smseal/inventory';
import { runProbes, type ProbeResult } from '../src/index.ts';

const BUILT = new URL('../../../apps/site/dist/', import.meta.url);
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const APP = '<!doctype html><title>app</title>';

/** One answer, as the site would give it. */
interface Answered {
  path: string;
  page: string;
  request: IncomingMessage;
  response: ServerResponse;
}

/** What is wrong with the site: the page that it gives instead; headers are set on the response. */
type Fault = (answered: Answered) => string;

const asBuilt: Fault = ({ page }) => page;

let fault = asBuilt;
const server = createServer((request, response) => {
  const path = request.url ?? '/';
  const name = path === '/' ? 'home.html' : path.slice(1).replace('.well-known', 'well-known');
  const file = [`${name}.html`, name].map((one) => new URL(one, BUILT)).find((one) => existsSync(one));
  response.setHeader('content-security-policy', POLICY);
  response.end(fault({ path, page: file ? readFileSync(file, 'utf8') : APP, request, response }));
});
await once(server.listen(0, '127.0.0.1'), 'listening');
after(() => server.close());
const { port } = server.address() as AddressInfo;

const TRIED: ReadonlySet<string> = new Set([
  'har/own-origin',
  'har/no-cookie',
  'har/no-script',
  'har/policy-table',
  'har/cookie-page',
  'har/privacy-control',
  'har/trust-page',
  'har/measures',
  'har/policy-versions',
  'har/rights-by-law',
] satisfies ProbeName[]);

async function results(only: (probe: ProbeName) => boolean): Promise<ProbeResult[]> {
  return runProbes({ url: { origin: `http://127.0.0.1:${port}` } }, { only });
}

test('the pages as they are built are green at each of it', async () => {
  const all = await results((probe) => TRIED.has(probe));
  assert.equal(all.length, TRIED.size);
  for (const { probe, result, evidence } of all) assert.equal(result, 'green', `${probe}: ${evidence}`);
});

/** Changes one page. */
function on(path: string, from: string | RegExp, to: string): Fault {
  return ({ path: asked, page }) => {
    if (asked !== path) return page;
    const changed = page.replace(from, to);
    assert.notEqual(changed, page, `nothing to change at ${path}`);
    return changed;
  };
}

const LONG = `<main><p>${'word '.repeat(2_000)}</p>`;

const CASES: readonly [ProbeName, string, Fault, RegExp][] = [
  [
    'har/own-origin',
    'a deep page loads a picture of others',
    on('/terms', '<main', '<img src="https://cdn.example/p.gif"><main'),
    /\/terms loads https:\/\/cdn\.example\/p\.gif/,
  ],
  [
    'har/own-origin',
    'a screen of the app does',
    on('/settings/devices', '<title>', '<script src="https://cdn.example/a.js"></script><title>'),
    /\/settings\/devices loads https:\/\/cdn/,
  ],
  [
    'har/no-cookie',
    'a deep page sets a cookie',
    ({ path, page, response }) => {
      if (path === '/security') response.setHeader('set-cookie', 'visitor=1');
      return page;
    },
    /\/security sets visitor/,
  ],
  [
    'har/no-script',
    'a page has a script',
    on('/cookies', '<main', '<script src="/a.js"></script><main'),
    /\/cookies has <script/,
  ],
  [
    'har/no-script',
    'a page has a handler',
    on('/how-it-works', '<h1>', '<h1 onclick="f()">'),
    /\/how-it-works has <h1 onclick=/,
  ],
  [
    'har/no-script',
    'the policy of a page lets scripts run',
    ({ path, page, response }) => {
      if (path === '/privacy') response.setHeader('content-security-policy', `${POLICY}; script-src 'self'`);
      return page;
    },
    /\/privacy: script-src lets in 'self'/,
  ],
  [
    'har/no-script',
    'forms may go anywhere',
    ({ page, response }) => {
      response.setHeader('content-security-policy', POLICY.replace("form-action 'none'", 'img-src data:'));
      return page;
    },
    /form-action is not refused/,
  ],
  [
    'har/no-script',
    'nothing leads to the terms',
    ({ page }) => page.replaceAll('href="/terms"', 'href="/none.pdf"'),
    /no link from the home leads to \/terms/,
  ],
  [
    'har/policy-table',
    'a field is left out',
    on('/privacy', '<dt><code>account.id</code></dt>', ''),
    /does not name account\.id/,
  ],
  [
    'har/policy-table',
    'a field is shown that is not held',
    on('/privacy', 'account.id</code>', 'account.shoe_size</code>'),
    /shows account\.shoe_size, which is not held/,
  ],
  [
    'har/policy-table',
    'a sealed field is called readable',
    on('/privacy', '<em>Your devices.</em>', '<em>The service.</em>'),
    /does not say who reads /,
  ],
  [
    'har/policy-table',
    'a row is silent on how long',
    on('/privacy', /<td data-label="How long">30 days after it was written\.<\/td>/, '<td>A while.</td>'),
    /does not say how long activity\./,
  ],
  [
    'har/policy-table',
    'a row is silent on who gets it',
    on('/privacy', /<td data-label="Who else gets it">Nobody<\/td>/, '<td>Partners</td>'),
    /does not say who gets /,
  ],
  [
    'har/policy-table',
    'a gateway’s folder is left out',
    on('/privacy', 'id="held-gateway-storage"', 'id="held-nowhere"'),
    /does not name /,
  ],
  [
    'har/policy-table',
    'nobody could read it all',
    on('/privacy', '<main id="content">', LONG),
    /has \d+ words before anything is unfolded/,
  ],
  [
    'har/cookie-page',
    'a key is left out',
    on('/cookies', '<code>smseal:theme</code>', ''),
    /does not name smseal:theme/,
  ],
  [
    'har/cookie-page',
    'a cookie is shown that is not set',
    on('/cookies', '<dl class="kept">', '<dl class="kept"><dt><code>visitor</code></dt>'),
    /names visitor as cookie, which is not kept/,
  ],
  [
    'har/privacy-control',
    'the statement says no',
    on('/.well-known/gpc.json', 'true', 'false'),
    /does not say so/,
  ],
  [
    'har/privacy-control',
    'who sends the signal gets another page',
    ({ path, page, request }) =>
      path === '/' && request.headers['sec-gpc'] ? `${page}<p>Please reconsider.</p>` : page,
    /^\/ is another one for who sends the signal/,
  ],
  [
    'har/privacy-control',
    'who sends the signal gets a cookie to remember it by',
    ({ path, page, request, response }) => {
      if (path === '/trust' && request.headers['sec-gpc']) response.setHeader('set-cookie', 'gpc=1');
      return page;
    },
    /\/trust sets a cookie/,
  ],
  ['har/trust-page', 'a claim is left out', on('/trust', '<li id="A12">', '<li>'), /leaves out A12/],
  [
    'har/trust-page',
    'a claim is there twice',
    on('/trust', '<li id="A13">', '<li id="A13"></li><li id="A13">'),
    /shows A13 2 times/,
  ],
  [
    'har/trust-page',
    'a claim that does not hold is shown as tried',
    on('/trust', 'id="not-yet"', 'id="executable"'),
    /shows B08 as executable, and it is not-yet/,
  ],
  [
    'har/trust-page',
    'a claim says more than is tried',
    on('/trust', 'We collect the least that the service needs.', 'We collect nothing.'),
    /words A09 otherwise/,
  ],
  [
    'har/measures',
    'a measure leads nowhere',
    on('/security', '<ul class="measures">', '<ul class="measures"><li>Walls are thick.</li>'),
    /“Walls are thick\.” leads to no claim/,
  ],
  [
    'har/measures',
    'a measure stands on what nothing tries',
    on('/security', /(<ul class="measures">[^]*?)\/trust#A11/, '$1/trust#A38'),
    /leads to A38, which nothing tries/,
  ],
  [
    'har/policy-table',
    'a field is nobody’s',
    on('/privacy', /(<code>identity\.holder\.email<\/code>[^]*?)Whose: [^.]*\./, '$1Whose: Nobody.'),
    /does not say whose identity\.holder\.email is/,
  ],
  [
    'har/policy-versions',
    'the policy does not say which version it is',
    on('/privacy', '<p class="version">', '<p>'),
    /\/privacy does not say that it is version 1/,
  ],
  [
    'har/policy-versions',
    'it says another day',
    on('/privacy', /(<p class="version">[^]*?datetime=")[^"]*/, '$12020-01-01'),
    /\/privacy does not say \d{4}-/,
  ],
  [
    'har/policy-versions',
    'a version is not listed',
    on('/privacy/versions', '<li id="version-1"', '<li id="version-0"'),
    /leaves out version 1/,
  ],
  [
    'har/policy-versions',
    'a version is not what its digest says',
    on('/privacy/versions/1.json', 'A random name.', 'A name.'),
    /1\.json is not the version that this release has/,
  ],
  [
    'har/policy-versions',
    'a version is listed under another digest',
    on('/privacy/versions', /<code>[0-9a-f]{64}<\/code>/, `<code>${'0'.repeat(64)}</code>`),
    /does not say [0-9a-f]{64} of version 1/,
  ],
  [
    'har/policy-versions',
    'the log says what has not changed',
    on(
      '/privacy/versions',
      '<p>It is the first.</p>',
      '<ul><li class="minor"><code>A05</code> <span>Other words.</span></li></ul>',
    ),
    /says that version 1 changed “A05 Other words\.”/,
  ],
  [
    'har/policy-versions',
    'a version’s page leaves out a claim',
    on('/privacy/versions/1', 'We sell nobody’s data, in any form.', 'We sell data.'),
    /versions\/1 leaves out A05/,
  ],
  [
    'har/policy-versions',
    'a version’s page leaves out a field',
    on('/privacy/versions/1', '<code>account.id</code>', ''),
    /versions\/1 leaves out account\.id/,
  ],
  [
    'har/policy-versions',
    'who disagrees is not shown the way out',
    on('/privacy/versions', 'href="/settings/export"', 'href="/"'),
    /does not lead to \/settings\/export/,
  ],
  [
    'har/policy-versions',
    'the next review is not said',
    on('/privacy/versions', new RegExp(`datetime="${REVIEW.next}"`), 'datetime="2020-01-01"'),
    /does not say of the review of/,
  ],
  [
    'har/rights-by-law',
    'a right is left out',
    on('/privacy', /To get a copy of what is held of you/, 'To be told something'),
    /does not say “To get a copy of what is held of you Article 15\.” of gdpr/,
  ],
  [
    'har/rights-by-law',
    'a law gives more time',
    on('/privacy', /(California Consumer[^]*?Answered\s+within)\s+45 days/, '$1 90 days'),
    /does not say “Answered within 45 days” of ccpa/,
  ],
  [
    'har/rights-by-law',
    'the promise is another one',
    on('/privacy', /whichever is\s+earlier/, 'whichever is later'),
    /does not say “answered within 30 days or one month/,
  ],
  ['har/measures', 'no measure is listed', on('/security', 'class="measures"', ''), /lists no measure/],
];

for (const [probe, what, wrong, evidence] of CASES)
  test(`${probe} is red when ${what}`, async () => {
    fault = wrong;
    const [only] = await results((name) => name === probe);
    fault = asBuilt;
    assert.equal(only?.result, 'red', only?.evidence);
    assert.match(only.evidence, evidence);
  });
