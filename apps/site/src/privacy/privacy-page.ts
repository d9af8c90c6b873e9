import { CLAIM_IDS, CLAIMS, RECIPIENTS, standingOf } from '@smseal/inventory';
import { html, NOTHING, type Html } from '../html/html.ts';
import type { SitePage } from '../html/page.ts';
import { claimed, explain, paragraph, points, promise } from '../html/sentence.ts';
import { inForce, type ArchivedVersion } from '../version/archive.ts';
import { dayInWords, versionLine } from '../version/version-words.ts';
import { dataTable, tablesElsewhere } from './data-table.ts';
import { rightsByLaw } from './rights-by-law.ts';

/** The policy that the software keeps to, and what is announced. */
export function privacyPage(versions: readonly ArchivedVersion[]): SitePage {
  const version = inForce(versions);
  return {
    path: '/privacy',
    title: 'Privacy policy',
    description:
      'What SMSeal holds, who can read it, how long and why: made from the list that rules the software.',
    body: html`<section>
        <h1>Privacy policy</h1>
        ${versionNote(version, versions)}
        ${paragraph(
          promise(
            'This page is made from the list that rules the software; what is not on it is refused.',
            'A03',
            'A09',
          ),
          explain('The small letters after a sentence lead to what proves it.'),
        )}
        <h2>In short</h2>
        ${points(
          claimed('A12'),
          claimed('A27'),
          claimed('A05'),
          claimed('A34'),
          claimed('A31'),
          claimed('P13'),
          claimed('A41'),
        )}
        <h2>Whom it concerns</h2>
        ${paragraph(claimed('A01'), claimed('A04'), claimed('B04'), claimed('B03'))}
      </section>
      <section class="wide" id="data">
        <h2>What the service holds</h2>
        ${paragraph(
          claimed('B18'),
          explain('Each row is a purpose; open it to see its fields.'),
          promise('The seal marks what your devices alone can read.', 'A10', 'A12'),
        )}
        ${dataTable(version.policy)}
      </section>
      <section class="wide">
        <h2>What lies elsewhere</h2>
        ${paragraph(
          explain(
            'Files and logs of the service, and the folders of the phone, a gateway and the command line.',
          ),
          promise('What these programs hold is listed in the same way.', 'A03'),
        )}
        ${tablesElsewhere(version.policy)}
      </section>
      <section>
        <h2>How it is protected</h2>
        ${points(
          claimed('A07'),
          claimed('A08'),
          claimed('A11'),
          claimed('A13'),
          claimed('A28'),
          claimed('P09'),
          claimed('P10'),
          claimed('A38'),
        )}
        <h2>Who gets something</h2>
        ${paragraph(claimed('A35'), claimed('P12'))} ${recipients()}
        <h2>Your rights</h2>
        ${points(
          promise('You get a copy of what is held of you, or its name where it is a secret.', 'A25'),
          claimed('P13'),
          claimed('A31'),
          claimed('A47'),
        )}
        ${paragraph(claimed('B05'), claimed('B37'))} ${rightsByLaw()}
        <h2>When it changes</h2>
        ${paragraph(claimed('A45'), claimed('B118'), claimed('A46'))}
        <h2>In your browser</h2>
        ${paragraph(claimed('B57'), claimed('B58'))}
        <p><a href="/cookies">The cookie page lists it all.</a></p>
        <h2>What does not hold yet</h2>
        ${notYet()}
      </section>`,
  };
}

/** Which version it is and since when, and what is announced. */
function versionNote(version: ArchivedVersion, versions: readonly ArchivedVersion[]): Html {
  const announced = versions.filter(({ state }) => state === 'announced');
  return html`<p class="version">
    ${versionLine(version)}.
    ${
      version.isDraft
        ? html`Until the software is first released it says what the software does now, and changes with it.`
        : NOTHING
    }
    <a href="/privacy/versions">All versions, and what each changed.</a>
    ${announced.map(
      ({ number, effective }) =>
        html`<strong>
          <a href="/privacy/versions#changes-${number}"
            >Version ${number} counts from ${dayInWords(effective)} on.</a
          >
        </strong>`,
    )}
  </p>`;
}

function recipients(): Html {
  const named = Object.values(RECIPIENTS).filter(({ by }) => by !== 'nobody');
  return html`<dl class="recipients">
    ${named.map(
      ({ title, gets, by }) =>
        html`<dt>${title}</dt>
          <dd>${gets} ${by === 'holder' ? 'You set it up yourself.' : 'The service needs it.'}</dd>`,
    )}
  </dl>`;
}

/** The policy that this one has to answer says more than the software does: how much, and where it stands. */
function notYet(): Html {
  const missing = CLAIM_IDS.filter((id) => standingOf(CLAIMS[id]).kind === 'not-yet').length;
  return html`<p>
    ${missing} of ${CLAIM_IDS.length} sentences that policies of such services make do not hold here yet.
    <a href="/trust#not-yet">They are listed, each with what is missing.</a>
  </p>`;
}
