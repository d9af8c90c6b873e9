import { entriesOf, INVENTORY, RETENTION_RULES, type Entry } from '@smseal/inventory';
import { html, type Html } from '../html/html.ts';
import type { SitePage } from '../html/page.ts';
import { claimed, explain, paragraph, promise } from '../html/sentence.ts';

export const COOKIE_PAGE: SitePage = {
  path: '/cookies',
  title: 'Cookies and what else a browser keeps',
  description: 'The one cookie of SMSeal, the storage of its web app, and why there is no banner.',
  body: html`<section>
    <h1>Cookies, and what else a browser keeps</h1>
    ${paragraph(
      claimed('B57'),
      claimed('B60'),
      promise('There is no banner, because nothing here needs your consent.', 'B61', 'B65', 'B73'),
    )}
    ${paragraph(
      explain('A browser that sends Global Privacy Control gets what others get:'),
      promise('nobody’s data is sold or shared either way.', 'A05', 'P12'),
    )}
    <h2>The cookie</h2>
    ${list(entriesOf(INVENTORY, 'cookie'))} ${paragraph(claimed('B58'))}
    <h2>Storage of the web app, after you have signed in</h2>
    ${list(entriesOf(INVENTORY, 'browser-storage'))} ${paragraph(claimed('A28'), claimed('B59'))}
    <h2>What others keep</h2>
    ${paragraph(claimed('B73'), claimed('B74'), claimed('B75'), claimed('B76'))}
  </section>`,
};

function list(entries: readonly Entry[]): Html {
  return html`<dl class="kept">
    ${entries.map(
      ({ name, holds, purpose, retention, when }) =>
        html`<dt><code>${name}</code></dt>
          <dd>${holds} <em>${purpose}</em> ${RETENTION_RULES[retention].sentence} ${when ?? ''}</dd>`,
    )}
  </dl>`;
}
