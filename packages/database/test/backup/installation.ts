import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  migrate,
  openDatabase,
  openJournal,
  openKeyring,
  putRecords,
  startEmbeddedPostgres,
  startKeys,
  type Database,
  type EmbeddedPostgres,
  type Holder,
  type Keyring,
  type StoredRecord,
} from '@smseal/database';
import { Archiver } from '../../src/backup/archive/archiver.ts';
import { announceErasure, appendErasure } from '../../src/erasure/append-erasure.ts';
import { applyMatter } from '../../src/erasure/apply-matter.ts';
import type { ErasureMatter } from '../../src/erasure/journal-entry.ts';
import { newHolder } from '../keys/key-story.ts';
import { newDevice, randomId, record, TODAY } from '../sealed-account.ts';
import { restore, type Restored, type RestoreInput } from '../../src/backup/restore/restore.ts';
import { takeCopy, type CopyMade } from '../../src/backup/copy/take-copy.ts';

/** What a test file hands in. */
interface Lifetime {
  after(finish: () => Promise<void>): void;
}

/** Somebody who has an account. */
export interface Person extends Holder {
  device: string;
  records: StoredRecord[];
}

/** A real installation’s database with its keyring, its store and what keeps it. */
export class Installation {
  readonly home: string;
  readonly keyring: Keyring;
  readonly troubles: (string | null)[] = [];
  postgres!: EmbeddedPostgres;
  database!: Database;
  archiver!: Archiver;

  private constructor(home: string) {
    this.home = home;
    this.keyring = openKeyring(undefined, home);
  }

  static async start(lifetime: Lifetime): Promise<Installation> {
    const home = await mkdtemp(path.join(tmpdir(), 'smseal-backup-'));
    const installation = new Installation(home);
    lifetime.after(async () => {
      await installation.stop();
      await rm(home, { recursive: true, force: true });
    });
    await installation.run();
    return installation;
  }

  get base(): string {
    return path.join(this.home, 'postgres');
  }

  get store(): string {
    return path.join(this.home, 'backup');
  }

  /** Starts what was stopped. */
  async run(now = Date.now()): Promise<void> {
    this.postgres = await startEmbeddedPostgres({ home: this.home, archives: true });
    await migrate(this.postgres.url);
    this.database = openDatabase(this.postgres.url, { connections: 4, keyring: this.keyring });
    await startKeys(this.database, this.keyring, now);
    this.startArchiver();
  }

  startArchiver(folder = this.store): void {
    this.archiver = new Archiver({
      base: this.base,
      folder,
      keyring: this.keyring,
      now: Date.now,
      onTrouble: (sentence) => this.troubles.push(sentence),
    });
    this.archiver.start();
  }

  copy(folder = this.store, now = Date.now): Promise<CopyMade> {
    return takeCopy({
      databaseUrl: this.postgres.url,
      base: this.base,
      folder,
      keyring: this.keyring,
      now,
    });
  }

  /** Ends everything, and the database’s disk is gone. */
  async loseDatabase(): Promise<void> {
    await this.stop();
    await rm(path.join(this.base, 'data'), { recursive: true });
  }

  /** Waits until no log waits for the store. */
  async archived(): Promise<void> {
    await sleep(200);
    while ((await this.archiver.state()).waiting > 0) await sleep(50);
  }

  /** A person of this installation with a device and two records. */
  async newPerson(): Promise<Person> {
    const holder = await newHolder(this.database);
    const device = await newDevice(this.database, holder.account);
    const records = [1, 2].map((authorSeq) => record(device, { authorSeq, epoch: 1 }));
    await putRecords(this.database, { account: holder.account, device, records, today: TODAY });
    return { ...holder, device, records };
  }

  /** Erases as an erasure does. */
  async erase(matter: ErasureMatter): Promise<void> {
    const given = { database: this.database, journal: openJournal(this.keyring), now: Date.now() };
    const planned = { id: randomId(), kind: 'deletion', matter, progress: {} } as const;
    await announceErasure(this.database, planned, given.now);
    await appendErasure(given, planned);
    await applyMatter(given, planned);
  }

  restore(more: Partial<RestoreInput> = {}): Promise<Restored> {
    return restore({
      from: this.store,
      home: this.home,
      keyring: this.keyring,
      until: null,
      now: Date.now,
      onStep: () => undefined,
      ...more,
    });
  }

  async stop(): Promise<void> {
    this.database.keys.close();
    await this.database.destroy();
    await this.postgres.stop();
    await this.archiver.stop();
  }
}
