import { CATEGORIES, placesOn, READERS, type CompiledPolicy, type HeldThing } from '@smseal/inventory';
import { html, NOTHING, type Html } from '../html/html.ts';

/** What is held for one purpose, as long and for the same people. */
interface Held {
  category: string;
  purpose: string;
  things: readonly HeldThing[];
}

/** Headings of the columns; where the table is too wide for a screen, each stands before its cell. */
const READ_BY = 'Who can read it';
const KEPT_FOR = 'How long';
const HANDED_TO = 'Who else gets it';

/** Places beside the database. */
const ELSEWHERE = placesOn('privacy').filter((place) => place !== 'database');

/** Everything that the service keeps, by category and purpose, each field behind it. */
export function dataTable(policy: CompiledPolicy): Html {
  const held = groups(policy, 'database');
  const tables = inOrder(Object.keys(policy.categories), Object.keys(CATEGORIES)).map((category) =>
    section(
      policy,
      policy.categories[category] ?? category,
      held.filter((one) => one.category === category),
    ),
  );
  return html`<div id="held-database">${tables}</div>`;
}

/** The same of the files, the logs, the phone, a gateway and the command line. */
export function tablesElsewhere(policy: CompiledPolicy): Html {
  return html`${ELSEWHERE.map((place) => heldIn(policy, place))}`;
}

/** The same of one place, folded. */
export function heldIn(policy: CompiledPolicy, place: string): Html {
  const title = policy.places[place]?.title ?? place;
  return html`<details id="held-${place}">
    <summary>${title}</summary>
    ${table(policy, title, groups(policy, place))}
  </details>`;
}

function groups(policy: CompiledPolicy, place: string): Held[] {
  const things = Object.values(policy.held).filter((thing) => thing.place === place);
  const alike = Map.groupBy(things, ({ category, purpose, retention, recipients }) =>
    [category, purpose, retention, ...recipients].join(' '),
  );
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ category: first.category, purpose: first.purpose, things: group }] : [];
  });
}

/** Ids as they are ordered now; what is not known any longer at the end. */
function inOrder(ids: readonly string[], order: readonly string[]): string[] {
  return [...order.filter((id) => ids.includes(id)), ...ids.filter((id) => !order.includes(id))];
}

function section(policy: CompiledPolicy, title: string, held: readonly Held[]): Html {
  if (held.length === 0) return NOTHING;
  return html`<h3>${title}</h3>
    ${table(policy, title, held)}`;
}

function table(policy: CompiledPolicy, title: string, held: readonly Held[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}">
    <table class="data">
      <thead>
        <tr>
          ${['What for', READ_BY, KEPT_FOR, HANDED_TO].map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${held.map((one) => row(policy, one))}
      </tbody>
    </table>
  </div>`;
}

function row(policy: CompiledPolicy, { purpose, things }: Held): Html {
  const protections = unique(things.map(({ protection }) => protection));
  const readers = inOrder(protections, Object.keys(READERS));
  const retention = unique(
    things.map((thing) => policy.retentions[thing.retention]?.sentence ?? thing.retention),
  );
  const recipients = unique(things.flatMap((thing) => thing.recipients)).map(
    (recipient) => policy.recipients[recipient]?.title ?? recipient,
  );
  return html`<tr>
    <th scope="row">
      ${purpose}
      <details>
        <summary>${things.length} ${things.length === 1 ? 'field' : 'fields'}</summary>
        <dl>${things.map((thing) => field(policy, thing))}</dl>
      </details>
    </th>
    <td data-label="${READ_BY}">
      <ul class="bare">
        ${readers.map(
          (protection) =>
            html`<li class="${protection === 'sealed' ? 'sealed' : ''}">
              ${policy.protections[protection] ?? protection}${
                protections.length > 1 ? html`: ${countOf(things, protection)}` : NOTHING
              }
            </li>`,
        )}
      </ul>
    </td>
    <td data-label="${KEPT_FOR}">${retention.join(' ')}</td>
    <td data-label="${HANDED_TO}">${recipients.join(', ') || 'Nobody'}</td>
  </tr>`;
}

function field(policy: CompiledPolicy, { name, holds, protection, subjects, when }: HeldThing): Html {
  const whose = subjects.map((subject) => policy.subjects[subject] ?? subject).join(', ') || 'Nobody';
  return html`<dt><code>${name}</code></dt>
    <dd>
      ${holds} ${when ?? ''} <span>Whose: ${whose}.</span>
      <em>${policy.protections[protection] ?? protection}.</em>
    </dd>`;
}

function countOf(things: readonly HeldThing[], protection: string): string {
  const count = things.filter((thing) => thing.protection === protection).length;
  return count === 1 ? '1 field' : `${count} fields`;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
