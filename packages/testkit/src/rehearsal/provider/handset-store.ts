import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { makePhoto, makePicture, type PictureRecipe } from '../picture/picture.ts';
import { queryProvider, type Query, type Row, type Viewer } from './query.ts';
import { ADDRESS, BOX, OWN_ADDRESS_TOKEN, PDU, SCHEMA, STATUS } from './schema.ts';
import { Threads } from './threads.ts';

export interface NewSms {
  address: string;
  body: string;
  box: keyof typeof BOX;
  /** ms since 1970. */
  date: number;
  /** Service-centre time in ms, 0 when unknown. */
  dateSent: number;
  subscription: number;
  read: boolean;
  status?: number;
  errorCode?: number;
  creator?: string;
}

/** A picture that came with its octets, such as one that an app sends. */
export interface SentPicture {
  contentType: string;
  octets: Uint8Array;
}

export interface NewMms {
  /** Who wrote it; null when we did. */
  from: string | null;
  /** All other parties. */
  parties: readonly string[];
  text: string;
  subject: string | null;
  pictures: readonly (PictureRecipe | SentPicture)[];
  /** ms since 1970; kept in whole seconds, as Android keeps it. */
  date: number;
  subscription: number;
  read: boolean;
  /** Announced by the network and not fetched yet. */
  notDownloaded?: boolean;
}

/** The tables of one handset. */
export class HandsetStore {
  readonly database: DatabaseSync;
  readonly #threads: Threads;
  readonly #insertSms: StatementSync;
  readonly #insertPdu: StatementSync;
  readonly #insertAddress: StatementSync;
  readonly #insertPart: StatementSync;
  readonly #insertOctets: StatementSync;

  /** Opens the file, or a handset in memory for `:memory:`; makes the tables when they are not there. */
  constructor(file: string) {
    this.database = new DatabaseSync(file);
    this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    const made = this.database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'rehearsal_setting'").get();
    if (made === undefined) this.transaction(() => this.database.exec(SCHEMA));
    this.#threads = new Threads(this.database);
    this.#insertSms = this.database.prepare(
      `INSERT INTO sms (thread_id, address, date, date_sent, protocol, read, status, type, reply_path_present, body,
        service_center, sub_id, error_code, creator, seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#insertPdu = this.database.prepare(
      `INSERT INTO pdu (thread_id, date, date_sent, msg_box, read, m_id, sub, sub_cs, ct_t, exp, m_cls, m_type, v, m_size,
        pri, rr, st, tr_id, d_rpt, sub_id, seen, text_only) VALUES (?, ?, ?, ?, ?, ?, ?, ?,
        'application/vnd.wap.multipart.related', 604800, 'personal', ?, 18, ?, 129, 129, ?, ?, 129, ?, ?, ?)`,
    );
    this.#insertAddress = this.database.prepare(
      'INSERT INTO addr (msg_id, address, type, charset, sub_id) VALUES (?, ?, ?, 106, ?)',
    );
    this.#insertPart = this.database.prepare(
      `INSERT INTO part (mid, seq, ct, name, chset, fn, cid, cl, _data, text, sub_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#insertOctets = this.database.prepare(
      'INSERT INTO rehearsal_octets (part_id, recipe, octets) VALUES (?, ?, ?)',
    );
  }

  close(): void {
    this.database.close();
  }

  transaction<T>(work: () => T): T {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.database.exec('COMMIT');
      return result;
    } catch (error) {
      this.database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Answers as an app sees it that is not the default SMS app. Throws ProviderError. */
  query(query: Query, viewer: Viewer): Row[] {
    if (query.uri.includes('contacts')) while (this.makeNextPhoto());
    return queryProvider(this.database, query, viewer);
  }

  /** Writes a text and returns its `_id`, which may be one that a deleted text had. */
  insertSms(sms: NewSms): number {
    const thread = this.#threads.of([sms.address]);
    const incoming = sms.box === 'in';
    const id = this.#insertSms.run(
      thread,
      sms.address,
      sms.date,
      sms.dateSent,
      incoming ? 0 : null,
      sms.read ? 1 : 0,
      sms.status ?? STATUS.none,
      BOX[sms.box],
      incoming ? 0 : null,
      sms.body,
      incoming ? '+12025550177' : null,
      sms.subscription,
      sms.errorCode ?? -1,
      sms.creator ?? 'com.android.messages',
      sms.read ? 1 : 0,
    ).lastInsertRowid;
    this.#threads.touch(thread, { date: sms.date, snippet: sms.body, read: sms.read, attachment: false });
    return Number(id);
  }

  /** Writes a picture or group message with its addresses and parts; returns its `_id`. */
  insertMms(mms: NewMms): number {
    const thread = this.#threads.of(mms.parties);
    const seconds = Math.floor(mms.date / 1000);
    const type = mms.notDownloaded ? PDU.notification : mms.from === null ? PDU.sendRequest : PDU.retrieved;
    const reference = seconds.toString(16) + String(thread);
    const id = Number(
      this.#insertPdu.run(
        thread,
        seconds,
        mms.from === null ? 0 : seconds - 2,
        mms.from === null ? BOX.out : BOX.in,
        mms.read ? 1 : 0,
        mms.notDownloaded ? null : `${reference}@mms.example`,
        mms.subject,
        mms.subject === null ? null : 106,
        type,
        mms.pictures.length * 24_000 + mms.text.length,
        mms.notDownloaded ? 129 : null,
        `T${reference}`,
        mms.subscription,
        mms.read ? 1 : 0,
        mms.pictures.length === 0 ? 1 : 0,
      ).lastInsertRowid,
    );
    this.#writeAddresses(id, mms);
    if (!mms.notDownloaded) this.#writeParts(id, mms);
    const snippet = mms.subject ?? mms.text;
    this.#threads.touch(thread, {
      date: seconds * 1000,
      snippet,
      read: mms.read,
      attachment: mms.pictures.length > 0,
    });
    return id;
  }

  /** The octets of a part that is not text, with its content type. */
  partOctets(id: number): { contentType: string; octets: Uint8Array<ArrayBuffer> } | null {
    const row = this.database
      .prepare(
        'SELECT recipe, octets, ct FROM rehearsal_octets JOIN part ON part._id = part_id WHERE part_id = ?',
      )
      .get(id);
    if (row === undefined) return null;
    const kept = row['octets'];
    const octets =
      kept instanceof Uint8Array
        ? new Uint8Array(kept)
        : makePicture(JSON.parse(String(row['recipe'])) as PictureRecipe);
    return { contentType: String(row['ct']), octets };
  }

  /** Draws one contact photo that is still owed; false when none is. Drawing all at once would hold up a start. */
  makeNextPhoto(): boolean {
    const owed = this.database.prepare('SELECT data_id, seed FROM rehearsal_photo LIMIT 1').get();
    if (owed === undefined) return false;
    const photo = Buffer.from(makePhoto(String(owed['seed']))).toString('base64');
    this.transaction(() => {
      this.database.prepare('UPDATE data SET data15 = ? WHERE _id = ?').run(photo, Number(owed['data_id']));
      this.database.prepare('DELETE FROM rehearsal_photo WHERE data_id = ?').run(Number(owed['data_id']));
    });
    return true;
  }

  /** Draws and keeps the newest picture that is not drawn yet; false when all are. */
  makeNextPicture(): boolean {
    const owed = this.database
      .prepare(
        'SELECT part_id, recipe FROM rehearsal_octets WHERE octets IS NULL ORDER BY part_id DESC LIMIT 1',
      )
      .get();
    if (owed === undefined) return false;
    const octets = makePicture(JSON.parse(String(owed['recipe'])) as PictureRecipe);
    this.database
      .prepare('UPDATE rehearsal_octets SET octets = ? WHERE part_id = ?')
      .run(octets, Number(owed['part_id']));
    return true;
  }

  setting(name: string): string | null {
    const row = this.database.prepare('SELECT value FROM rehearsal_setting WHERE name = ?').get(name);
    return row === undefined ? null : String(row['value']);
  }

  keepSetting(name: string, value: string): void {
    this.database
      .prepare('INSERT OR REPLACE INTO rehearsal_setting (name, value) VALUES (?, ?)')
      .run(name, value);
  }

  #writeAddresses(message: number, mms: NewMms): void {
    const write = (address: string, type: number): void => {
      this.#insertAddress.run(message, address, type, mms.subscription);
    };
    write(mms.from ?? OWN_ADDRESS_TOKEN, ADDRESS.from);
    if (mms.from !== null) write(`own:${mms.subscription}`, ADDRESS.to);
    for (const party of mms.parties) if (party !== mms.from) write(party, ADDRESS.to);
  }

  #writeParts(message: number, mms: NewMms): void {
    const write = (part: { seq: number; type: string; name: string; text?: string }): number =>
      Number(
        this.#insertPart.run(
          message,
          part.seq,
          part.type,
          part.name,
          part.text === undefined ? null : 106,
          part.name,
          `<${part.name.replace(/\.\w+$/u, '')}>`,
          part.name,
          part.text === undefined
            ? `/data/user_de/0/com.android.providers.telephony/app_parts/PART_${mms.date}_${part.name}`
            : null,
          part.text ?? null,
          mms.subscription,
        ).lastInsertRowid,
      );
    const names = mms.pictures.map(
      (picture, index) =>
        `image${String(index).padStart(6, '0')}.${picture.contentType === 'image/png' ? 'png' : 'jpg'}`,
    );
    const shown = names
      .map((name) => `<par dur="5000ms"><img src="${name}" region="Image" /></par>`)
      .join('');
    write({
      seq: -1,
      type: 'application/smil',
      name: 'smil.xml',
      text: `<smil><body>${shown}</body></smil>`,
    });
    mms.pictures.forEach((picture, index) => {
      const part = write({ seq: 0, type: picture.contentType, name: names[index] ?? 'image' });
      if ('octets' in picture) this.#insertOctets.run(part, null, picture.octets);
      else this.#insertOctets.run(part, JSON.stringify(picture), null);
    });
    if (mms.text !== '') write({ seq: 0, type: 'text/plain', name: 'text000000.txt', text: mms.text });
  }
}
