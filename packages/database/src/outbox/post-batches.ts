import { sql } from 'kysely';
import type { Database } from '../connection/database.ts';
import { arrayLiteral } from '../record/array-literal.ts';
import { insertClaims } from './claims.ts';
import { isOver, newBatch, takenLease, type BatchesPosted, type PostBatchesInput } from './new-batch.ts';
import { postBesideStored } from './post-beside-stored.ts';
import { writeBatches } from './write-batches.ts';

/**
 * Commits batches and the requests that their texts belong to, all or nothing. Ids make it idempotent: the same octets
 * again change nothing. Most calls bring nothing but news: they are one statement, which looks at nothing that is
 * stored; only when that fails is it looked at.
 * @throws CodedError `batch-conflict`, `batch-expired`, `unknown-target`, `wrong-epoch`, `root-missing`, `unauthenticated`.
 */
export async function postBatches(database: Database, input: PostBatchesInput): Promise<BatchesPosted> {
  const [posted] = (await postNew(database, [input])) ?? [];
  return posted ?? postBesideStored(database, input);
}

/** PostgreSQL's unique violation and deadlock: somebody else has put one of these, or is about to. */
const IN_THE_WAY: ReadonlySet<unknown> = new Set(['23505', '40P01']);

/**
 * Posts what several calls of one author bring, in one statement, as long as all of it is new and nothing is in the way.
 * @returns what came of each call; null when nothing was written, and then each has to be looked at by itself.
 */
export async function postNew(
  database: Database,
  inputs: readonly PostBatchesInput[],
): Promise<BatchesPosted[] | null> {
  const [first] = inputs;
  const epoch = first?.batches[0]?.epoch;
  const isNews = ({ batches, now }: PostBatchesInput) =>
    batches.every((batch) => batch.epoch === epoch && !isOver(batch, now));
  if (!first || !inputs.every(isNews)) return null;
  const { account } = first;
  // A key is made only for batches that are known to be fit: once a month the slow path does it.
  if (!(await database.keys.isReady('batch', account))) return null;
  const calls = inputs.map((input) => input.batches.map((batch) => newBatch(batch, [], input)));
  const now = Math.max(...inputs.map((input) => input.now));
  const claims = inputs.flatMap((input) => input.claims);
  const batches = calls.flat();
  const statement = await writeBatches(
    { keys: database.keys, account, batches, now },
    takePlacesOfNews(
      first,
      batches.map(({ batch }) => batch.target),
    ),
    claims.length === 0
      ? sql``
      : sql`, claimed AS (${insertClaims({ account, claims, now }, sql`CROSS JOIN taken`)})`,
  );
  try {
    const { rows } = await statement.execute(database);
    let place = (rows[0]?.seq ?? 0) - batches.length;
    if (!rows[0]) return null;
    return inputs.map((input, call) => ({
      seq: (place += input.batches.length),
      isNew: input.batches,
      claims: input.claims.map(() => ({ outcome: 'taken' })),
      leases: (calls[call] ?? []).flatMap(takenLease),
    }));
  } catch (error) {
    if (IN_THE_WAY.has((error as { code?: unknown }).code)) return null;
    throw error;
  }
}

/**
 * Takes a place of the feed for each target named, if the author lives, all targets deliver, and the epoch is the
 * account's. Devices are locked first, as by everybody who writes in their name, then the feed's head.
 */
function takePlacesOfNews({ account, author, batches }: PostBatchesInput, targets: readonly string[]) {
  const distinct = [...new Set(targets)];
  return sql`
    UPDATE account SET seq = seq + ${targets.length}
    FROM (
      SELECT count(*) FILTER (WHERE id = ${author}) AS authors,
        count(*) FILTER (WHERE id = ANY(${arrayLiteral(distinct)}::text[]) AND 'deliver' = ANY(can)) AS targets
      FROM (
        SELECT id, can FROM device
        WHERE account_id = ${account} AND id = ANY(${arrayLiteral([author, ...distinct])}::text[]) AND removed IS NULL
        ORDER BY id FOR UPDATE
      ) AS locked
    ) AS live
    WHERE account.id = ${account} AND account.epoch = ${batches[0]?.epoch}
      AND live.authors = 1 AND live.targets = ${distinct.length}
    RETURNING account.seq`;
}
