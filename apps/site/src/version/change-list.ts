import { diffPolicies, type Change, type CompiledPolicy, type Weight } from '@smseal/inventory';
import { html, NOTHING, type Html } from '../html/html.ts';

const WEIGHT_WORDS = {
  material: 'What weighs on you',
  protective: 'What protects you',
  minor: 'What else is different',
} as const satisfies Record<Weight, string>;

/** What one version changes of another, computed from the two. */
export function changeList(before: CompiledPolicy, after: CompiledPolicy): Html {
  const changes = Map.groupBy(diffPolicies(before, after), ({ weight }) => weight);
  if (changes.size === 0) return html`<p>Nothing that it says is different.</p>`;
  return html`${(Object.keys(WEIGHT_WORDS) as Weight[]).map((weight) => group(weight, changes.get(weight) ?? []))}`;
}

function group(weight: Weight, changes: readonly Change[]): Html {
  if (changes.length === 0) return NOTHING;
  return html`<h4>${WEIGHT_WORDS[weight]}</h4>
    <ul class="changes">
      ${changes.map(({ what, says }) => html`<li class="${weight}"><code>${what}</code> <span>${says}</span></li>`)}
    </ul>`;
}
