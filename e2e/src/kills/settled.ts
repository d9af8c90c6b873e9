import { expandBatch, type OutgoingText } from '@smseal/client';
import type { MessagePayload, TextState } from '@smseal/protocol';
import type { System } from '@smseal/testkit';
import { rowsOnHandset } from '../handset.ts';
import type { MemoryStore } from '../memory-store.ts';
import type { HandedIn } from './life.ts';

/** States in which a text may rest: it left, it did not, or nobody knows. */
const LEFT: ReadonlySet<TextState> = new Set<TextState>(['sent', 'delivered']);
const STAYED: ReadonlySet<TextState> = new Set<TextState>(['failed', 'expired']);
/** `Telephony.TextBasedSmsColumns.MESSAGE_TYPE_SENT`. */
const SENT = 2;

/** What is not as it must be once everything has settled: one line each. */
export async function unsettled(
  system: System,
  store: MemoryStore,
  handedIn: readonly HandedIn[],
): Promise<string[]> {
  const rows = await rowsOnHandset(system, 'content://sms');
  const pictures = await rowsOnHandset(system, 'content://mms');
  const messages = store.payloads<MessagePayload>('message');
  const texts = messages.filter(({ transport }) => transport === 'sms');
  const onHandset = rows.map((row) =>
    textOf(row['type'] === SENT ? 'out' : 'in', Number(row['date']), row['body']),
  );
  const inAccount = texts.map(({ direction, at, text }) => textOf(direction, Date.parse(at), text));
  const complaints = [
    ...difference(onHandset, inAccount).map((text) => `not in the account: ${text}`),
    ...difference(inAccount, onHandset).map((text) => `not on the handset: ${text}`),
    ...claimedTwice(messages).map((claim) => `two records of one text: ${claim}`),
  ];
  if (messages.length - texts.length !== pictures.length)
    complaints.push(`${messages.length - texts.length} of ${pictures.length} picture messages`);
  const carried = rows.filter((row) => row['type'] === SENT).map((row) => String(row['body']));
  return [...complaints, ...dishonest({ store, handedIn, carried, messages })];
}

function textOf(direction: string, at: number, body: unknown): string {
  return `${direction} at ${at}: ${String(body)}`;
}

/** Members of the first that the second lacks; equal ones are counted. */
function difference(first: readonly string[], second: readonly string[]): string[] {
  const left = countOf(second);
  return first.filter((text) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}

function countOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function claimedTwice(messages: readonly MessagePayload[]): string[] {
  const claims = messages.flatMap(({ batch }) => batch ?? []);
  return [...countOf(claims)].filter(([, count]) => count > 1).map(([claim]) => claim);
}

interface Sending {
  store: MemoryStore;
  handedIn: readonly HandedIn[];
  /** Bodies of everything that the carrier took. */
  carried: readonly string[];
  messages: readonly MessagePayload[];
}

/** Texts of which the account does not say what became of them, by content: equal ones cannot be told apart. */
function dishonest({ store, handedIn, carried, messages }: Sending): string[] {
  const outgoing = outgoingTexts(store);
  const claims = new Set(messages.flatMap(({ batch }) => batch ?? []));
  const counts = countOf(carried);
  const byText = Map.groupBy(handedIn, ({ text }) => text);
  return [...byText].flatMap(([text, group]) => {
    const states = group.map(({ batch, index }) => outgoing.get(`${batch}:${index}`)?.state);
    const left = states.filter((state) => state && LEFT.has(state)).length;
    const unknown = states.filter((state) => state === 'unknown').length;
    const stayed = states.filter((state) => state && STAYED.has(state)).length;
    const carriedTimes = counts.get(text) ?? 0;
    const claimed = group.filter(({ batch, index }) => claims.has(`${batch}:${index}`)).length;
    const told = `“${text}”: ${states.join(', ')}, carried ${carriedTimes}, with a record ${claimed}`;
    const honest = left <= carriedTimes && carriedTimes <= left + unknown && claimed === carriedTimes;
    return left + unknown + stayed === group.length && honest ? [] : [told];
  });
}

/** Every text of every batch as a screen shows it, by `batch:index`. */
export function outgoingTexts(store: MemoryStore): Map<string, OutgoingText> {
  const segments = Map.groupBy(store.segments, ({ batch }) => batch);
  const items = [...store.batches.values()].flatMap((opened) =>
    expandBatch(opened, segments.get(opened.batch.id) ?? []),
  );
  return new Map(items.map((item) => [item.id, item]));
}
