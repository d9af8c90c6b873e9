import {
  entriesOf,
  INVENTORY,
  placesOn,
  READERS,
  RECIPIENTS,
  RETENTION_RULES,
  SUBJECTS,
  subjectsOf,
  type Entry,
  type Place,
} from '@smseal/inventory';
import { red, verdict, type Outcome } from '../probe/outcome.ts';
import { plainText } from '../site/plain-text.ts';
import { ask, textOf, type Site } from '../site/site.ts';

const PATH = '/privacy';
const SHOWN = placesOn('privacy');
/** Ten minutes at 250 words a minute, before anything is unfolded. */
const MOST_WORDS = 2_500;

/** What the page says of one field. */
interface Shown {
  says: string;
  purpose: string;
  retention: string;
  recipients: string;
}

/** The policy's tables against the inventory, both ways, field by field; and how long reading it takes. */
export async function policyTable(site: Site): Promise<Outcome> {
  const answer = await ask(site, { path: PATH });
  if (answer.status !== 200) return red(`${PATH} answers ${answer.status}`);
  const page = textOf(answer);
  const words = plainText(withoutFolds(/<main\b[^]*<\/main>/.exec(page)?.[0] ?? page)).split(' ').length;
  const faults = SHOWN.flatMap((place) => faultsOfPlace(page, place));
  if (words > MOST_WORDS) faults.push(`${PATH} has ${words} words before anything is unfolded`);
  const count = SHOWN.reduce((sum, place) => sum + entriesOf(INVENTORY, place).length, 0);
  return verdict(faults, `${PATH} shows all ${count} in ${words} words, and what lies behind them`);
}

function faultsOfPlace(page: string, place: Place): string[] {
  const shown = shownIn(
    page.split(/(?=id="held-)/).find((part) => part.startsWith(`id="held-${place}"`)) ?? '',
  );
  const entries = entriesOf(INVENTORY, place);
  const unlisted = [...shown.keys()].filter((name) => !entries.some((entry) => entry.name === name));
  return [
    ...entries.flatMap((entry) => faultsOfField(entry, shown.get(entry.name))),
    ...unlisted.map((name) => `${PATH} shows ${name}, which is not held`),
  ];
}

function faultsOfField(entry: Entry, shown: Shown | undefined): string[] {
  const { name } = entry;
  if (shown === undefined) return [`${PATH} does not name ${name}`];
  const named = entry.recipients.filter((recipient) => recipient !== 'none');
  const whose =
    subjectsOf(entry)
      .map((subject) => SUBJECTS[subject])
      .join(', ') || 'Nobody';
  const recipients = named.map((recipient) => RECIPIENTS[recipient].title).join(', ') || 'Nobody';
  return [
    ...(shown.says.startsWith(entry.holds) ? [] : [`${PATH} does not say what ${name} holds`]),
    ...(shown.says.endsWith(` ${READERS[entry.protection]}.`)
      ? []
      : [`${PATH} does not say who reads ${name}`]),
    ...(shown.says.includes(` Whose: ${whose}. `) ? [] : [`${PATH} does not say whose ${name} is`]),
    ...(shown.purpose.startsWith(entry.purpose) ? [] : [`${PATH} does not say what ${name} is for`]),
    ...(shown.retention === RETENTION_RULES[entry.retention].sentence
      ? []
      : [`${PATH} does not say how long ${name} is kept`]),
    ...(shown.recipients === recipients ? [] : [`${PATH} does not say who gets ${name}`]),
  ];
}

/** Fields by name, each with what its row says. */
function shownIn(html: string): Map<string, Shown> {
  const rows = [...html.matchAll(/<tr\b[^]*?<\/tr>/g)].map(([row]) => row);
  return new Map(
    rows.flatMap((row) => {
      const purpose = plainText(/<th\b[^]*?(?=<details|<\/th>)/.exec(row)?.[0] ?? '');
      const [, retention = '', recipients = ''] = [...row.matchAll(/<td\b[^]*?<\/td>/g)].map(([cell]) =>
        plainText(cell),
      );
      const fields = row.matchAll(/<dt>\s*<code>([^<]+)<\/code>\s*<\/dt>\s*<dd>([^]*?)<\/dd>/g);
      return [...fields].map(
        ([, name = '', says = '']) =>
          [name, { says: plainText(says), purpose, retention, recipients }] as const,
      );
    }),
  );
}

/** A page without what is folded away, however deep. */
function withoutFolds(html: string): string {
  const innermost = /<details\b(?:(?!<details\b)[^])*?<\/details>/g;
  const less = html.replaceAll(innermost, '');
  return less === html ? html : withoutFolds(less);
}
