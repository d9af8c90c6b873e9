import {
  isAccountClosed,
  Membership,
  NotAMember,
  LeaseLoop,
  SyncEngine,
  Uploader,
  type Alarm,
  type ApiClient,
  type DeviceIdentity,
  type PhoneSource,
  type ProviderDevice,
  type ProviderEvent,
} from '@smseal/client';
import { CodedError } from '@smseal/protocol';
import { callCollection } from '../call/call-collection.ts';
import { readContacts } from '../contact/contact-reader.ts';
import { JournalMembershipStore } from '../device/journal-membership-store.ts';
import { JournalSequence } from '../journal/journal-sequence.ts';
import type { Journal } from '../journal/journal.ts';
import { CommandDesk } from '../live/command-desk.ts';
import { PhoneLive } from '../live/phone-live.ts';
import type { Log } from '../log/log.ts';
import { mmsCollection } from '../message/mms-collection.ts';
import { phoneContext } from '../message/phone-context.ts';
import { smsCollection } from '../message/sms-collection.ts';
import { JournalOutboxMemory } from '../outbox/journal-outbox-memory.ts';
import { SimCourier } from '../outbox/sim-courier.ts';
import { KnownRows } from '../provider/known-rows.ts';
import { Scanner } from '../provider/scanner.ts';
import { Author } from '../record/author.ts';
import { Ledger } from '../record/ledger.ts';
import { PhoneQueue } from '../record/phone-queue.ts';
import { PhoneSyncStore } from '../record/phone-sync-store.ts';
import type { PhoneEvents } from '../source/phone-events.ts';
import { countRows } from './count-rows.ts';
import { SharedSettings } from './shared-settings.ts';

export interface AgentOptions {
  api: ApiClient;
  identity: DeviceIdentity;
  journal: Journal;
  source: PhoneSource;
  events: PhoneEvents;
  bell: (alarm: Alarm) => void;
  log: Log;
  now: () => number;
}

/** A difference between the phone's clock and the server's that people should know of. */
const MUCH_SKEW_MS = 5 * 60 * 1000;

/** A linked phone at work: everything that it reads, writes, sends and says. */
export class Agent {
  readonly #options: AgentOptions;
  readonly #membership: Membership;
  readonly #over = new AbortController();
  readonly #known: KnownRows;
  readonly #ledger: Ledger;
  readonly #author: Author;
  readonly #settings: SharedSettings;
  readonly #uploader: Uploader;
  readonly #reader: SyncEngine;
  readonly #leases: LeaseLoop;
  readonly #courier: SimCourier;
  readonly #live: PhoneLive;
  readonly #scanner: Scanner;
  #device: ProviderDevice;
  #totals = { message: 0, contact: 0, call: 0 };

  private constructor(options: AgentOptions, membership: Membership, device: ProviderDevice) {
    this.#options = options;
    this.#membership = membership;
    this.#device = device;
    const { api, journal, source, bell, log, now } = options;
    const keyring = () => membership.keyring;
    const context = () => phoneContext(this.#device);
    const sequence = new JournalSequence(journal);
    const ledger = (this.#ledger = new Ledger(journal));
    const known = (this.#known = new KnownRows(journal));
    const author = (this.#author = new Author({
      journal,
      ledger,
      sequence,
      membership,
      queued: () => this.#uploader.wake(),
    }));
    this.#settings = new SharedSettings({ keyring, ledger, author });
    const store = new PhoneSyncStore(journal, ledger);
    this.#reader = new SyncEngine({ api, membership, store, bell, batches: false });
    const placed = (from: number, to: number): void => {
      const cursor = this.#reader.pass(from, to);
      if (cursor !== null) store.saveCursor(cursor);
    };
    const queue = new PhoneQueue({ api, journal, ledger, sequence, membership, author, log, placed });
    this.#uploader = new Uploader({ api, membership, queue });
    const memory = new JournalOutboxMemory(journal);
    const reported = () => this.#leases.reporter.soon(this.#how());
    this.#courier = new SimCourier({ api, source, journal, memory, context, now, reported });
    this.#leases = new LeaseLoop({ api, membership, memory, courier: this.#courier, bell });
    const desk = new CommandDesk({
      journal,
      source,
      clock: api.clock,
      deleteGone: () => this.#deleteGone(),
      log,
    });
    this.#live = new PhoneLive({
      api,
      membership,
      sequence,
      source,
      desk,
      bell,
      log,
      woken: (what) => this.#woken(what),
      dismissed: (why) =>
        this.#over.abort(why === 'closed' ? new CodedError('account-closed') : new NotAMember()),
    });
    const batchOf: SimCourier['batchOf'] = (payload, row) => this.#courier.batchOf(payload, row);
    const syncDeletions = () => this.#settings.syncDeletions();
    this.#scanner = new Scanner({
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
      contacts: async (signal) => {
        const read = { source, ledger, known, author, keyring, syncDeletions };
        const count = await readContacts(read, signal);
        this.#totals.contact = count;
        this.#live.progress('contact', count, count);
      },
      syncDeletions,
      log,
      now,
      progress: () => this.#progress(),
      complete: (at) => this.#complete(at),
    });
  }

  /** Opens what the journal knows of the account, or fetches it. */
  static async open(options: AgentOptions, signal: AbortSignal): Promise<Agent> {
    const { api, identity, journal, bell, source } = options;
    const store = new JournalMembershipStore(journal);
    const how = { signal, retry: 'until-aborted' } as const;
    const membership = await Membership.open({ api, identity, store, bell }, how);
    return new Agent(options, membership, await source.device());
  }

  /** Works until the signal aborts. @throws NotAMember once this phone is out of its account; the signal's reason. */
  async run(signal: AbortSignal): Promise<void> {
    const until = AbortSignal.any([signal, this.#over.signal]);
    const { events, log } = this.#options;
    const offs = [
      events.on((event) => this.#hear(event)),
      events.onConnected(() => {
        this.#courier.hearing();
        this.#scanner.changed('content://sms');
      }),
    ];
    this.#courier.hearing();
    try {
      // Versions and settings that the account has already must be known before anything is written.
      if (this.#options.journal.meta('account-read') === null) {
        await this.#reader.catchUp({ signal: until, retry: 'until-aborted' });
        this.#options.journal.setMeta('account-read', 'done');
      }
      this.#live.start();
      const { message, call } = await countRows(this.#options.source);
      this.#totals = { ...this.#totals, message, call };
      await Promise.all([
        this.#reader.run(until),
        this.#uploader.run(until),
        this.#leases.run(until),
        this.#scanner.run(until),
      ]);
    } catch (error) {
      const reason = until.aborted ? (until.reason as unknown) : error;
      this.#over.abort(reason);
      if (reason instanceof CodedError && reason.code === 'unauthenticated') throw new NotAMember();
      if (!(reason instanceof NotAMember) && !isAccountClosed(reason) && !signal.aborted)
        log('error', 'agent stopped', { reason: String(reason) });
      throw reason;
    } finally {
      offs.forEach((off) => off());
      this.#live.stop();
    }
  }

  #how() {
    return { signal: this.#over.signal, retry: 'until-aborted' } as const;
  }

  #woken(what: 'changed' | 'chain' | 'outbox'): void {
    if (what === 'changed') this.#reader.wake();
    if (what === 'outbox') this.#leases.wake();
    if (what === 'chain') {
      this.#membership.refresh(this.#how()).catch((error: unknown) => {
        if (error instanceof NotAMember) this.#over.abort(error);
        else this.#options.log('warn', 'chain not read', { reason: String(error) });
      });
    }
  }

  #hear(event: ProviderEvent): void {
    switch (event.type) {
      case 'changed':
        if (event.uri.startsWith('content://device')) void this.#readDevice();
        else this.#scanner.changed(event.uri);
        break;
      case 'sms-sent':
      case 'sms-delivered':
      case 'sms-failed':
        this.#courier.heard(event).catch((error: unknown) => {
          this.#options.log('error', 'radio report not kept', { reason: String(error) });
        });
        break;
      case 'battery':
      case 'notification':
      case 'notification-gone':
      case 'call':
        this.#live.relay(event);
        break;
      case 'agent-link':
      case 'agent-confirm':
        break;
      default:
        // Newer handsets may say more.
        event satisfies never;
    }
  }

  async #readDevice(): Promise<void> {
    this.#device = await this.#options.source.device().catch(() => this.#device);
  }

  #progress(): void {
    const messages = this.#known.count('sms') + this.#known.count('mms');
    const calls = this.#known.count('call');
    const reading = this.#options.journal.meta('first-reading') !== 'done';
    this.#totals.message = reading ? Math.max(this.#totals.message, messages) : messages;
    this.#totals.call = reading ? Math.max(this.#totals.call, calls) : calls;
    this.#live.progress('message', messages, this.#totals.message);
    this.#live.progress('call', calls, this.#totals.call);
  }

  async #complete(at: number): Promise<void> {
    await this.#courier.settleUnheard(at);
    const { skewMs } = this.#options.api.clock;
    if (Math.abs(skewMs) > MUCH_SKEW_MS) this.#options.log('warn', 'the clocks differ', { skewMs });
    const { model, sims } = this.#device;
    await this.#settings.report(
      {
        device: this.#membership.identity.keys.id,
        model,
        sims: sims.map(({ slot, label, number }) => ({ slot, label, number })),
        completeUpTo: new Date(at).toISOString(),
        messages: this.#known.count('sms') + this.#known.count('mms'),
        contacts: this.#known.count('contact'),
        calls: this.#known.count('call'),
      },
      this.#options.now(),
    );
  }

  async #deleteGone(): Promise<number> {
    const gone = this.#ledger.gone().map((id) => ({ kind: 'message' as const, id }));
    await this.#author.delete(gone);
    return gone.length;
  }
}
