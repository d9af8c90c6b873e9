import { createHash } from 'node:crypto';
import { parseTemplate } from '@smseal/client';
import type { SMSeal } from '@smseal/sdk/source';
import { cutRequests } from './cut-requests.ts';
import { handIn } from './hand-in.ts';
import type { Interrupts } from './interrupts.ts';
import type { Addressee } from './judge-row.ts';
import { SendJournal, type RequestOutcome } from './send-journal.ts';
import type { SendListener, SendResult, StateCounts } from './send-listener.ts';
import type { SendOptions } from './send-options.ts';
import { listSource, tableSource, type SendSource } from './send-source.ts';
import { Surveyor, type Survey } from './survey.ts';
import { cancelTexts, watchTexts } from './watch-texts.ts';

/** What a send needs. */
export interface SendMeans {
  /** Null where nothing is to be sent. */
  client: SMSeal | null;
  listener: SendListener;
  interrupts: Interrupts;
  now: () => number;
}

/** Exit codes of `smseal send`. */
const EXIT = { done: 0, refused: 3, stopped: 130 } as const;
/** How long somebody may ask to cancel what was handed in, ms. */
const ASKED_FOR_MS = 5_000;

/** Surveys, hands in and watches. @returns the exit code. @throws Error with one sentence. */
export async function send(options: SendOptions, means: SendMeans): Promise<number> {
  const { to, csv, common, strict, once } = options;
  const words = { text: common.text, template: parseTemplate(common.text), country: common.country };
  const source = csv === null ? listSource(to, words) : await tableSource(csv.file, csv.table, words);
  const survey = await take(source, means);
  if (survey === null) return EXIT.stopped;
  if (survey.recipients === 0 || (strict && survey.refused > 0)) return EXIT.refused;
  const { client } = means;
  if (client === null) return survey.refused > 0 ? EXIT.refused : EXIT.done;
  const digest = createHash('sha256')
    .update(JSON.stringify([source.digest(), common]))
    .digest('base64url');
  const journal = csv === null ? SendJournal.inMemory(once) : await SendJournal.open(csv.state, digest);
  try {
    return await deliver({ ...means, client, options, source, survey, journal });
  } finally {
    await journal.close();
  }
}

/** Reads everything once. @returns null where somebody asked to stop meanwhile. */
async function take(source: SendSource, { listener, interrupts }: SendMeans): Promise<Survey | null> {
  const surveyor = new Surveyor();
  for await (const { judged, share } of source.people()) {
    if (interrupts.stop.aborted) return null;
    for (const one of judged) {
      if ('reason' in one) {
        surveyor.refuse(one);
        listener.refused(one);
      } else surveyor.add(one);
    }
    listener.reading(share, surveyor.survey.recipients);
  }
  listener.surveyed(surveyor.survey);
  return surveyor.survey;
}

interface Delivery extends SendMeans {
  client: SMSeal;
  options: SendOptions;
  source: SendSource;
  survey: Survey;
  journal: SendJournal;
}

async function deliver(delivery: Delivery): Promise<number> {
  const { client, options, survey, journal, listener, interrupts } = delivery;
  const before = sum(journal);
  if (before.batches.length > 0 && journal.file !== null)
    listener.resumed({ handedIn: before.accepted, done: journal.done, file: journal.file });
  const complete = journal.done !== null || (await hand(delivery));
  const { accepted, refused, segments, inDoubt, batches } = sum(journal);
  const watched = { client, batches, all: accepted, listener };
  let states: StateCounts | null = null;
  if (!interrupts.stop.aborted && options.wait && accepted > 0)
    states = await watchTexts({ ...watched, signal: interrupts.stop });
  const isStopped = interrupts.stop.aborted;
  if (isStopped) {
    listener.stopped(accepted);
    if (accepted > 0 && (await interrupts.asksToCancel(ASKED_FOR_MS))) states = await cancelTexts(watched);
  }
  const result = { accepted, refused: survey.refused + refused, segments, inDoubt, complete, states };
  listener.done(result);
  return isStopped ? EXIT.stopped : exitCodeOf(result);
}

/** @returns whether everything is handed in. */
async function hand({ source, options, journal, interrupts, survey, ...rest }: Delivery): Promise<boolean> {
  try {
    return await handIn({
      ...rest,
      requests: cutRequests(addressees(source)),
      common: options.common,
      journal,
      all: survey.recipients,
      stop: interrupts.stop,
      hurry: interrupts.hurry,
    });
  } catch (error) {
    if (interrupts.hurry.aborted) return false;
    if (journal.file === null || !(error instanceof Error)) throw error;
    const { accepted } = sum(journal);
    throw new Error(
      `${error.message.replace(/\.$/, '')}. ${accepted.toLocaleString('en')} texts are handed in; the same command goes on.`,
      { cause: error },
    );
  }
}

async function* addressees(source: SendSource): AsyncGenerator<Addressee[]> {
  for await (const { judged } of source.people())
    yield judged.filter((one): one is Addressee => !('reason' in one));
}

function sum({ outcomes }: SendJournal): RequestOutcome {
  const total: RequestOutcome = { accepted: 0, refused: 0, segments: 0, inDoubt: 0, batches: [] };
  for (const { accepted, refused, segments, inDoubt, batches } of outcomes.values()) {
    total.accepted += accepted;
    total.refused += refused;
    total.segments += segments;
    total.inDoubt += inDoubt;
    total.batches.push(...batches);
  }
  return total;
}

function exitCodeOf({ refused, inDoubt, states }: SendResult): number {
  const { failed = 0, expired = 0, unknown = 0, cancelled = 0 } = states ?? {};
  return refused + inDoubt + failed + expired + unknown + cancelled > 0 ? EXIT.refused : EXIT.done;
}
