import {
  ApiClient,
  Membership,
  type PhoneSource,
  type ProviderDevice,
  type ProviderQuery,
} from '@smseal/client';
import type { MessagePayload, RecordKind } from '@smseal/protocol';
import {
  chainPin,
  createAccountRoot,
  generateDeviceKeys,
  generateSecretKey,
  newCredential,
  randomId,
} from '@smseal/seal';
import type { Handset } from '@smseal/testkit/rehearsal';
import { callCollection } from '../src/call/call-collection.ts';
import { JournalSequence } from '../src/journal/journal-sequence.ts';
import { Journal } from '../src/journal/journal.ts';
import { mmsCollection } from '../src/message/mms-collection.ts';
import { phoneContext } from '../src/message/phone-context.ts';
import { smsCollection } from '../src/message/sms-collection.ts';
import { KnownRows } from '../src/provider/known-rows.ts';
import { Scanner } from '../src/provider/scanner.ts';
import { Author } from '../src/record/author.ts';
import { Ledger } from '../src/record/ledger.ts';

/** A handset asked directly, without its door. `fails` is asked before each query. */
export function directSource(handset: Handset, fails: () => boolean = () => false): PhoneSource {
  return {
    capabilities: {
      send: false,
      sendGroup: false,
      deliveryReports: false,
      mms: true,
      calls: true,
      contacts: false,
      notifications: false,
    },
    device: () => Promise.resolve<ProviderDevice>(handset.device()),
    query: (query: ProviderQuery) =>
      fails() ? Promise.reject(new Error('the phone is away')) : Promise.resolve(handset.query(query)),
    part: (id) => {
      const part = handset.store.partOctets(id);
      return Promise.resolve(part === null ? null : new Uint8Array(part.octets));
    },
    send: () => Promise.reject(new Error('cannot send')),
    dismissNotification: () => Promise.resolve('gone'),
    silenceCall: () => Promise.resolve('gone'),
    listen: () => Promise.resolve(),
    showStatus: () => Promise.resolve(),
  };
}

/** A phone that is linked to an account whose server cannot be reached. */
export async function offlineMembership(): Promise<Membership> {
  const account = randomId();
  const keys = await generateDeviceKeys({ extractable: true });
  const { token, hash: credential } = await newCredential();
  const made = await createAccountRoot({
    account,
    secretKey: generateSecretKey(),
    device: keys,
    name: 'Phone',
    platform: 'phone',
    credential,
    now: Date.now(),
  });
  const state = { entries: made.request.entries, keys: made.request.keys, pin: chainPin(made.chain) };
  return Membership.open({
    api: new ApiClient({ origin: 'http://127.0.0.1:9', fetch: () => Promise.reject(new Error('offline')) }),
    identity: { account, token, keys },
    store: { loadMembership: () => Promise.resolve(state), saveMembership: () => Promise.resolve() },
    bell: () => undefined,
  });
}

export interface OfflineAgent {
  journal: Journal;
  ledger: Ledger;
  author: Author;
  known: KnownRows;
  scanner: Scanner;
}

export interface OfflineOptions {
  handset: Handset;
  membership: Membership;
  /** An earlier life's journal. */
  journal?: Journal;
  fails?: () => boolean;
  syncDeletions?: boolean;
  now?: () => number;
}

/** The agent without its server: what it reads ends in its journal. */
export function offlineAgent(options: OfflineOptions): OfflineAgent {
  const { handset, membership } = options;
  const journal = options.journal ?? new Journal(':memory:', new Uint8Array(32).fill(7));
  const ledger = new Ledger(journal);
  const known = new KnownRows(journal);
  const sequence = new JournalSequence(journal);
  const author = new Author({ journal, ledger, sequence, membership, queued: () => undefined });
  const source = directSource(handset, options.fails);
  const keyring = () => membership.keyring;
  const context = () => phoneContext(handset.device());
  const batchOf = () => null;
  const log = () => undefined;
  const scanner = new Scanner({
    journal,
    ledger,
    author,
    known,
    source,
    collections: [
      smsCollection({ keyring, context, batchOf }),
      mmsCollection({ keyring, context, batchOf, source, log }),
      callCollection({ keyring, context }),
    ],
    contacts: () => Promise.resolve(),
    syncDeletions: () => Promise.resolve(options.syncDeletions ?? true),
    log,
    now: options.now ?? handset.now,
    progress: () => undefined,
    complete: () => Promise.resolve(),
  });
  return { journal, ledger, author, known, scanner };
}

/** Messages that the account would hold once the queue is empty. */
export function heldMessages(
  { journal, ledger }: OfflineAgent,
  state: 'held' | 'gone' = 'held',
): MessagePayload[] {
  return journal
    .all(`SELECT id FROM record WHERE kind = 'message' AND state = ?`, state)
    .map((row) => ledger.get('message', String(row['id']))?.payload as MessagePayload);
}

/** Versions that wait for upload, by record. */
export function queuedVersions({ journal }: OfflineAgent, kind: RecordKind): Map<string, number[]> {
  const versions = new Map<string, number[]>();
  for (const row of journal.all('SELECT id, version FROM queue WHERE kind = ? ORDER BY author_seq', kind)) {
    const id = String(row['id']);
    versions.set(id, [...(versions.get(id) ?? []), Number(row['version'])]);
  }
  return versions;
}
