import type { NumberType } from '@smseal/sms/geography';
import type { TextClass } from '../suppression/may-leave.ts';

/** What a text asks of its route. */
export interface RouteRequest {
  /** ISO 3166-1 alpha-2 country of the recipient's number; null when the number does not tell. */
  country: string | null;
  /** The kind of the recipient's number, as far as its numbering plan tells. */
  numberType: NumberType;
  class: TextClass;
  /** What the recipient is to see as sender. */
  sender: 'number' | 'alphanumeric';
  /** That number or name; null for the connector's own. */
  from: string | null;
  /** The recipient must be able to answer. */
  needsReply: boolean;
  /** The text does not fit the GSM alphabet. */
  unicode: boolean;
}

/** What a connector can do. */
export interface RouteCapabilities {
  /** ISO 3166-1 alpha-2, or everywhere. */
  countries: readonly string[] | 'all';
  alphanumericSender: boolean;
  /** Answers to its sender come back to the account. */
  twoWay: boolean;
  unicode: boolean;
  /** Reaches fixed lines, as a spoken or a forwarded text. */
  fixedLines: boolean;
}

/** One connector of one sending device, and how it is. */
export interface RouteCandidate {
  device: string;
  connector: string;
  /** Where its device's settings name it, from 0: the order is the owner's wish. */
  place: number;
  /** Senders that its carrier accepts, or any. */
  senders: readonly string[] | 'any';
  health: 'up' | 'degraded' | 'down';
  capabilities: RouteCapabilities;
  /** The part of what it can take now that is taken, 0 to 1; at 1 it takes nothing more. */
  load: number;
}

/**
 * Who reaches a number of each type: any connector, one that serves fixed lines, or none. Where a plan does not tell mobile
 * from fixed, the carrier does. Nobody waits for a text behind a premium or shared-cost number but those who earn by it.
 */
export const REACHED_BY = {
  mobile: 'any',
  fixed: 'fixed-lines',
  'fixed-or-mobile': 'any',
  'toll-free': 'fixed-lines',
  premium: 'none',
  'shared-cost': 'none',
  voip: 'any',
  personal: 'any',
  pager: 'none',
  company: 'fixed-lines',
  voicemail: 'none',
  unknown: 'any',
} as const satisfies Record<NumberType, 'any' | 'fixed-lines' | 'none'>;

/** What rules a candidate out, and for which texts: all that apply are told, in this order. */
export const REFUSALS = {
  down: ({ health }) => health === 'down',
  full: ({ load }) => load >= 1,
  'sender-not-listed': ({ senders }, { from }) =>
    from !== null && senders !== 'any' && !senders.includes(from),
  'country-not-served': ({ capabilities: { countries } }, { country }) =>
    countries !== 'all' && (country === null || !countries.includes(country)),
  'fixed-line': ({ capabilities }, { numberType }) =>
    REACHED_BY[numberType] === 'fixed-lines' && !capabilities.fixedLines,
  'no-texts-to-number': (_candidate, { numberType }) => REACHED_BY[numberType] === 'none',
  'no-alphanumeric-sender': ({ capabilities }, { sender }) =>
    sender === 'alphanumeric' && !capabilities.alphanumericSender,
  /** Nobody answers a name: whoever wants answers sends from a number. */
  'no-reply-path': ({ capabilities }, { sender, needsReply }) =>
    needsReply && (!capabilities.twoWay || sender === 'alphanumeric'),
  'no-unicode': ({ capabilities }, { unicode }) => unicode && !capabilities.unicode,
} as const satisfies Record<string, (candidate: RouteCandidate, request: RouteRequest) => boolean>;
export type RouteRefusal = keyof typeof REFUSALS;
