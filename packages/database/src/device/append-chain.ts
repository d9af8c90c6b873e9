import { randomBytes } from 'node:crypto';
import {
  judgeAppend,
  type ChainChange,
  type ChainState,
  type HashedEntry,
  type Poster,
} from '@smseal/policy';
import { CodedError, type Action, type ChainBody, type Id, type SealedKey } from '@smseal/protocol';
import { sql } from 'kysely';
import { beginOpen, finishSealing } from '../account/open-account.ts';
import { recordActivity } from '../activity/activity.ts';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { announceErasure, appendErasure, endDeletion } from '../erasure/append-erasure.ts';
import { withErasureLock } from '../erasure/erasure-lock.ts';
import type { Journal } from '../erasure/journal.ts';
import { finishLink } from '../link/move-link.ts';
import { entryHash, isSignedBy, type EntryOctets } from './entry-octets.ts';
import { shutDevices } from './shut-devices.ts';
import { readAuthored, readChainState } from './stored-chain.ts';

/** An entry to append: its octets as signed, and what they say. */
export interface NewEntry extends EntryOctets {
  content: ChainBody;
}

export interface AppendInput {
  account: Id;
  poster: Poster;
  entries: readonly NewEntry[];
  keys: readonly SealedKey[];
  /** SHA-256 of the new device's token, where the poster gives it. */
  credential: Uint8Array | null;
  /** The link that the admission completes. */
  link: Id | null;
  /** The secret key that the service is to keep; of an open account's first entries alone. */
  keptKey: string | null;
  /** Address of the request, for the activity log. */
  ip: string;
  /** Has every removal before the device is shut out. */
  journal: Journal;
  now: Date;
}

/** What appending did. */
export interface Appended extends Pick<ChainChange, 'admitted' | 'removed'> {
  /** Entries of the chain now. */
  length: number;
}

/**
 * Appends entries, keys and their effects in one transaction. Requests of one account queue up at its lock; writers hold
 * their device's row until they have committed, so that the author sequences read here stand still.
 * @throws CodedError as `judgeAppend`; `plain-left`, `link-over`, `link-state`, `unauthenticated`
 */
export async function appendChain(database: Database, input: AppendInput): Promise<Appended> {
  const removes = input.entries.some(({ content }) => content.type === 'remove');
  return removes
    ? appendDeletion(database, input)
    : inTransaction(database, (transaction) => append(transaction, input));
}

/**
 * The journal has a removal before the device is shut out, so that a restored backup does not let it in again; what is refused
 * does not come there. Where a crash comes in between, whoever tends erasures shuts the device out, and the entries can be
 * posted again.
 */
async function appendDeletion(database: Database, input: AppendInput): Promise<Appended> {
  const { account, journal } = input;
  const now = input.now.getTime();
  const id = randomBytes(16).toString('base64url');
  // One removal of an account after the other: of two devices that remove each other the later is refused at the judging.
  return withErasureLock(database, [`removal ${account}`, id], async () => {
    const matter = await inTransaction(database, async (transaction) => {
      const { change } = await judge(transaction, input);
      const removal = { kind: 'removal', account, devices: change.removed } as const;
      await announceErasure(transaction, { id, kind: 'deletion', matter: removal, progress: {} }, now);
      return removal;
    });
    await appendErasure({ database, journal, now }, { id, matter });
    try {
      return await inTransaction(database, async (transaction) => {
        const appended = await append(transaction, input);
        await endDeletion(transaction, id);
        return appended;
      });
    } catch (error) {
      // Another entry came in between: nothing was removed, and nothing is to be carried on.
      await endDeletion(database, id).catch(() => undefined);
      throw error;
    }
  });
}

interface Judged {
  before: ChainState;
  change: ChainChange;
}

/** What entries would do, under the account's lock. @throws CodedError where they may not be appended */
async function judge(transaction: Transaction, input: AppendInput): Promise<Judged> {
  await lock(transaction, input.account);
  const before = await readChainState(transaction, input.account);
  const change = judgeAppend(before, {
    poster: input.poster,
    entries: hashed(before, input.entries),
    keys: input.keys,
    credential: input.credential ? 'posted' : input.link ? 'link' : null,
    keptKey: input.keptKey !== null,
    authored: await readAuthored(transaction, input.account),
  });
  checkSignatures(before, change.state, input.entries);
  return { before, change };
}

async function append(transaction: Transaction, input: AppendInput): Promise<Appended> {
  const { before, change } = await judge(transaction, input);
  await writeEntries(transaction, input, before.length);
  await writeKeys(transaction, input);
  await writeEpoch(transaction, input.account, change.state.epoch);
  if (change.admitted) await writeDevice(transaction, input, change.admitted);
  await writeRemovals(transaction, input, change.removed);
  const sealed = await writeKind(transaction, input, { before, change });
  await writeActivity(transaction, input, { before, change, sealed });
  return { length: change.state.length, admitted: change.admitted, removed: change.removed };
}

/** The account's chain, then its devices in one order. @throws CodedError `unauthenticated` where the account is gone. */
async function lock(transaction: Transaction, account: Id): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`chain ${account}`}, 0))`.execute(transaction);
  const found = await transaction
    .selectFrom('account')
    .select('id')
    .where('id', '=', account)
    .executeTakeFirst();
  if (!found) throw new CodedError('unauthenticated');
  await transaction
    .selectFrom('device')
    .select('id')
    .where('account_id', '=', account)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** Entries with their hashes; `previous` is judged against them. */
function hashed(before: ChainState, entries: readonly NewEntry[]): HashedEntry[] {
  if (entries.some(({ content }) => content.account !== before.account))
    throw new CodedError('chain-invalid', { rule: 'account' });
  return entries.map((entry) => ({ body: entry.content, hash: entryHash(entry) }));
}

/** A poster speaks with one voice: a device's own key, or the root that is there once the first entry names it. */
function checkSignatures(before: ChainState, after: ChainState, entries: readonly NewEntry[]): void {
  for (const entry of entries) {
    const { signer } = entry.content;
    const key = signer === 'root' ? (before.root ?? after.root) : before.devices.get(signer)?.sign;
    if (!key || !isSignedBy(key, entry)) throw new CodedError('chain-invalid', { rule: 'signature' });
  }
}

const day = (now: Date): string => now.toISOString().slice(0, 10);

async function writeEntries(
  transaction: Transaction,
  { account, entries, now }: AppendInput,
  from: number,
): Promise<void> {
  const rows = entries.map(({ body, signature }, place) => ({
    account_id: account,
    index: from + place,
    body: Buffer.from(body),
    signature: Buffer.from(signature),
    stored: day(now),
  }));
  await transaction
    .insertInto('chain_entry')
    .values(await transaction.keys.seal('chain_entry', rows))
    .execute();
}

/** A key of the same name is replaced only where a new root takes the old one's place; `judgeAppend` saw to that. */
async function writeKeys(transaction: Transaction, { account, keys, now }: AppendInput): Promise<void> {
  if (keys.length === 0) return;
  const rows = await transaction.keys.seal(
    'sealed_key',
    keys.map(({ recipient, scope, epoch, enc, sealed }) => ({
      account_id: account,
      recipient,
      scope,
      epoch,
      enc: Buffer.from(enc, 'base64url'),
      sealed: Buffer.from(sealed, 'base64url'),
    })),
  );
  const octets = (held: Buffer): string => `\\x${held.toString('hex')}`;
  await sql`
    INSERT INTO sealed_key (account_id, recipient, scope, epoch, enc, sealed, stored)
    SELECT ${account}, k.recipient, k.scope, k.epoch, k.enc, k.sealed, ${day(now)}::date
    FROM unnest(
      ${rows.map((row) => row.recipient)}::text[], ${rows.map((row) => row.scope)}::text[],
      ${rows.map((row) => row.epoch)}::int[], ${rows.map((row) => octets(row.enc))}::bytea[],
      ${rows.map((row) => octets(row.sealed))}::bytea[]
    ) AS k (recipient, scope, epoch, enc, sealed)
    ON CONFLICT (account_id, recipient, scope, epoch)
    DO UPDATE SET enc = excluded.enc, sealed = excluded.sealed, stored = excluded.stored`.execute(
    transaction,
  );
}

/** The account's kind, as its root says. @returns whether the account was open and is sealed now. */
async function writeKind(
  transaction: Transaction,
  { account, keptKey: secretKey, now }: AppendInput,
  { before, change }: Judged,
): Promise<boolean> {
  if (secretKey !== null) await beginOpen(transaction, { account, secretKey, today: day(now) });
  return before.open && !change.state.open && finishSealing(transaction, account);
}

/** Uploads that wait for their device's row find the new epoch when they get it. */
async function writeEpoch(transaction: Transaction, account: Id, epoch: number): Promise<void> {
  await transaction
    .updateTable('account')
    .set({ epoch })
    .where('id', '=', account)
    .where('epoch', '!=', epoch)
    .execute();
}

async function writeDevice(transaction: Transaction, input: AppendInput, admitted: Id): Promise<void> {
  const entry = input.entries.map(({ content }) => content).find(({ type }) => type === 'device');
  if (entry?.type !== 'device') throw new TypeError('admits a device without its entry');
  const { device, can, index } = entry;
  const credential = input.link
    ? await finishLink(transaction, {
        account: input.account,
        link: input.link,
        device,
        by: input.poster.type === 'device' ? input.poster.device : null,
        now: input.now,
      })
    : input.credential;
  await transaction
    .insertInto('device')
    .values({
      account_id: input.account,
      id: admitted,
      platform: device.platform,
      can: [...can],
      credential: credential && Buffer.from(credential),
      admitted: index,
      removed: null,
      last_seen: null,
      stored: day(input.now),
    })
    .execute();
}

/** A removed device has no token, no keys and nothing to obey from here on. */
async function writeRemovals(
  transaction: Transaction,
  { account, entries }: AppendInput,
  removed: readonly Id[],
): Promise<void> {
  for (const { content } of entries) {
    if (content.type !== 'remove') continue;
    await transaction
      .updateTable('device')
      .set({ removed: content.index, credential: null })
      .where('account_id', '=', account)
      .where('id', '=', content.device)
      .execute();
  }
  await shutDevices(transaction, account, removed);
}

async function writeActivity(
  transaction: Transaction,
  { account, poster, ip, now }: AppendInput,
  { before, change, sealed }: { before: ChainState; change: ChainChange; sealed: boolean },
): Promise<void> {
  const lines: { action: Action; device: Id | null }[] = change.removed.map((device) => ({
    action: 'device-removed',
    device,
  }));
  const recovered = poster.type === 'session' && before.length > 0;
  if (change.admitted)
    lines.push({ action: recovered ? 'account-recovered' : 'device-added', device: change.admitted });
  if (change.newRoot && before.length > 0)
    lines.push({
      action: sealed ? 'account-sealed' : 'secret-key-replaced',
      device: poster.type === 'device' ? poster.device : null,
    });
  for (const line of lines) await recordActivity(transaction, { account, ip, now, ...line });
}
