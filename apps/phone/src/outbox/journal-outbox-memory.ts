import {
  REMEMBER_AFTER_EXPIRY_MS,
  type OutboxMemory,
  type RememberedBatch,
  type Report,
  type TextKey,
} from '@smseal/client';
import {
  fromBase64Url,
  toBase64Url,
  type Id,
  type PostSegment,
  type TextEvent,
  type TextState,
} from '@smseal/protocol';
import type { Journal } from '../journal/journal.ts';

/** What the agent remembers of outgoing texts, in its journal. */
export class JournalOutboxMemory implements OutboxMemory {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  remember(batch: RememberedBatch): Promise<void> {
    this.#journal.run(
      `INSERT INTO batch (id, lease, expires, content_key, next_number) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET lease = excluded.lease, next_number = max(next_number, excluded.next_number)`,
      batch.batch,
      batch.lease,
      Date.parse(batch.expires),
      this.#journal.seal(toBase64Url(batch.contentKey)),
      batch.lastSegment + 1,
    );
    return Promise.resolve();
  }

  leases(): Promise<{ batch: Id; lease: Id }[]> {
    const rows = this.#journal.all('SELECT id, lease FROM batch WHERE lease IS NOT NULL');
    return Promise.resolve(rows.map((row) => ({ batch: String(row['id']), lease: String(row['lease']) })));
  }

  leaseOver(batch: Id): Promise<void> {
    this.#journal.run('UPDATE batch SET lease = NULL WHERE id = ?', batch);
    return Promise.resolve();
  }

  left(batch: Id): Promise<ReadonlyMap<number, TextState | null>> {
    const rows = this.#journal.all('SELECT place, told FROM text WHERE batch = ?', batch);
    return Promise.resolve(
      new Map(
        rows.map((row) => [
          Number(row['place']),
          row['told'] === null ? null : (String(row['told']) as TextState),
        ]),
      ),
    );
  }

  leaving({ batch, index }: TextKey): Promise<void> {
    this.#journal.run('INSERT INTO text (batch, place) VALUES (?, ?)', batch, index);
    return Promise.resolve();
  }

  inDoubt(): Promise<TextKey[]> {
    const rows = this.#journal.all('SELECT batch, place FROM text WHERE told IS NULL');
    return Promise.resolve(rows.map((row) => ({ batch: String(row['batch']), index: Number(row['place']) })));
  }

  report(batch: Id, events: TextEvent[]): Promise<void> {
    this.#journal.transaction(() => {
      for (const event of events) {
        this.#journal.run(
          `INSERT INTO text (batch, place, told) VALUES (?, ?, ?)
           ON CONFLICT (batch, place) DO UPDATE SET told = excluded.told`,
          batch,
          event.index,
          event.state,
        );
        this.#journal.run('INSERT INTO event (batch, event) VALUES (?, ?)', batch, this.#journal.seal(event));
      }
    });
    return Promise.resolve();
  }

  /** What was last told of a text; null when it never left from here. */
  told({ batch, index }: TextKey): TextState | null {
    const row = this.#journal.get('SELECT told FROM text WHERE batch = ? AND place = ?', batch, index);
    return row === undefined || row['told'] === null ? null : (String(row['told']) as TextState);
  }

  nextReport(): Promise<Report | null> {
    return Promise.resolve(this.#journal.transaction(() => this.#sealedReport() ?? this.#newReport()));
  }

  sealed(report: Report, segment: PostSegment): Promise<void> {
    this.#journal.run(
      'INSERT OR REPLACE INTO segment (batch, number, segment) VALUES (?, ?, ?)',
      report.batch,
      report.number,
      JSON.stringify(segment),
    );
    return Promise.resolve();
  }

  posted({ batch, number }: Report): Promise<void> {
    this.#journal.transaction(() => {
      this.#journal.run('DELETE FROM segment WHERE batch = ? AND number = ?', batch, number);
      this.#journal.run('DELETE FROM event WHERE batch = ? AND number = ?', batch, number);
    });
    return Promise.resolve();
  }

  renumber({ batch, number }: Report, last: number): Promise<void> {
    this.#journal.transaction(() => {
      this.#journal.run('DELETE FROM segment WHERE batch = ? AND number = ?', batch, number);
      this.#journal.run('UPDATE event SET number = NULL WHERE batch = ? AND number = ?', batch, number);
      this.#journal.run('UPDATE batch SET next_number = max(next_number, ?) WHERE id = ?', last + 1, batch);
    });
    return Promise.resolve();
  }

  forget(now: number): Promise<void> {
    const before = now - REMEMBER_AFTER_EXPIRY_MS;
    this.#journal.transaction(() => {
      for (const table of ['text', 'part', 'event', 'segment']) {
        this.#journal.run(
          `DELETE FROM ${table} WHERE batch IN (SELECT id FROM batch WHERE expires < ?)`,
          before,
        );
      }
      this.#journal.run('DELETE FROM batch WHERE expires < ?', before);
    });
    return Promise.resolve();
  }

  /** The oldest segment whose number is given: its octets may be with the server already. */
  #sealedReport(): Report | null {
    const row = this.#journal.get(
      'SELECT batch, number FROM event WHERE number IS NOT NULL ORDER BY place LIMIT 1',
    );
    return row === undefined ? null : this.#report(String(row['batch']), Number(row['number']));
  }

  #newReport(): Report | null {
    const row = this.#journal.get(
      `SELECT event.batch, batch.next_number FROM event JOIN batch ON batch.id = event.batch
       WHERE event.number IS NULL ORDER BY event.place LIMIT 1`,
    );
    if (row === undefined) return null;
    const [batch, number] = [String(row['batch']), Number(row['next_number'])];
    this.#journal.run('UPDATE event SET number = ? WHERE batch = ? AND number IS NULL', number, batch);
    this.#journal.run('UPDATE batch SET next_number = ? WHERE id = ?', number + 1, batch);
    return this.#report(batch, number);
  }

  #report(batch: Id, number: number): Report | null {
    const known = this.#journal.get('SELECT content_key FROM batch WHERE id = ?', batch);
    if (known === undefined) return null;
    const rows = this.#journal.all(
      'SELECT event FROM event WHERE batch = ? AND number = ? ORDER BY place',
      batch,
      number,
    );
    const sealed = this.#journal.get(
      'SELECT segment FROM segment WHERE batch = ? AND number = ?',
      batch,
      number,
    );
    return {
      batch,
      number,
      contentKey: fromBase64Url(this.#journal.open<string>(known['content_key'])),
      events: rows.map((row) => this.#journal.open<TextEvent>(row['event'])),
      segment: sealed === undefined ? null : (JSON.parse(String(sealed['segment'])) as PostSegment),
    };
  }
}
