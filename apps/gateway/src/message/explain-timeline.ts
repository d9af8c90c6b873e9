import type { TextEvent, TextState } from '@smseal/protocol';
import { countSegments, encodeText, packUserData, type NationalTable, type SegmentCount } from '@smseal/sms';
import type { Attempt } from '../webhook/attempt-log.ts';
import type { HeldBatch } from './batch-reader.ts';
import { formatMessageId } from './message-ids.ts';
import type { Timeline } from './message-schema.ts';

/** The way out, as a timeline tells it. */
export type Route = Timeline['route'];

export interface TimelineInput {
  held: HeldBatch;
  index: number;
  tables: readonly NationalTable[];
  route: Route;
  attempts: readonly (Attempt & { webhook: string })[];
}

/** Everything that is known of one text, explained. The text must be there. */
export function explainTimeline({ held, index, tables, route, attempts }: TimelineInput): Timeline {
  const { view, content, events } = held;
  const id = formatMessageId({ batch: view.id, index });
  const state = view.states[index] ?? 'unknown';
  const webhooks = attempts.map(({ webhook, attempt, at, status, error, nextAt }) => ({
    webhook,
    attempt,
    at: new Date(at).toISOString(),
    status,
    error,
    nextAt: nextAt === null ? null : new Date(nextAt).toISOString(),
  }));
  const text = content?.texts[index]?.text;
  if (content === null || text === undefined)
    return { id, state, reason: 'no-longer-held', encoding: null, segments: [], route, events: [], webhooks };
  const accepted = { at: content.createdAt, state: 'queued' as const, what: WHAT.queued };
  const reported = events.filter((event) => event.index === index).map(explainEvent);
  return {
    id,
    state,
    encoding: explainEncoding(countSegments(text, { tables })),
    segments: explainSegments(text, tables),
    route,
    events: [accepted, ...reported, ...(state === 'cancelled' ? [STOPPED] : [])],
    webhooks,
  };
}

function explainEncoding({
  encoding,
  locking,
  single,
  culprits,
  perSegment,
  segments,
}: SegmentCount): Timeline['encoding'] {
  const because = culprits.map(({ character, replacement }) => ({ character, replacement }));
  const fits = `${perSegment} ${encoding === 'gsm7' ? 'septets' : 'code units'} fit into ${segments > 1 ? 'each segment' : 'the segment'}`;
  if (encoding === 'ucs2') {
    const named = because.map(({ character }) => `“${character}”`).join(' ');
    return { name: encoding, why: `No 7-bit alphabet of this carrier has ${named}; ${fits}.`, because };
  }
  const table = locking === null && single === null ? 'the default alphabet' : 'a national alphabet';
  return { name: encoding, why: `Every character is in ${table} of GSM 03.38; ${fits}.`, because };
}

function explainSegments(text: string, tables: readonly NationalTable[]): Timeline['segments'] {
  return encodeText(text, { tables }).map((part, i) => {
    const userData = packUserData(part);
    return {
      part: i + 1,
      text: part.text,
      octets: userData.length,
      userData: Buffer.from(userData).toString('hex'),
    };
  });
}

function explainEvent({ at, state, part, carrierId, error }: TextEvent): Timeline['events'][number] {
  const of = part && part.n > 1 ? ` This is of part ${part.k} of ${part.n}.` : '';
  return {
    at,
    state,
    what: WHAT[state] + of,
    ...(part ? { part } : {}),
    ...(carrierId === undefined ? {} : { carrierId }),
    ...(error ? { error } : {}),
  };
}

/** The server stops texts by itself, and notes no time of it. */
const STOPPED = {
  at: null,
  state: 'cancelled',
  what: 'The text was stopped before it left.',
} as const satisfies Timeline['events'][number];

const WHAT = {
  queued: 'The text was committed, sealed, to the server.',
  leased: 'The gateway took the text into its hands.',
  submitted: 'The text is being handed to the carrier; from here on it may have left.',
  sent: 'The carrier took the text.',
  delivered: 'The carrier’s receipt says that the handset has the text.',
  failed: 'The text was refused, or could not be delivered.',
  expired: 'The text’s time ran out.',
  cancelled: STOPPED.what,
  unknown: 'Nobody knows whether the text left: the connection broke off, so it is not sent again.',
} as const satisfies Record<TextState, string>;
