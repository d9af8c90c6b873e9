/**
 * Imports one backup: reads it as a stream, seals each item here, uploads in batches. Resumable and idempotent, since ids
 * are keyed from what an item says: what the account has already is not sent again, and true repeats keep their number.
 */
import { stat } from 'node:fs/promises';
import {
  listRecordIds,
  messageIdentity,
  ownNumbersOf,
  putRecords,
  storeBlob,
  type ApiClient,
} from '@smseal/client';
import {
  CodedError,
  type Attachment,
  type CallPayload,
  type Id,
  type MessagePayload,
  type SealedRecord,
} from '@smseal/protocol';
import {
  callId,
  conversationId,
  messageId,
  sealBlob,
  sealRecords,
  type Keyring,
  type SealRecordInput,
} from '@smseal/seal';
import { importContext, mapItem, type BackupMedia } from './backup-mapper.ts';
import { readBackup, type BackupItem } from './backup-reader.ts';
import { IdTable } from './id-table.ts';
import { emptyReport, type ImportReport } from './import-report.ts';

/** Items and octets of envelopes after which a batch leaves. */
const BATCH_ITEMS = 500;
const BATCH_OCTETS = 2 * 1024 * 1024;

export interface ImportInput {
  file: string;
  api: ApiClient;
  keyring: Keyring;
  account: Id;
  device: Id;
  /** Last author sequence that the server accepted from this device. */
  lastSequence: number;
  /** ISO 3166-1 alpha-2: how national numbers are read. */
  country: string | undefined;
  /** Own numbers that the account's phones report, in any form. */
  own: readonly string[];
  onProgress?: (share: number, report: ImportReport) => void;
}

interface Waiting {
  id: Id;
  kind: 'message' | 'call';
  payload: MessagePayload | CallPayload;
  clear: { conversation: Id; day: string } | undefined;
}

/** @throws CodedError, Unreachable when the server refuses or stays away; what was sent before stays. */
export async function importBackup(input: ImportInput): Promise<ImportReport> {
  const run = new ImportRun(input);
  await run.loadPresent();
  const size = (await stat(input.file)).size;
  const { report } = run;
  for await (const event of readBackup(input.file)) {
    switch (event.type) {
      case 'announced':
        report.announced = event.count;
        break;
      case 'unknown':
        run.skip(event.element);
        break;
      case 'item':
        await run.take(event.item);
        input.onProgress?.(event.octets / size, report);
        break;
      case 'broken':
        report.broken = event.reason;
        report.octets = event.octets;
        break;
      case 'end':
        report.mended = event.mended;
        report.octets = event.octets;
        break;
    }
  }
  await run.flush();
  return report;
}

class ImportRun {
  readonly report = emptyReport();
  readonly #input: ImportInput;
  readonly #present = new IdTable();
  readonly #repeats = new IdTable();
  readonly #own = new Set<string>();
  #sequence: number;
  #waiting: Waiting[] = [];
  #octets = 0;

  constructor(input: ImportInput) {
    this.#input = input;
    this.#sequence = input.lastSequence;
    const { party } = importContext(input.country, this.#own);
    for (const number of input.own) this.#own.add(party(number));
  }

  /** Learns which messages and calls the account has. */
  async loadPresent(): Promise<void> {
    for (const kind of ['message', 'call'] as const) {
      let after: string | undefined;
      do {
        const page = await listRecordIds(this.#input.api, { kind, limit: 1000, ...(after ? { after } : {}) });
        for (const { id } of page.ids) this.#present.add(id);
        after = page.next ?? undefined;
      } while (after !== undefined);
    }
  }

  skip(reason: string): void {
    this.report.skipped[reason] = (this.report.skipped[reason] ?? 0) + 1;
  }

  async take(item: BackupItem): Promise<void> {
    this.report.read[item.kind]++;
    const context = importContext(this.#input.country, this.#own);
    if (item.kind === 'mms' && item.attributes['msg_box'] === '1')
      for (const number of ownNumbersOf([item.addresses])) this.#own.add(context.party(number));
    const mapped = mapItem(item, context);
    switch (mapped.kind) {
      case 'skipped':
        this.skip(mapped.reason);
        break;
      case 'call':
        await this.#takeCall(mapped.payload);
        break;
      case 'message':
        this.report.lostParts += mapped.lostMedia;
        await this.#takeMessage(mapped.payload, mapped.media);
        break;
    }
    if (this.#waiting.length >= BATCH_ITEMS || this.#octets >= BATCH_OCTETS) await this.flush();
  }

  async #takeCall(payload: CallPayload): Promise<void> {
    const { number, type, at, duration } = payload;
    const idOf = (ordinal: number) => callId(this.#input.keyring, { number, type, at, duration, ordinal });
    const id = await this.#place(idOf);
    if (id !== null) this.#queue({ id, kind: 'call', payload, clear: undefined });
  }

  async #takeMessage(payload: MessagePayload, media: BackupMedia[]): Promise<void> {
    const { keyring } = this.#input;
    const digests = await Promise.all(media.map(({ octets }) => digestOf(octets)));
    const identity = messageIdentity(payload, digests);
    const id = await this.#place((ordinal) => messageId(keyring, { ...identity, ordinal }));
    if (id === null) return;
    for (const part of media) {
      payload.attachments.push(await this.#sealPart(part, id));
    }
    const conversation = await conversationId(keyring, payload.parties);
    this.#queue({ id, kind: 'message', payload, clear: { conversation, day: payload.at.slice(0, 10) } });
  }

  /** The id of this occurrence; null when the account has it. */
  async #place(idOf: (ordinal: number) => Promise<Id>): Promise<Id | null> {
    const first = await idOf(0);
    const ordinal = this.#repeats.add(first);
    const id = ordinal === 0 ? first : await idOf(ordinal);
    if (this.#present.add(id) === 0) return id;
    this.report.present++;
    return null;
  }

  #queue(waiting: Waiting): void {
    this.#waiting.push(waiting);
    this.#octets += JSON.stringify(waiting.payload).length;
  }

  /** Seals a part and uploads it before the message that owns it. */
  async #sealPart(part: BackupMedia, owner: Id): Promise<Attachment> {
    const blob = await sealBlob(part.octets);
    const chunks = blob.chunks.length;
    const announcement = { ownerKind: 'message' as const, owner, size: blob.size, chunks };
    const chunk = (number: number) => blob.chunks[number] ?? new Uint8Array();
    await storeBlob(this.#input.api, { id: blob.id, announcement, chunk }, { retry: 'until-aborted' });
    this.report.pictures++;
    return {
      blob: blob.id,
      key: blob.key,
      digest: blob.digest,
      contentType: part.contentType,
      name: part.name,
      size: part.octets.length,
      chunks,
    };
  }

  /** Seals and uploads what waits. */
  async flush(): Promise<void> {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    this.#octets = 0;
    const { keyring, account, device } = this.#input;
    const records = await sealRecords(
      waiting.map(({ id, kind, payload, clear }): SealRecordInput => ({
        keyring,
        account,
        author: device,
        authorSeq: ++this.#sequence,
        version: 1,
        id,
        kind,
        payload,
        ...(clear ? { clear } : {}),
      })),
    );
    await this.#upload(records);
  }

  /** A record that the phone uploaded meanwhile is there already: it is left out and the rest goes again. */
  async #upload(records: SealedRecord[]): Promise<void> {
    try {
      if (records.length > 0) await putRecords(this.#input.api, records, { retry: 'until-aborted' });
      this.report.added += records.length;
    } catch (error) {
      const conflict =
        error instanceof CodedError && error.code === 'version-conflict' ? error.extra['record'] : null;
      const rest = records.filter((record) => record.id !== conflict);
      if (rest.length === records.length) throw error;
      this.report.present++;
      await this.#upload(rest);
    }
  }
}

async function digestOf(octets: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', octets)).toString('base64url');
}
