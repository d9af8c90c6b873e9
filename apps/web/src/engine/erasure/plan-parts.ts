import { getBatch, type ApiClient, type Membership } from '@smseal/client';
import {
  CodedError,
  MAX_PLAN_BATCHES,
  MAX_PLAN_RECORDS,
  type BatchView,
  type RecordsPlan,
} from '@smseal/protocol';
import { planDigest, randomId, resealBatch, signPlan, type Resealed } from '@smseal/seal';
import { nextTask } from '../next-task.ts';
import { isBatchOver } from './batch-over.ts';
import type { KeptPart, PlacedTexts } from './kept-erasures.ts';

export interface PlanOptions {
  api: ApiClient;
  membership: Membership;
  signal: AbortSignal;
}

export interface ToPlan {
  kind: RecordsPlan['kind'];
  records: RecordsPlan['records'];
  texts: readonly PlacedTexts[];
}

/** Sealed octets of one request, in characters; the server takes 8 MiB. */
const MOST_CHARACTERS = 6_000_000;

interface Blanked {
  resealed: Resealed;
  texts: PlacedTexts;
}

/**
 * Seals the batches anew and signs plans, as many as it takes. Texts whose batch is not over are left for later.
 * @throws Unreachable, CodedError, SealError: then nothing has begun.
 */
export async function planParts(
  options: PlanOptions,
  { kind, records, texts }: ToPlan,
): Promise<{ parts: KeptPart[]; waits: PlacedTexts[] }> {
  const waits: PlacedTexts[] = [];
  const blanked: Blanked[] = [];
  for (const placed of texts) {
    const view = await viewOf(options, placed.batch);
    if (view === null) continue;
    const now = options.api.clock.corrected();
    if (isBatchOver(view, placed.indexes, now)) blanked.push(await blank(options, view, placed));
    else waits.push(placed);
    await nextTask();
  }
  const parts: KeptPart[] = [];
  for (const portion of portions(records, blanked)) parts.push(await signed(options, kind, portion));
  return { parts, waits };
}

/** Null for one that is not there any more. */
async function viewOf({ api, signal }: PlanOptions, batch: string): Promise<BatchView | null> {
  try {
    return await getBatch(api, batch, { signal });
  } catch (error) {
    if (error instanceof CodedError && error.code === 'not-found') return null;
    throw error;
  }
}

async function blank({ membership }: PlanOptions, view: BatchView, texts: PlacedTexts): Promise<Blanked> {
  const { chain, keyring, identity } = membership;
  const { segments } = view;
  const by = identity.keys;
  const erase = texts.indexes;
  return { resealed: await resealBatch({ batch: view, segments, erase, chain, keyring, by }), texts };
}

interface Portion {
  records: RecordsPlan['records'];
  blanked: Blanked[];
}

/** As much as one request takes, each. */
function* portions(records: RecordsPlan['records'], blanked: readonly Blanked[]): Generator<Portion> {
  let portion: Portion = { records: records.slice(0, MAX_PLAN_RECORDS), blanked: [] };
  let characters = 0;
  for (const one of blanked) {
    const { batch } = one.resealed;
    const weight = batch.segments.reduce((sum, { envelope }) => sum + envelope.length, batch.envelope.length);
    const isFull = portion.blanked.length === MAX_PLAN_BATCHES || characters + weight > MOST_CHARACTERS;
    if (isFull && portion.blanked.length > 0) {
      yield portion;
      portion = { records: [], blanked: [] };
      characters = 0;
    }
    portion.blanked.push(one);
    characters += weight;
  }
  if (portion.records.length + portion.blanked.length > 0) yield portion;
  for (let at = MAX_PLAN_RECORDS; at < records.length; at += MAX_PLAN_RECORDS)
    yield { records: records.slice(at, at + MAX_PLAN_RECORDS), blanked: [] };
}

async function signed(
  { api, membership }: PlanOptions,
  kind: RecordsPlan['kind'],
  { records, blanked }: Portion,
): Promise<KeptPart> {
  const { account, keys } = membership.identity;
  const id = randomId();
  const plan: RecordsPlan = {
    v: 1,
    id,
    account,
    device: keys.id,
    at: new Date(api.clock.corrected()).toISOString(),
    kind,
    records,
    batches: blanked.map(({ resealed }) => resealed.planned),
  };
  const { plan: octets, signature } = await signPlan(plan, keys);
  return {
    id,
    plan: octets,
    signature,
    digest: await planDigest({ plan: octets }),
    batches: blanked.map(({ resealed }) => resealed.batch),
    records,
    texts: blanked.map(({ texts }) => texts),
    state: 'planned',
    certificate: null,
    nonce: null,
  };
}
