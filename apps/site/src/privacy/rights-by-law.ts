import {
  CLAIMS,
  LAW_OF_PLACE,
  PROMISE,
  REGIMES,
  RIGHTS,
  standingOf,
  termWords,
  type Regime,
  type RegimeId,
  type Right,
} from '@smseal/inventory';
import { html, NOTHING, type Html } from '../html/html.ts';

/** Rights and times, law by law, and how each right is kept here. */
export function rightsByLaw(): Html {
  return html`<p>
      A request is answered within ${PROMISE.map(termWords).join(' or ')}, whichever is earlier, or sooner
      where one of your laws says so. The laws of Europe and of California count for everybody; the law of the
      place where you live counts, too; and where that is in doubt, all of them do.
    </p>
    ${(Object.keys(REGIMES) as RegimeId[]).map(regime)}`;
}

function regime(id: RegimeId): Html {
  const { title, law, answer, longer, confirmed, sooner, rights }: Regime = REGIMES[id];
  return html`<details id="law-${id}">
    <summary>${title}: ${termWords(answer)}</summary>
    <p>
      ${law}. Answered within
      ${termWords(answer)}${
        longer === null
          ? NOTHING
          : html`, which may become ${termWords(longer)} longer once, with the reason told in time`
      }.
      ${confirmed === null ? NOTHING : html`Its arrival is confirmed within ${termWords(confirmed)}.`}
      ${places(id)}
    </p>
    <dl>
      ${(Object.keys(rights) as Right[]).map((right) => {
        const own = sooner[right];
        return html`<dt>${RIGHTS[right].title}</dt>
          <dd>
            ${rights[right] ?? ''}.${own === undefined ? NOTHING : html` Within ${termWords(own)}.`}
            ${keptHere(right)}
          </dd>`;
      })}
    </dl>
  </details>`;
}

/** Countries whose law it is, by ISO 3166. */
function places(id: RegimeId): string {
  const codes = [...LAW_OF_PLACE].flatMap(([place, law]) => (law === id ? [place] : []));
  return `Places: ${codes.join(', ')}.`;
}

/** A right that is not in the software yet is there all the same: people have to be written to. */
function keptHere(right: Right): Html {
  const { claim } = RIGHTS[right];
  const { kind } = standingOf(CLAIMS[claim]);
  return kind === 'not-yet'
    ? html`Write to whoever runs this installation;
        <a href="/trust#${claim}">the software does not do it yet</a>.`
    : html`<a href="/trust#${claim}">How it is kept here.</a>`;
}
