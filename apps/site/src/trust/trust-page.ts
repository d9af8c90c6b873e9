import {
  CLAIM_IDS,
  CLAIMS,
  howSeen,
  PROBES,
  RESOLUTIONS,
  standingOf,
  type ClaimId,
  type Unresolved,
} from '@smseal/inventory';
import { codeBlock } from '../html/code-block.ts';
import { html, NOTHING, type Html } from '../html/html.ts';
import type { SitePage } from '../html/page.ts';
import { explain, paragraph, promise } from '../html/sentence.ts';
import { resultPill, type ClaimResult } from './claim-result.ts';

type Kind = Unresolved['kind'];

/** Kinds in the order in which a reader wants them, with their heading and what it means. */
const KINDS = {
  executable: {
    title: 'Tried on the running software',
    means: 'A machine tries these, and anyone can make it do so.',
  },
  disclosure: { title: 'Said openly', means: 'These are told; no machine could prove them.' },
  organisational: {
    title: 'Kept by people',
    means: 'Whoever runs the service has to do these, and to have the evidence named here.',
  },
  'not-yet': {
    title: 'Not yet',
    means: 'Policies of such services say these. Here they do not hold, or are not tried, yet.',
  },
  'not-applicable': { title: 'Not applicable', means: 'These concern what is not done here.' },
} as const satisfies Record<Kind, { title: string; means: string }>;

/** Every claim with what it stands on. `results`: of the last trial, by claim; null where there was none. */
export function trustPage(results: ReadonlyMap<ClaimId, ClaimResult> | null): SitePage {
  return {
    path: '/trust',
    title: 'Trust',
    description:
      'Each of the 194 promises that privacy policies of such services make: what proves it here, and when it was last tried.',
    body: html`<section>
        <h1>Each promise, and what proves it</h1>
        ${paragraph(
          promise(
            'Three privacy policies of services like this one make 194 promises; all of them are answered here.',
            'A03',
          ),
          explain('You need no account to try them again:'),
        )}
        ${codeBlock('How to try them', 'smseal verify https://this.service')} ${counts()}
        ${results === null ? html`<p class="note">They have not been tried on this installation yet.</p>` : NOTHING}
      </section>
      ${(Object.keys(KINDS) as Kind[]).map((kind) => section(kind, results))}`,
  };
}

const idsOf = (kind: Kind): ClaimId[] => CLAIM_IDS.filter((id) => standingOf(CLAIMS[id]).kind === kind);

function counts(): Html {
  return html`<ul class="counts">
    ${(Object.keys(KINDS) as Kind[]).map(
      (kind) =>
        html`<li>
          <a href="#${kind}"><strong>${idsOf(kind).length}</strong> ${KINDS[kind].title}</a>
        </li>`,
    )}
  </ul>`;
}

function section(kind: Kind, results: ReadonlyMap<ClaimId, ClaimResult> | null): Html {
  const { title, means } = KINDS[kind];
  return html`<section class="wide" id="${kind}">
    <h2>${title}</h2>
    <p>${means}</p>
    <ol class="claims">
      ${idsOf(kind).map((id) => claim(id, results?.get(id) ?? null))}
    </ol>
  </section>`;
}

function claim(id: ClaimId, result: ClaimResult | null): Html {
  const { text, stands } = CLAIMS[id];
  return html`<li id="${id}">
    <span class="id">${id}</span>
    <div>
      <p>${text}</p>
      ${basis(standingOf(CLAIMS[id]))}
      ${stands.kind === 'resolved' ? html`<p class="basis">${RESOLUTIONS[stands.by].instead}</p>` : NOTHING}
    </div>
    ${result === null ? NOTHING : resultPill(result)}
  </li>`;
}

function basis(stands: Unresolved): Html {
  switch (stands.kind) {
    case 'executable':
      return html`<details class="basis">
        <summary>How it is tried</summary>
        <ul>
          ${stands.probes.map(
            (name) =>
              html`<li>${PROBES[name].tries} <code>${name}</code> (${howSeen(PROBES[name].needs)})</li>`,
          )}
        </ul>
      </details>`;
    case 'organisational':
      return html`<p class="basis">Evidence: ${stands.register}</p>`;
    case 'not-yet':
      return html`<p class="basis">Missing: ${stands.missing}</p>`;
    case 'not-applicable':
      return html`<p class="basis">${stands.reason}</p>`;
    case 'disclosure':
      return NOTHING;
    default:
      return stands satisfies never;
  }
}
