import { REVIEW } from '@smseal/inventory';
import { html, NOTHING, type Html } from '../html/html.ts';
import type { SitePage } from '../html/page.ts';
import { claimed, explain, paragraph, promise } from '../html/sentence.ts';
import type { ArchivedVersion } from './archive.ts';
import { changeList } from './change-list.ts';
import { CLASS_WORDS, dayInWords, versionLine } from './version-words.ts';

/** All versions of the policy, and what each changed. */
export function versionsPage(versions: readonly ArchivedVersion[]): SitePage {
  const latestFirst = versions.toReversed();
  return {
    path: '/privacy/versions',
    title: 'Versions of the privacy policy',
    description: 'Each version of the privacy policy of SMSeal: its dates, its digest, and what it changed.',
    body: html`<section>
        <h1>Versions of the privacy policy</h1>
        ${paragraph(claimed('B115'), claimed('A45'), claimed('B118'))} ${draftNote(versions)}
        ${paragraph(
          explain('A version is a list that software reads, and the digest is that of its octets:'),
          promise('whoever has an account finds the digest of its version in their export.', 'A02'),
        )}
        <p>
          The policy as a whole was last looked at on ${dayInWords(REVIEW.last)}, and is again by
          ${dayInWords(REVIEW.next)}, whether or not anything has changed.
        </p>
      </section>
      ${latestFirst.filter(({ state }) => state === 'announced').map((version) => announcement(version, versions))}
      <section class="wide">
        <h2>All versions</h2>
        <ol class="versions" reversed>
          ${latestFirst.map(item)}
        </ol>
      </section>
      <section class="wide">
        <h2>What each changed</h2>
        ${paragraph(claimed('B122'))}
        ${latestFirst.map((version) => (version.state === 'announced' ? NOTHING : changesOf(version, versions)))}
      </section>
      ${leaving()}`,
  };
}

/** Nobody is bound by a draft; who reads it has to know that it is one. */
function draftNote(versions: readonly ArchivedVersion[]): Html {
  if (!versions.some(({ isDraft }) => isDraft)) return NOTHING;
  return html`<p class="note">
    Version 1 is a draft until the software is first released. It says what this software does and changes
    with it; the times of notice count from its release on.
  </p>`;
}

function item(version: ArchivedVersion): Html {
  const { number, state, change, published, effective, hash, law } = version;
  return html`<li id="version-${number}">
    <h3><a href="/privacy/versions/${number}">${versionLine(version)}</a></h3>
    <dl>
      <dt>State</dt>
      <dd>${state}</dd>
      <dt>Announced</dt>
      <dd>${dayInWords(published)}</dd>
      <dt>Counts from</dt>
      <dd>${dayInWords(effective)}</dd>
      <dt>Change</dt>
      <dd>${CLASS_WORDS[change]}${law === undefined ? NOTHING : html` (${law})`}</dd>
      <dt>SHA-256</dt>
      <dd><code>${hash}</code></dd>
    </dl>
  </li>`;
}

/** What is to count, while there is time to leave. */
function announcement(version: ArchivedVersion, versions: readonly ArchivedVersion[]): Html {
  return html`<section class="wide announced">
    <h2>Announced: version ${version.number}, from ${dayInWords(version.effective)} on</h2>
    ${paragraph(explain('Until then the version before counts.'))} ${changesOf(version, versions)}
  </section>`;
}

function changesOf({ number, policy }: ArchivedVersion, versions: readonly ArchivedVersion[]): Html {
  const before = versions.find((version) => version.number === number - 1);
  return html`<div id="changes-${number}">
    <h3>Version ${number}</h3>
    ${before === undefined ? html`<p>It is the first.</p>` : changeList(before.policy, policy)}
  </div>`;
}

function leaving(): Html {
  return html`<section>
    <h2>If you disagree</h2>
    ${paragraph(claimed('A46'), claimed('B119'))}
    <ol>
      <li><a href="/settings/export">Take everything along.</a></li>
      <li><a href="/settings/delete">Delete your account.</a></li>
    </ol>
  </section>`;
}
