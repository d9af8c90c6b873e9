import { CLAIMS, faultsOfWording, standingOf, type ClaimId } from '@smseal/inventory';
import { html, type Html } from './html.ts';

/** A sentence of a public page. There are two ways to make one, and both can refuse. */
export interface Sentence extends Html {
  readonly of: 'promise' | 'explanation';
}

/** Words with which a sentence promises something, so that it needs a claim. */
const PROMISES =
  /\b(never|always|nobody|no one|nothing|cannot|can’t|every|all|only|secure|safe|private|delete[sd]?|erase[sd]?|encrypt(ed|s)?|sealed|keeps?|kept)\b/i;

/**
 * A sentence that promises something, with links to the claims that it stands on. @throws Error when a claim does not hold
 * yet, or when the words are such as may not stand on a public page.
 */
export function promise(text: string, ...claims: readonly [ClaimId, ...ClaimId[]]): Sentence {
  refuseWording(text);
  for (const id of claims) {
    const stands = standingOf(CLAIMS[id]);
    if (stands.kind === 'not-yet')
      throw new Error(`“${text}” stands on ${id}, which does not hold yet. Missing: ${stands.missing}`);
  }
  const links = claims.map((id) => html`<a href="/trust#${id}" title="${CLAIMS[id].text}">${id}</a>`);
  return { ...html`<span class="promise">${text}&nbsp;<sup>${links}</sup></span> `, of: 'promise' };
}

/** A sentence that says how something is done or called. @throws Error when it promises something after all. */
export function explain(text: string): Sentence {
  refuseWording(text);
  const promised = PROMISES.exec(text)?.[0];
  if (promised !== undefined)
    throw new Error(`“${text}” promises something (“${promised}”) and names no claim that it stands on.`);
  return { ...html`${text} `, of: 'explanation' };
}

/** The claim's own sentence, as a promise. */
export function claimed(id: ClaimId): Sentence {
  return promise(CLAIMS[id].text, id);
}

/** A paragraph: of sentences, and of nothing else. */
export function paragraph(...sentences: readonly Sentence[]): Html {
  return html`<p>${sentences}</p>`;
}

/** A list whose points are sentences. */
export function points(...sentences: readonly Sentence[]): Html {
  return html`<ul>
    ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
  </ul>`;
}

/** A list of measures. @throws Error where one is no promise, and so leads to nothing that tries it. */
export function measures(...sentences: readonly Sentence[]): Html {
  for (const { of, html: written } of sentences)
    if (of !== 'promise') throw new Error(`“${written}” is listed as a measure and nothing tries it.`);
  return html`<ul class="measures">
    ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
  </ul>`;
}

function refuseWording(text: string): void {
  const [fault] = faultsOfWording(text);
  if (fault !== undefined) throw new Error(`“${text}” may not stand on a public page. ${fault}`);
}
