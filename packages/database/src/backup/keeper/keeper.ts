import { setTimeout as sleep } from 'node:timers/promises';
import { isCopyDue, isTrialDue } from '@smseal/policy';
import type { Keyring } from '../../keys/keyring.ts';
import { Archiver, systemOf } from '../archive/archiver.ts';
import { takeCopy } from '../copy/take-copy.ts';
import { expireBackups } from './expire.ts';
import { readStatus, writeStatus, type BackupStatus, type Failure } from '../status/backup-status.ts';
import { copyJournal } from '../store/journal-copy.ts';
import { BackupStore } from '../store/store.ts';
import { checkClosed } from '../trial/closed-copy.ts';
import { tryRestore } from '../trial/try-restore.ts';

/** Looks so often what is to be done. */
const LOOK_MS = 20_000;

export interface KeeperInput {
  /** `SMSEAL_HOME`. */
  home: string;
  /** `SMSEAL_HOME/postgres`. */
  base: string;
  /** Of the store. */
  folder: string;
  /** A full copy so often, ms. */
  everyMs: number;
  keyring: Keyring;
  /** Where the embedded PostgreSQL is now. */
  databaseUrl: () => Promise<string>;
  now: () => number;
  /** Told what people need to act on, and what is right again. */
  tell: (sentence: string, isTrouble: boolean) => void;
}

/** Keeps the backups of an installation: takes the log, makes copies in time, lets old ones go, and tries what it has made. */
export class Keeper {
  readonly #input: KeeperInput;
  readonly #archiver: Archiver;
  readonly #over = new AbortController();
  #status: BackupStatus;
  #running: Promise<void> | null = null;

  constructor(input: KeeperInput) {
    this.#input = input;
    this.#status = newStatus(input.folder, input.now());
    this.#archiver = new Archiver({ ...input, onTrouble: (sentence) => this.#logTrouble(sentence) });
  }

  async start(): Promise<void> {
    const before = await readStatus(this.#input.home);
    if (before?.folder === this.#input.folder) this.#status = { ...before, logFailure: null };
    this.#archiver.start();
    this.#running = this.#run();
  }

  /** Ends what is under way; the log that PostgreSQL leaves behind when it has ended is taken before. */
  async stop(): Promise<void> {
    this.#over.abort();
    await this.#running;
    await this.#archiver.stop();
    await this.#write();
  }

  async #run(): Promise<void> {
    while (!this.#over.signal.aborted) {
      try {
        await this.#look();
      } catch (error) {
        this.#input.tell(`Backups: ${sentenceOf(error)}`, true);
      }
      await sleep(LOOK_MS, undefined, { signal: this.#over.signal }).catch(() => undefined);
    }
  }

  /** One thing after another: never are two copies made, or a copy while one is tried. */
  async #look(): Promise<void> {
    const { base, folder, everyMs, now } = this.#input;
    const store = new BackupStore(folder, await systemOf(`${base}/data`));
    this.#status.system = store.system;
    const { gap } = await this.#archiver.state();
    const newest = (await store.copies()).at(-1)?.at ?? null;
    const failed = this.#status.copyFailure?.at ?? null;
    if (isCopyDue({ newestCopy: newest, failed, gap }, everyMs, now())) await this.#copy();
    await copyJournal(this.#input.keyring, folder, now());
    await expireBackups(this.#input, now());
    await this.#try(store);
    await this.#write();
  }

  async #copy(): Promise<void> {
    const { now } = this.#input;
    try {
      const databaseUrl = await this.#input.databaseUrl();
      const made = await takeCopy({ ...this.#input, databaseUrl });
      await this.#archiver.forgetGap(made.startedAt);
      if (this.#status.copyFailure) this.#input.tell('Backups: a copy was made again.', false);
      this.#status = { ...this.#status, copy: made, copyFailure: null };
      if (made.damaged > 0)
        this.#input.tell(
          `Backups: ${made.damaged} pages of the database are damaged; see to its disk, and restore from an older copy.`,
          true,
        );
      await this.#write();
    } catch (error) {
      if (this.#over.signal.aborted) return;
      this.#status.copyFailure = this.#failure(error, now());
    }
  }

  /** What was made is worth what it can be restored to, and what is old is worth nothing to anybody else. */
  async #try(store: BackupStore): Promise<void> {
    const { now, keyring } = this.#input;
    const newestCopy = (await store.copies()).at(-1)?.at;
    if (newestCopy === undefined) return;
    const { trial, trialFailure, closed, closedFailure } = this.#status;
    const tried = Math.max(trial?.at ?? 0, trialFailure?.at ?? 0) || null;
    if (isTrialDue({ newestCopy, tried, passed: trialFailure === null }, now()))
      try {
        const result = await tryRestore({ ...this.#input, signal: this.#over.signal });
        this.#status = { ...this.#status, trial: { ...result, at: now() }, trialFailure: null };
      } catch (error) {
        if (this.#over.signal.aborted) return;
        this.#status.trialFailure = this.#failure(error, now());
      }
    const looked = Math.max(closed?.at ?? 0, closedFailure?.at ?? 0);
    if (looked > newestCopy) return;
    try {
      this.#status = {
        ...this.#status,
        closed: await checkClosed(store, keyring, now()),
        closedFailure: null,
      };
    } catch (error) {
      this.#status.closedFailure = this.#failure(error, now());
    }
  }

  #failure(error: unknown, at: number): Failure {
    const sentence = sentenceOf(error);
    this.#input.tell(`Backups: ${sentence}`, true);
    return { at, sentence };
  }

  #logTrouble(sentence: string | null): void {
    this.#status.logFailure = sentence === null ? null : { at: this.#input.now(), sentence };
    this.#input.tell(`Backups: ${sentence ?? 'the store takes log again.'}`, sentence !== null);
    void this.#write();
  }

  async #write(): Promise<void> {
    try {
      const { waiting, gap } = await this.#archiver.state();
      this.#status = { ...this.#status, at: this.#input.now(), waiting, gap };
      await writeStatus(this.#input.home, this.#status);
    } catch {
      // A full disk must not end what may still be taken to another.
    }
  }
}

function newStatus(folder: string, at: number): BackupStatus {
  return {
    v: 1,
    folder,
    system: null,
    at,
    copy: null,
    copyFailure: null,
    logFailure: null,
    waiting: 0,
    gap: null,
    trial: null,
    trialFailure: null,
    closed: null,
    closedFailure: null,
  };
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
