import {
  entriesOf,
  INVENTORY,
  RECIPIENTS,
  RETENTION_RULES,
  type Category,
  type Entry,
  type Protection,
} from '@smseal/inventory';
import { html, NOTHING, type Html } from '../html/html.ts';

/** What is held for one purpose. */
interface Held {
  category: Category;
  purpose: string;
  entries: readonly Entry[];
}

const CATEGORIES = {
  content: 'Content',
  delivery: 'Texts on their way',
  account: 'Account',
  device: 'Devices and keys',
  'sign-in': 'Signing in',
  activity: 'Activity log',
  operation: 'Running the service',
} as const satisfies Record<Category, string>;

/** Who can read a value, from the strongest protection to the weakest. */
const READERS = {
  sealed: 'Your devices',
  'on-device': 'That device',
  hashed: 'Nobody: a digest',
  'password-hash': 'Nobody: a slow hash',
  public: 'Anyone: it is public by nature',
  encrypted: 'The service; encrypted on its disks',
  wrapped: 'Nobody: a key under another key',
  clear: 'The service',
} as const satisfies Record<Protection, string>;
const ORDER = Object.keys(READERS) as Protection[];

/** Everything that the service keeps, by category and purpose, each field behind it. */
export function dataTable(): Html {
  const held = groups(entriesOf(INVENTORY, 'database'));
  return html`${(Object.keys(CATEGORIES) as Category[]).map((category) =>
    section(
      CATEGORIES[category],
      held.filter((one) => one.category === category),
    ),
  )}`;
}

function groups(entries: readonly Entry[]): Held[] {
  const byPurpose = Map.groupBy(entries, ({ category, purpose }) => `${category} ${purpose}`);
  return [...byPurpose.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ category: first.category, purpose: first.purpose, entries: group }] : [];
  });
}

function section(title: string, held: readonly Held[]): Html {
  if (held.length === 0) return NOTHING;
  return html`<h3>${title}</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="${title}">
      <table class="data">
        <thead>
          <tr>
            <th scope="col">What for</th>
            <th scope="col">Who can read it</th>
            <th scope="col">How long</th>
            <th scope="col">Who else gets it</th>
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
  const isSealed = protections.has('sealed');
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
  return html`<tr class="${isSealed ? 'has-seal' : ''}">
    <th scope="row">
      ${purpose}
      <details>
        <summary>${entries.length} ${entries.length === 1 ? 'field' : 'fields'}</summary>
        <dl>
          ${entries.map(
            ({ name, holds }) =>
              html`<dt><code>${name}</code></dt>
                <dd>${holds}</dd>`,
          )}
        </dl>
      </details>
    </th>
    <td>
      <ul class="bare">
        ${readers}
      </ul>
    </td>
    <td>${retention.join(' ')}</td>
    <td>${recipients.join(', ')}</td>
  </tr>`;
}

function countOf(entries: readonly Entry[], protection: Protection): string {
  const count = entries.filter((entry) => entry.protection === protection).length;
  return count === 1 ? '1 field' : `${count} fields`;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
