import type { DecodedUserData } from './decode-user-data.ts';
import { joinBodies, joinTexts, type HeldPart, type HeldParts } from './join-parts.ts';

/** How long parts wait for each other, in ms, unless said. */
const EXPIRY = 30 * 60_000;
/** Octets that are held unless said. */
const MOST_OCTETS = 4 * 2 ** 20;
/** Counted for every part beside its body, so that empty parts are bounded too. */
const PART_OVERHEAD = 64;

export interface ReassemblyLimits {
  /** From a text's first part, in ms; 30 minutes unless said. */
  expiry?: number;
  /** Of all parts held; 4 MiB unless said. The oldest texts give way. */
  octets?: number;
}

/** A part as it came, with the addresses as the carrier wrote them. */
export interface IncomingPart {
  from: string;
  to: string;
  data: DecodedUserData;
}

/** A text, whole or with gaps. */
export interface ReassembledText {
  from: string;
  to: string;
  /** Missing parts stand in it as `GAP_MARK`. Null when a part is binary. */
  text: string | null;
  /** Bodies of the parts that came, in their order; septets one per octet. */
  octets: Uint8Array;
  /** Numbers of the parts that never came; empty when the text is whole. */
  missing: number[];
  /** When its first part came. */
  since: number;
  /** As in {@link PartOutcome}. */
  key: string | null;
}

/**
 * What became of a part. `waiting`: others must come. `complete`: its text is given out. `duplicate`: an equal
 * one waits in its place, or was part of the text that was given out last.
 */
export type PartVerdict = 'waiting' | 'complete' | 'duplicate';

export interface PartOutcome {
  verdict: PartVerdict;
  /** Names the text that the part belongs to; null for a text of one part. */
  key: string | null;
  /** Texts to store now: the part's own when complete, and those with gaps that expired or gave way. */
  texts: ReassembledText[];
}

interface PendingText {
  from: string;
  to: string;
  parts: (HeldPart | null)[];
  since: number;
  /** The text given out last under this key: what is equal to it is the carrier repeating itself. */
  given: HeldParts | null;
}

/**
 * Parts that wait for each other. It belongs to its caller and is changed in place: a copy for every part would cost
 * more than everything else. No clock, no timers: the same parts at the same times give the same texts.
 */
export interface ReassemblyState {
  /** In the order of `since`. */
  readonly pending: Map<string, PendingText>;
  readonly limits: Required<ReassemblyLimits>;
  octets: number;
}

/** A state in which nothing waits. */
export function emptyReassembly({
  expiry = EXPIRY,
  octets = MOST_OCTETS,
}: ReassemblyLimits = {}): ReassemblyState {
  return { pending: new Map(), limits: { expiry, octets }, octets: 0 };
}

function same(a: HeldPart | null | undefined, b: HeldPart | null | undefined): boolean {
  if (!a || !b || a.encoding !== b.encoding || a.body.length !== b.body.length) return false;
  return a.body.every((octet, i) => octet === b.body[i]);
}

function weight(parts: HeldParts | null): number {
  return (parts ?? []).reduce((sum, part) => sum + (part ? part.body.length + PART_OVERHEAD : 0), 0);
}

function give(
  { from, to, since }: Omit<PendingText, 'parts' | 'given'>,
  parts: HeldParts,
  key: string | null,
): ReassembledText {
  const missing = [...parts.entries()].flatMap(([i, part]) => (part ? [] : [i + 1]));
  return { from, to, text: joinTexts(parts), octets: joinBodies(parts), missing, since, key };
}

/** Whether anything waits that was not given out. */
function hasNews({ parts, given }: PendingText): boolean {
  return parts.some((part, i) => part && !same(part, given?.[i]));
}

/** Takes a text out of the state; what came of it and was not given out yet is the answer. */
function forget(state: ReassemblyState, key: string, pending: PendingText): ReassembledText[] {
  state.pending.delete(key);
  state.octets -= weight(pending.parts) + weight(pending.given);
  return hasNews(pending) ? [give(pending, pending.parts, key)] : [];
}

/** What has come of a text that is not whole, its gaps marked; null where nothing new of it waits. It goes on waiting. */
export function partsSoFar(state: ReassemblyState, key: string): ReassembledText | null {
  const pending = state.pending.get(key);
  return pending && hasNews(pending) ? give(pending, pending.parts, key) : null;
}

/** Gives out every text whose time is over, its gaps marked. */
export function expireParts(state: ReassemblyState, now: number): ReassembledText[] {
  const texts: ReassembledText[] = [];
  for (const [key, pending] of state.pending) {
    if (now - pending.since < state.limits.expiry) break;
    texts.push(...forget(state, key, pending));
  }
  return texts;
}

function makeRoom(state: ReassemblyState): ReassembledText[] {
  const texts: ReassembledText[] = [];
  for (const [key, pending] of state.pending) {
    if (state.octets <= state.limits.octets) break;
    texts.push(...forget(state, key, pending));
  }
  return texts;
}

function begin(state: ReassemblyState, key: string, pending: PendingText): PendingText {
  state.pending.delete(key);
  state.pending.set(key, pending);
  return pending;
}

/**
 * Takes one part. Parts of one text have the same addresses, reference and total, and may come in any order. A part that
 * differs from the one in its place belongs to another text with the same reference: the first is given out with its gaps.
 * `now` is in ms and must not go back.
 */
export function addPart(state: ReassemblyState, { from, to, data }: IncomingPart, now: number): PartOutcome {
  const texts = expireParts(state, now);
  const { concatenation, locking, single } = data.header;
  // A view would keep the whole frame alive that the part came in.
  const part: HeldPart = { encoding: data.encoding, body: data.body.slice(), locking, single };
  if (!concatenation || concatenation.total === 1)
    return {
      verdict: 'complete',
      key: null,
      texts: [...texts, give({ from, to, since: now }, [part], null)],
    };

  const { reference, bits, total } = concatenation;
  const key = JSON.stringify([from, to, bits, reference, total]);
  const place = concatenation.part - 1;
  const empty = (): (HeldPart | null)[] => Array.from({ length: total }, () => null);
  let pending =
    state.pending.get(key) ?? begin(state, key, { from, to, parts: empty(), since: now, given: null });
  if (same(pending.parts[place], part)) return { verdict: 'duplicate', key, texts };
  if (pending.parts[place]) {
    texts.push(...forget(state, key, pending));
    pending = begin(state, key, { from, to, parts: empty(), since: now, given: null });
  }
  pending.parts[place] = part;
  state.octets += part.body.length + PART_OVERHEAD;
  if (pending.parts.includes(null)) {
    const repeated = same(pending.given?.[place], part);
    return { verdict: repeated ? 'duplicate' : 'waiting', key, texts: [...texts, ...makeRoom(state)] };
  }

  const { parts, given } = pending;
  const repeated = given !== null && parts.every((one, i) => same(one, given[i]));
  if (!repeated) texts.push(give(pending, parts, key));
  state.octets -= weight(given);
  begin(state, key, { from, to, parts: empty(), since: now, given: parts });
  return { verdict: repeated ? 'duplicate' : 'complete', key, texts: [...texts, ...makeRoom(state)] };
}
