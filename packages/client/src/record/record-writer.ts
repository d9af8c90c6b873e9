import { CodedError, type Id, type RecordKind, type SealedRecord } from '@smseal/protocol';
import { openRecord, type ClearFields } from '@smseal/seal';
import type { ApiClient, How } from '../api/api-client.ts';
import type { Membership } from '../device/membership.ts';
import type { SequenceStore } from '../sequence/sequence-store.ts';
import { makeRecords } from './make-records.ts';
import { putRecords } from './record-api.ts';

const TRIES = 8;

export interface RecordWriterOptions {
  api: ApiClient;
  membership: Membership;
  sequence: SequenceStore;
}

export interface RecordChange<Payload> {
  kind: RecordKind;
  id: Id;
  clear?: ClearFields;
  /** What this device knows of the record; null when it knows none. */
  known: { version: number; payload: Payload } | null;
  /** The new payload, from what stands; called again with what another device has written meanwhile. Null leaves it. */
  change: (current: Payload | null) => Payload | null;
}

/** Writes single records while somebody waits: settings, states of conversations. Conflicts are merged by `change`. */
export class RecordWriter {
  readonly #options: RecordWriterOptions;

  constructor(options: RecordWriterOptions) {
    this.#options = options;
  }

  /**
   * Writes what `change` makes of the record. Returns what stands afterwards, null when `change` left it.
   * @throws CodedError, Unreachable, NotAMember; SealError when what the server says stands there does not open.
   */
  async write<Payload>(
    input: RecordChange<Payload>,
    how: How = {},
  ): Promise<{ version: number; payload: Payload; seq: number } | null> {
    let known = input.known;
    for (let attempt = 1; ; attempt++) {
      const payload = input.change(known?.payload ?? null);
      if (payload === null) return null;
      const version = (known?.version ?? 0) + 1;
      const record = await this.#seal(input, version, payload);
      try {
        const { seq } = await putRecords(this.#options.api, [record], how);
        return { version, payload, seq };
      } catch (error) {
        if (!(error instanceof CodedError) || attempt === TRIES) throw error;
        if (error.code === 'version-conflict') known = await this.#current<Payload>(error, record);
        else await this.#recover(error, how);
      }
    }
  }

  async #seal<Payload>(
    input: RecordChange<Payload>,
    version: number,
    payload: Payload,
  ): Promise<SealedRecord> {
    const { membership, sequence } = this.#options;
    const { kind, id, clear } = input;
    const authorSeq = await sequence.reserve('author', 1);
    const head = { kind, id, version, authorSeq, payload, ...(clear ? { clear } : {}) };
    const [record] = await makeRecords(membership, [head]);
    if (!record) throw new Error('one record was to be made, and none was');
    return record;
  }

  async #current<Payload>(
    error: CodedError,
    sealed: SealedRecord,
  ): Promise<{ version: number; payload: Payload } | null> {
    const current = (error.extra['current'] ?? null) as SealedRecord | null;
    if (current === null) return null;
    if (current.id !== sealed.id || current.kind !== sealed.kind) throw error;
    const { chain, keyring } = this.#options.membership;
    const payload = (await openRecord({ chain, keyring, record: current })) as Payload;
    return { version: current.version, payload };
  }

  async #recover(error: CodedError, how: How): Promise<void> {
    if (error.code === 'wrong-epoch') await this.#options.membership.refresh(how);
    else if (error.code === 'account-sealed') await this.#options.membership.sealFromNow(how);
    else if (error.code === 'replayed-sequence') {
      await this.#options.sequence.raise('author', Number(error.extra['last'] ?? 0));
    } else throw error;
  }
}
