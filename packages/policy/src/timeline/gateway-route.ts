import type { ConnectorSettings, TextEvent } from '@smseal/protocol';
import { NATIONAL_TABLES, type NationalLanguage, type NationalTable } from '@smseal/sms';
import { routeSender } from '../routing/route-sender.ts';
import type { WayOut } from './text-timeline.ts';

/** The way out of a gateway, and why it is this one. */
export interface GatewayRoute {
  /** Id of the connector. */
  connector: string;
  /** What people call the carrier. */
  name: string;
  why: string;
  way: Extract<WayOut, { kind: 'smpp' }>;
}

/** What of a text decides by which carrier it goes, or went. */
export interface RoutedText {
  /** The sender that it names; null for none. */
  from: string | null;
  /** Its own, in the order in which they were reported. */
  events: readonly Pick<TextEvent, 'carrierId' | 'connector'>[];
}

/** What the rehearsal carrier takes: any sender, and the shift tables of the languages that carriers pass on most. */
export const REHEARSAL_WAY = {
  kind: 'smpp',
  tables: [NATIONAL_TABLES.turkish, NATIONAL_TABLES.spanish, NATIONAL_TABLES.portuguese],
  from: 'SMSeal',
  defaultAlphabet: 'gsm7',
} as const satisfies WayOut;

/**
 * The carrier that a text went by, as its gateway noted; of one that has not left, the one that it would go by.
 * @param isUp whether a connector, by its id, has its connection; where nobody can say, all count as having it.
 */
export function gatewayRoute(
  connectors: readonly ConnectorSettings[],
  { from, events }: RoutedText,
  isUp: (connector: string) => boolean = () => true,
): GatewayRoute {
  const [first] = connectors;
  const answer = events.findLast(({ carrierId }) => carrierId !== undefined);
  if (first === undefined && answer?.connector === undefined) {
    return {
      connector: 'rehearsal',
      name: 'Rehearsal',
      why: 'The settings name no carrier, so texts go to the rehearsal carrier and to no handset.',
      way: REHEARSAL_WAY,
    };
  }
  // An answer that names no connector is of a time when there was one, which stands first.
  const carried = answer && (answer.connector ?? first?.id ?? '');
  const known = connectors.find(({ id }) => id === (carried ?? chosenFor(from, connectors, isUp)));
  if (known === undefined)
    return {
      connector: carried ?? '',
      name: 'A former carrier',
      why: 'The gateway noted that the text went by it; the settings do not name it any more.',
      way: REHEARSAL_WAY,
    };
  const why = whyOf(known, from, connectors);
  return {
    connector: known.id,
    name: known.name,
    why: answer?.connector === undefined ? why : `The gateway noted that the text went by it. ${why}`,
    way: {
      kind: 'smpp',
      tables: tablesOfLanguages(known.languages),
      from: known.from[0] ?? REHEARSAL_WAY.from,
      defaultAlphabet: known.defaultAlphabet,
    },
  };
}

/** The connector that routing would choose for a sender: of those that are up, or of all while it has to wait. */
function chosenFor(
  from: string | null,
  connectors: readonly ConnectorSettings[],
  isUp: (connector: string) => boolean,
): string | undefined {
  const choose = (counts: (id: string) => boolean) =>
    routeSender(
      from,
      connectors.map(({ id, from: senders }) => ({ id, senders, isUp: counts(id) })),
    ).connectors[0];
  return choose(isUp) ?? choose(() => true);
}

function whyOf(chosen: ConnectorSettings, from: string | null, all: readonly ConnectorSettings[]): string {
  if (all.length === 1) return 'It is the only carrier that the gateway’s settings name.';
  const able = from === null ? all : all.filter((connector) => connector.from.includes(from));
  if (able.length === 0)
    return `No carrier that the gateway’s settings name lists ${from} as a sender, so any of them may take it.`;
  const listing = from === null ? 'that the gateway’s settings name' : `that may send from ${from}`;
  if (able.length === 1 && able[0] === chosen) return `It is the only carrier ${listing}.`;
  if (able[0] === chosen) return `It is the first of the carriers ${listing}.`;
  if (able.includes(chosen)) return `The carriers before it ${listing} had no connection or no room.`;
  return `It lists ${from} as a sender no more.`;
}

/** Shift tables by the names of their languages; names that nobody knows are passed over. */
export function tablesOfLanguages(languages: readonly string[]): NationalTable[] {
  return languages.filter(isNational).map((name) => NATIONAL_TABLES[name]);
}

function isNational(name: string): name is NationalLanguage {
  return Object.hasOwn(NATIONAL_TABLES, name);
}
