import { CodedError, type PlainPage, type SealedRecord } from '@smseal/protocol';
import { openRecords, type RecordHead } from '@smseal/seal';
import type { ApiClient, How } from '../api/api-client.ts';
import { pause } from '../api/back-off.ts';
import type { Membership } from '../device/membership.ts';
import { makeRecords } from '../record/make-records.ts';
import { deleteRecords, putRecords } from '../record/record-api.ts';
import type { SequenceStore } from '../sequence/sequence-store.ts';

/** Records of one request: some megabytes at most. */
const PAGE = 500;
/** How long a record waits whose picture is still on its way, ms. */
const PICTURE_MS = 1_000;

export interface SealAccountOptions {
  api: ApiClient;
  membership: Membership;
  sequence: SequenceStore;
  /** How many records there are still in plain. */
  progress?: (left: number) => void;
}

/**
 * Seals every record of an open account, each as its next version, a page at a time. From its first request on the service
 * takes nothing in plain, from no device; so whoever begins again after an end at any moment, on whatever device, goes on with
 * what is left. When it returns nothing is in plain, and a new secret key makes the account a sealed one.
 * @throws CodedError, Unreachable, NotAMember, or the signal's reason.
 */
export async function sealAllRecords(options: SealAccountOptions, how: How = {}): Promise<void> {
  const { api, membership, progress } = options;
  await api.json({ method: 'POST', path: '/v1/account/sealing', ...how });
  await membership.sealFromNow(how);
  for (;;) {
    how.signal?.throwIfAborted();
    const query = { limit: PAGE };
    const page = await api.json<PlainPage>({ method: 'GET', path: '/v1/plain-records', query, ...how });
    progress?.(page.left);
    if (page.records.length === 0) return;
    await sealPage(options, page.records, how);
  }
}

type Head = Omit<RecordHead, 'authorSeq'>;

/** Seals what opens. What no device of the account accepts is nobody's: it is deleted, or it would stay readable. */
async function sealPage(
  options: SealAccountOptions,
  records: readonly SealedRecord[],
  how: How,
): Promise<void> {
  const { api, membership, sequence } = options;
  await membership.refresh(how);
  const { chain, keyring } = membership;
  const openings = await openRecords({ chain, keyring, records });
  const refused = records.filter((_, place) => !openings[place]?.ok).map(({ kind, id }) => ({ kind, id }));
  if (refused.length > 0) await deleteRecords(api, refused, how);
  let waiting = records.flatMap((record, place) => {
    const opening = openings[place];
    return opening?.ok ? [nextOf(record, opening.payload)] : [];
  });
  while (waiting.length > 0) {
    const first = await sequence.reserve('author', waiting.length);
    const heads = waiting.map((head, place) => ({ ...head, authorSeq: first + place }));
    try {
      await putRecords(api, await makeRecords(membership, heads), how);
      return;
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      waiting = await leftAfter(error, waiting, { ...options, how });
    }
  }
}

function nextOf({ kind, id, version, conversation, day }: SealedRecord, payload: unknown): Head {
  const clear = { ...(conversation ? { conversation } : {}), ...(day ? { day } : {}) };
  return { kind, id, version: version + 1, clear, payload };
}

/** What is to be put again after a refusal; what is left out comes with a later page, if it is still in plain. */
async function leftAfter(
  error: CodedError,
  waiting: Head[],
  { membership, sequence, how }: SealAccountOptions & { how: How },
): Promise<Head[]> {
  switch (error.code) {
    case 'wrong-epoch':
      await membership.refresh(how);
      return waiting;
    case 'replayed-sequence':
      await sequence.raise('author', Number(error.extra['last'] ?? 0));
      return waiting;
    // Another device has written it meanwhile, sealed, or deleted it.
    case 'version-conflict':
      return waiting.filter(({ id }) => id !== error.extra['record']);
    case 'blob-incomplete':
      await pause(PICTURE_MS, how.signal);
      return [];
    default:
      throw error;
  }
}
