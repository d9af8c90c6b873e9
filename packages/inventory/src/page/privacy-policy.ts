import { entriesOf } from '../derive/places.ts';
import { RECIPIENTS, type RecipientEntry } from '../recipients.ts';
import type { Entry } from '../vocabulary.ts';
import { dataTables, type DataTable } from './data-table.ts';
import { POLICY_SECTIONS, type SectionName } from './sections.ts';
import { statementOf, type Statement } from './statement.ts';

/** The privacy policy as data: a page lays it out and adds no sentence. */
export interface PrivacyPolicy {
  sections: { name: SectionName; title: string; statements: Statement[] }[];
  data: DataTable[];
  /** Who gets something, but the account's own devices. */
  recipients: RecipientEntry[];
  /** What a browser keeps: cookies first. */
  browser: Entry[];
}

/** Makes the policy of what is held and claimed. */
export function privacyPolicy(inventory: readonly Entry[]): PrivacyPolicy {
  return {
    sections: (Object.keys(POLICY_SECTIONS) as SectionName[]).map((name) => {
      const { title, claims } = POLICY_SECTIONS[name];
      return { name, title, statements: claims.map(statementOf) };
    }),
    data: dataTables(inventory),
    recipients: Object.values(RECIPIENTS).filter(({ by }) => by !== 'nobody'),
    browser: [...entriesOf(inventory, 'cookie'), ...entriesOf(inventory, 'browser-storage')],
  };
}
