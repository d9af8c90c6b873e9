import { termWords, type CompiledPolicy } from '@smseal/inventory';
import { html, type Html } from '../html/html.ts';
import type { SitePage } from '../html/page.ts';
import { heldIn } from '../privacy/data-table.ts';
import type { ArchivedVersion } from './archive.ts';
import { changeList } from './change-list.ts';
import { CLASS_WORDS, dayInWords, versionLine } from './version-words.ts';

/** A version whole, as it was. `before`: the one that it followed; undefined for the first. */
export function versionPage(version: ArchivedVersion, before: ArchivedVersion | undefined): SitePage {
  const { number, policy, hash, change, published, effective } = version;
  return {
    path: `/privacy/versions/${number}`,
    title: `Privacy policy, version ${number}`,
    description: `Version ${number} of the privacy policy of SMSeal, whole, as it was announced on ${published}.`,
    body: html`<section>
        <h1>${versionLine(version)}</h1>
        <p>
          <a href="/privacy/versions">All versions</a>, <a href="/privacy">the policy that counts now</a>,
          <a href="/privacy/versions/${number}.json">this one as software reads it</a>.
        </p>
        <dl>
          <dt>Announced</dt>
          <dd>${dayInWords(published)}</dd>
          <dt>Counts from</dt>
          <dd>${dayInWords(effective)}</dd>
          <dt>Change</dt>
          <dd>${CLASS_WORDS[change]}</dd>
          <dt>SHA-256</dt>
          <dd><code>${hash}</code></dd>
        </dl>
      </section>
      <section class="wide">
        <h2>What it changed</h2>
        ${before === undefined ? html`<p>It is the first.</p>` : changeList(before.policy, policy)}
      </section>
      <section class="wide">
        <h2>What is held</h2>
        ${Object.keys(policy.places).map((place) => heldIn(policy, place))}
      </section>
      <section class="wide">
        <h2>What is said</h2>
        ${claims(policy)}
        <h2>What holds where policies contradict each other</h2>
        <dl>
          ${Object.values(policy.resolutions).map(
            ({ conflict, instead }) =>
              html`<dt>${conflict}</dt>
                <dd>${instead}</dd>`,
          )}
        </dl>
        <h2>Who gets something</h2>
        <dl>
          ${Object.values(policy.recipients).map(
            ({ title, gets }) =>
              html`<dt>${title}</dt>
                <dd>${gets}</dd>`,
          )}
        </dl>
        <h2>Requests, by law</h2>
        <dl>
          ${Object.values(policy.regimes).map(
            ({ title, law, answer }) =>
              html`<dt>${title}</dt>
                <dd>${law}: ${termWords(answer)}</dd>`,
          )}
        </dl>
      </section>`,
  };
}

function claims({ claims: said }: CompiledPolicy): Html {
  return html`<ul class="said">
    ${Object.entries(said).map(
      ([id, { text, kind }]) => html`<li><code>${id}</code> ${text} <em>${kind.replace('-', ' ')}</em></li>`,
    )}
  </ul>`;
}
