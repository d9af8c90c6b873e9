import type { ConnectorSettings } from '@smseal/protocol';
import { NATIONAL_TABLES, type NationalLanguage, type NationalTable } from '@smseal/sms';
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

/** What the rehearsal carrier takes: any sender, and the shift tables of the languages that carriers pass on most. */
export const REHEARSAL_WAY = {
  kind: 'smpp',
  tables: [NATIONAL_TABLES.turkish, NATIONAL_TABLES.spanish, NATIONAL_TABLES.portuguese],
  from: 'SMSeal',
  defaultAlphabet: 'gsm7',
} as const satisfies WayOut;

/** The route that a gateway's settings lead texts by. */
export function gatewayRoute(connectors: readonly ConnectorSettings[]): GatewayRoute {
  const [first] = connectors;
  if (first === undefined) {
    return {
      connector: 'rehearsal',
      name: 'Rehearsal',
      why: 'The settings name no carrier, so texts go to the rehearsal carrier and to no handset.',
      way: REHEARSAL_WAY,
    };
  }
  return {
    connector: first.id,
    name: first.name,
    why: 'It is the first carrier that the gateway’s settings name.',
    way: {
      kind: 'smpp',
      tables: tablesOfLanguages(first.languages),
      from: first.from[0] ?? REHEARSAL_WAY.from,
      defaultAlphabet: first.defaultAlphabet,
    },
  };
}

/** Shift tables by the names of their languages; names that nobody knows are passed over. */
export function tablesOfLanguages(languages: readonly string[]): NationalTable[] {
  return languages.filter(isNational).map((name) => NATIONAL_TABLES[name]);
}

function isNational(name: string): name is NationalLanguage {
  return Object.hasOwn(NATIONAL_TABLES, name);
}
