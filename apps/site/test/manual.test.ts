import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderMarkdown } from '../src/manual/render-markdown.ts';

const nowhere = () => null;

test('a page of the manual has a title, a summary without marks, anchors and labelled commands', () => {
  const text =
    '# Send `one` text\n\nSay *how* in `SMSEAL_HOME`, with\n[keys](keys.md). Then go.\n\n## Who & what?\n\n```sh\nsmseal <send>\n```\n';
  const { title, summary, body } = renderMarkdown(text, nowhere);
  assert.equal(title, 'Send one text');
  assert.equal(summary, 'Say how in SMSEAL_HOME, with keys.');
  assert.match(body.html, /<h2 id="who--what">Who &amp; what\?<\/h2>/);
  assert.match(body.html, /<pre tabindex="0" role="group" aria-label="Commands"><code>smseal &lt;send&gt;/);
});

test('a link that leads off the site keeps its words and leads nowhere', () => {
  const text = '# T\n\n[here](keys.md#a) and [there](https://elsewhere.example)\n';
  const { body } = renderMarkdown(text, (href) => (href === 'keys.md#a' ? '/docs/keys#a' : null));
  assert.match(body.html, /<a href="\/docs\/keys#a">here<\/a> and there/);
  assert.doesNotMatch(body.html, /elsewhere/);
});

test('a table is one, with cells that are marked up', () => {
  const { body } = renderMarkdown(
    '# T\n\n| a | b |\n| --: | - |\n| `x` | <y> |\n'.replace('<y>', '&'),
    nowhere,
  );
  assert.match(body.html, /<th scope="col">a<\/th>[^]*<td><code>x<\/code><\/td>\s*<td>&amp;<\/td>/);
  assert.doesNotMatch(body.html, /align|style/);
});

test('raw HTML, pictures and a page without a title are refused', () => {
  for (const text of [
    '# T\n\n<script>run()</script>\n',
    '# T\n\n![p](p.png)\n',
    'No title.\n',
    '# T\n\na <b>b</b>\n',
  ])
    assert.throws(() => renderMarkdown(text, nowhere), text);
});
