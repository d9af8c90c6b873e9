import {
  CATEGORIES,
  entriesOf,
  INVENTORY,
  PLACES,
  placesOn,
  READERS,
  RECIPIENTS,
  RETENTION_RULES,
  type Category,
  type Entry,
  type Protection,
} from '@smseal/inventory';
import { html, NOTHING, type Html } from '../html/html.ts';

/** What is held for one purpose, as long and for the same people. */
interface Held {
  category: Category;
  purpose: string;
  entries: readonly Entry[];
}

/** Headings of the columns; where the table is too wide for a screen, each stands before its cell. */
const READ_BY = 'Who can read it';
const KEPT_FOR = 'How long';
const HANDED_TO = 'Who else gets it';

const ORDER = Object.keys(READERS) as Protection[];

/** Places beside the database. */
const ELSEWHERE = placesOn('privacy').filter((place) => place !== 'database');

/** Everything that the service keeps, by category and purpose, each field behind it. */
export function dataTable(): Html {
  const held = groups(entriesOf(INVENTORY, 'database'));
  const tables = (Object.keys(CATEGORIES) as Category[]).map((category) =>
    section(
      CATEGORIES[category],
      held.filter((one) => one.category === category),
    ),
  );
  return html`<div id="held-database">${tables}</div>`;
}

/** The same of the files, the logs, the phone, a gateway and the command line. */
export function tablesElsewhere(): Html {
  return html`${ELSEWHERE.map(
    (place) =>
      html`<details id="held-${place}">
        <summary>${PLACES[place].title}</summary>
        ${table(PLACES[place].title, groups(entriesOf(INVENTORY, place)))}
      </details>`,
  )}`;
}

function groups(entries: readonly Entry[]): Held[] {
  const alike = Map.groupBy(entries, ({ category, purpose, retention, recipients }) =>
    [category, purpose, retention, ...recipients].join(' '),
  );
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ category: first.category, purpose: first.purpose, entries: group }] : [];
  });
}

function section(title: string, held: readonly Held[]): Html {
  if (held.length === 0) return NOTHING;
  return html`<h3>${title}</h3>
    ${table(title, held)}`;
}

function table(title: string, held: readonly Held[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}">
    <table class="data">
      <thead>
        <tr>
          ${['What for', READ_BY, KEPT_FOR, HANDED_TO].map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${held.map(row)}
      </tbody>
    </table>
  </div>`;
}

function row({ purpose, entries }: Held): Html {
  const protections = new Set(entries.map(({ protection }) => protection));
  const readers = ORDER.filter((protection) => protections.has(protection)).map(
    (protection) =>
      html`<li class="${protection === 'sealed' ? 'sealed' : ''}">
        ${READERS[protection]}${protections.size > 1 ? html`: ${countOf(entries, protection)}` : NOTHING}
      </li>`,
  );
  const retention = unique(entries.map((entry) => RETENTION_RULES[entry.retention].sentence));
  const named = unique(entries.flatMap((entry) => entry.recipients)).filter(
    (recipient) => recipient !== 'none',
  );
  const recipients = named.length === 0 ? ['Nobody'] : named.map((recipient) => RECIPIENTS[recipient].title);
  return html`<tr>
    <th scope="row">
      ${purpose}
      <details>
        <summary>${entries.length} ${entries.length === 1 ? 'field' : 'fields'}</summary>
        <dl>
          ${entries.map(
            ({ name, holds, protection, when }) =>
              html`<dt><code>${name}</code></dt>
                <dd>${holds} ${when ?? ''} <em>${READERS[protection]}.</em></dd>`,
          )}
        </dl>
      </details>
    </th>
    <td data-label="${READ_BY}">
      <ul class="bare">
        ${readers}
      </ul>
    </td>
    <td data-label="${KEPT_FOR}">${retention.join(' ')}</td>
    <td data-label="${HANDED_TO}">${recipients.join(', ')}</td>
  </tr>`;
}

function countOf(entries: readonly Entry[], protection: Protection): string {
  const count = entries.filter((entry) => entry.protection === protection).length;
  return count === 1 ? '1 field' : `${count} fields`;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
