import {
  ApiError,
  type RefusedRecipient,
  type SendAnswer,
  type SendRequest,
  type SMSeal,
} from '@smseal/sdk/source';
import { recipientOf } from './cut-requests.ts';
import type { Addressee } from './judge-row.ts';
import type { RequestOutcome, SendJournal } from './send-journal.ts';
import type { SendListener } from './send-listener.ts';

export interface HandInOptions {
  client: SMSeal;
  requests: AsyncIterable<Addressee[]>;
  /** What all requests have in common. */
  common: Omit<SendRequest, 'to'>;
  journal: SendJournal;
  /** Recipients of all requests. */
  all: number;
  listener: SendListener;
  now: () => number;
  /** Aborts when no further request is to be handed in. */
  stop: AbortSignal;
  /** Aborts when the one under way is not waited for either. */
  hurry: AbortSignal;
}

/** Hands in what was not yet. @returns whether all is. @throws what the client throws; the same again goes on. */
export async function handIn(options: HandInOptions): Promise<boolean> {
  const { requests, journal, listener, now, stop, all } = options;
  let place = 0;
  let done = 0;
  for await (const request of requests) {
    const known = journal.outcomes.has(place);
    if (!known && stop.aborted) return false;
    if (journal.isInDoubt(place, now())) {
      const [first, last] = [request[0]?.line ?? 0, request.at(-1)?.line ?? 0];
      listener.inDoubt({ first, last, recipients: request.length });
      await journal.answered(place, {
        accepted: 0,
        refused: 0,
        segments: 0,
        inDoubt: request.length,
        batches: [],
      });
    } else if (!known) {
      await journal.asking(place, now());
      await journal.answered(place, await ask(options, request, journal.keyOf(place)));
    }
    place++;
    done += request.length;
    listener.handedIn(done, all);
  }
  await journal.finish(now());
  return true;
}

async function ask(
  { client, common, listener, hurry }: HandInOptions,
  request: readonly Addressee[],
  idempotencyKey: string,
): Promise<RequestOutcome> {
  const to = request.map(recipientOf);
  const answer = await client
    .send({ ...common, to }, { idempotencyKey, signal: hurry })
    .catch((error: unknown): Pick<SendAnswer, 'accepted' | 'refused' | 'segments'> => {
      // Nobody of a whole request can be texted: that is an answer like another.
      if (!(error instanceof ApiError) || error.code !== 'no-recipient') throw error;
      return { accepted: [], refused: error.problem.refused ?? [], segments: 0 };
    });
  tell(answer, request, listener);
  const { accepted, refused, segments } = answer;
  const batches = [...new Set(accepted.map(({ id }) => id.slice(0, id.indexOf(':'))))];
  return { accepted: accepted.length, refused: refused.length, segments, inDoubt: 0, batches };
}

/** The accepted stand in the order of the request, without the refused. */
function tell(
  { accepted, refused }: { accepted: SendAnswer['accepted']; refused: readonly RefusedRecipient[] },
  request: readonly Addressee[],
  listener: SendListener,
): void {
  const reasons = new Map(refused.map((one) => [one.index, one]));
  let next = 0;
  for (const [index, { line }] of request.entries()) {
    const why = reasons.get(index);
    if (why) listener.refused({ line, reason: why.reason, detail: why.detail });
    else {
      const text = accepted[next++];
      if (text) listener.accepted({ ...text, line });
    }
  }
}
