import type {
  AgentStatus,
  BatteryState,
  CallState,
  NotificationState,
  ProviderDevice,
  ProviderEvent,
} from '@smseal/client';
import type { PictureRecipe } from '../picture/picture.ts';
import type { HandsetStore, SentPicture } from '../provider/handset-store.ts';
import { insertCall, subscriptionOf } from '../provider/fill.ts';
import type { Query, Row } from '../provider/query.ts';
import { CALL, STATUS } from '../provider/schema.ts';

export interface HandsetOptions {
  store: HandsetStore;
  /** The handset's clock, ms since 1970. */
  now: () => number;
  /** How long a WebOTP text stays hidden from ordinary apps; Android 17: three hours. */
  withholdMs?: number;
  /** How long it rings before a call is missed. */
  ringMs?: number;
}

export interface IncomingText {
  from: string;
  text: string;
  slot?: 0 | 1;
  pictures?: readonly PictureRecipe[];
  /** The others in a group. */
  group?: readonly string[];
}

/** The running call and whether its ringer was silenced. */
interface OpenCall {
  state: CallState;
  silenced: boolean;
  startedAt: number;
  answeredAt: number | null;
  timer: NodeJS.Timeout | null;
}

const WITHHOLD_MS = 3 * 3_600_000;
const RING_MS = 25_000;
const DRAIN_MS = 120_000;
/** The last line of a text that binds a code to a host (the WebOTP form). */
const WEB_OTP = /(?:^|\n)@[\w.-]+ #\S+(?: \S+)?\s*$/u;
export const SECOND_SIM_NUMBER = '+14155550188';

/** A phone: its stores, its battery, its tray, its calls; tells every change to those who listen. */
export class Handset {
  readonly store: HandsetStore;
  readonly now: () => number;
  #status: AgentStatus | null = null;
  readonly #withholdMs: number;
  readonly #ringMs: number;
  readonly #listeners = new Set<(event: ProviderEvent) => void>();
  readonly #notifications = new Map<string, NotificationState>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #battery = { level: 82, charging: false, signal: 3 };
  #call: OpenCall | null = null;
  #count = 0;
  #slots: readonly (0 | 1)[] = [0, 1];

  constructor({ store, now, withholdMs = WITHHOLD_MS, ringMs = RING_MS }: HandsetOptions) {
    this.store = store;
    this.now = now;
    this.#withholdMs = withholdMs;
    this.#ringMs = ringMs;
    const drain = setInterval(() => this.#drift(), DRAIN_MS);
    drain.unref();
    this.#timers.add(drain);
    for (const row of store.database.prepare('SELECT until FROM rehearsal_withheld').all()) {
      this.#announceAt(Number(row['until']));
    }
  }

  /** Stops the clocks; the store is closed by its owner. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    if (this.#call?.timer) clearTimeout(this.#call.timer);
    this.#listeners.clear();
  }

  /** Calls `listener` for each event until the returned function is called. */
  listen(listener: (event: ProviderEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(event: ProviderEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** After a while of this handset's life; nothing is kept alive by it. */
  after(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    timer.unref();
    this.#timers.add(timer);
  }

  // What the door answers.

  query(query: Query): Row[] {
    return this.store.query(query, {
      now: this.now(),
      subscriptions: this.#slots.map(subscriptionOf),
      ownNumber: (subscription) => this.numberOf(subscription === 2 ? 1 : 0),
    });
  }

  device(): ProviderDevice {
    const labels = ['Rehearsal', 'Second line'] as const;
    return {
      model: 'SMSeal Rehearsal One',
      sims: this.#slots.map((slot) => ({
        slot,
        label: labels[slot],
        number: this.numberOf(slot),
        subId: subscriptionOf(slot),
        country: 'US',
      })),
      battery: this.#batteryState(),
      notifications: [...this.#notifications.values()],
      call: this.#call?.state ?? null,
    };
  }

  /** What the address book calls a number; null for strangers. */
  nameOf(number: string): string | null {
    const row = this.store.database
      .prepare("SELECT display_name FROM view_data WHERE mimetype LIKE '%/phone_v2' AND data1 = ?")
      .get(number);
    return row === undefined ? null : String(row['display_name']);
  }

  get callSilenced(): boolean {
    return this.#call?.silenced ?? false;
  }

  /** What the agent shows; before it has said anything, that it is not linked. */
  get status(): AgentStatus {
    return this.#status ?? { state: 'unlinked' };
  }

  set status(status: AgentStatus) {
    this.#status = status;
  }

  /** Whether the agent has said that it is linked to no account. */
  get #isFree(): boolean {
    return this.#status !== null && ['unlinked', 'waiting', 'removed'].includes(this.#status.state);
  }

  // SIMs.

  /** SIM 1's is that of a person who got a notice; SIM 2's is made up. */
  numberOf(slot: number): string | null {
    return slot === 1 ? SECOND_SIM_NUMBER : this.store.setting('sim-1-number');
  }

  /**
   * Gives SIM 1 this number, unless it has another and the agent has not said that no account is linked: a person who
   * signs up anew with another number finds the phone at hand. Whether SIM 1 has the number now.
   */
  adoptNumber(number: string): boolean {
    const known = this.numberOf(0);
    if (known === number) return true;
    if (known !== null && !this.#isFree) return false;
    this.store.keepSetting('sim-1-number', number);
    this.tell({ type: 'changed', uri: 'content://device' });
    return true;
  }

  /** Takes SIMs out or puts them in: rows of a SIM that is out are hidden, not gone. */
  insertSims(slots: readonly (0 | 1)[]): void {
    this.#slots = slots;
    this.tell({ type: 'changed', uri: 'content://device' });
    this.tell({ type: 'changed', uri: 'content://sms' });
  }

  hasSim(slot: number): slot is 0 | 1 {
    return this.#slots.some((one) => one === slot);
  }

  // Texts.

  /** A text arrives from the network; returns its `_id`. */
  receive({ from, text, slot = 0, pictures = [], group = [] }: IncomingText): number {
    const date = this.now();
    const subscription = subscriptionOf(slot);
    const many = pictures.length > 0 || group.length > 0;
    const parties = [...new Set([from, ...group])];
    const id = many
      ? this.store.insertMms({
          from,
          parties,
          text,
          subject: null,
          pictures,
          date,
          subscription,
          read: false,
        })
      : this.store.insertSms({
          address: from,
          body: text,
          box: 'in',
          date,
          dateSent: Math.floor(date / 1000) * 1000,
          subscription,
          read: false,
        });
    if (!many && WEB_OTP.test(text) && this.#withholdMs > 0) {
      this.store.database
        .prepare('INSERT OR REPLACE INTO rehearsal_withheld (sms_id, until) VALUES (?, ?)')
        .run(id, date + this.#withholdMs);
      this.#announceAt(date + this.#withholdMs);
    }
    this.tell({ type: 'changed', uri: 'content://sms' });
    return id;
  }

  /** Writes what the radio has sent, as the platform does for apps that cannot write themselves. */
  recordSent(sms: { to: string; text: string; slot: 0 | 1; failed: boolean }): number {
    const id = this.store.insertSms({
      address: sms.to,
      body: sms.text,
      box: sms.failed ? 'failed' : 'out',
      date: this.now(),
      dateSent: 0,
      subscription: subscriptionOf(sms.slot),
      read: true,
      status: sms.failed ? STATUS.none : STATUS.pending,
      ...(sms.failed ? { errorCode: 1 } : {}),
      creator: 'app.smseal.agent',
    });
    this.tell({ type: 'changed', uri: 'content://sms' });
    return id;
  }

  /** Writes a picture or group message of ours. */
  recordSentMms(mms: {
    to: readonly string[];
    text: string;
    slot: 0 | 1;
    pictures: readonly SentPicture[];
  }): number {
    const id = this.store.insertMms({
      from: null,
      parties: mms.to,
      text: mms.text,
      subject: null,
      pictures: mms.pictures,
      date: this.now(),
      subscription: subscriptionOf(mms.slot),
      read: true,
    });
    this.tell({ type: 'changed', uri: 'content://sms' });
    return id;
  }

  recordDelivered(id: number): void {
    this.store.database
      .prepare('UPDATE sms SET status = ? WHERE _id = ? AND type = 2')
      .run(STATUS.complete, id);
    this.tell({ type: 'changed', uri: 'content://sms' });
  }

  /** Deletes the newest text, as people do with codes: the next one takes its `_id`. False when there is none. */
  deleteNewest(): boolean {
    const newest = this.store.database.prepare('SELECT max(_id) AS id FROM sms').get()?.['id'];
    if (typeof newest !== 'number') return false;
    this.deleteSms(newest);
    return true;
  }

  deleteSms(id: number): void {
    this.store.transaction(() => {
      this.store.database.prepare('DELETE FROM sms WHERE _id = ?').run(id);
      this.store.database.prepare('DELETE FROM rehearsal_withheld WHERE sms_id = ?').run(id);
    });
    this.tell({ type: 'changed', uri: 'content://sms' });
  }

  /** Marks what came in from an address as read. */
  markRead(address: string): void {
    this.store.database
      .prepare('UPDATE sms SET read = 1, seen = 1 WHERE address = ? AND type = 1')
      .run(address);
    this.tell({ type: 'changed', uri: 'content://sms' });
  }

  /** Lets ordinary apps see the withheld texts now. */
  releaseWithheld(): void {
    this.store.database.exec('DELETE FROM rehearsal_withheld');
    this.tell({ type: 'changed', uri: 'content://sms' });
  }

  // Calls.

  /** Somebody calls (null: without a number); returns the call's id, or null when the line is busy. */
  ring(number: string | null): string | null {
    if (this.#call !== null) return null;
    this.#count += 1;
    const at = this.now();
    const state: CallState = {
      call: `call-${at}-${this.#count}`,
      state: 'ringing',
      number,
      name: number === null ? null : this.nameOf(number),
      at: new Date(at).toISOString(),
    };
    const timer = setTimeout(() => this.endCall(), this.#ringMs);
    timer.unref();
    this.#call = { state, silenced: false, startedAt: at, answeredAt: null, timer };
    this.tell({ type: 'call', ...state });
    return state.call;
  }

  answerCall(): boolean {
    if (this.#call === null || this.#call.answeredAt !== null) return false;
    if (this.#call.timer) clearTimeout(this.#call.timer);
    this.#call.answeredAt = this.now();
    this.#step('answered');
    return true;
  }

  /** Ends an answered call; misses a ringing one, or rejects it. */
  endCall(how: 'missed' | 'rejected' = 'missed'): boolean {
    const call = this.#call;
    if (call === null) return false;
    if (call.timer) clearTimeout(call.timer);
    const answered = call.answeredAt !== null;
    const duration = answered ? Math.round((this.now() - (call.answeredAt ?? 0)) / 1000) : 0;
    insertCall(this.store, {
      number: call.state.number,
      name: call.state.name,
      type: answered ? CALL.in : how === 'rejected' ? CALL.rejected : CALL.missed,
      at: call.startedAt,
      duration,
      slot: 0,
      isNew: !answered && how === 'missed',
    });
    this.#step(answered || how === 'rejected' ? 'ended' : 'missed');
    this.#call = null;
    this.tell({ type: 'changed', uri: 'content://call_log/calls' });
    return true;
  }

  silenceCall(id: string): boolean {
    if (this.#call === null || this.#call.state.call !== id) return false;
    this.#call.silenced = true;
    return true;
  }

  // Tray and battery.

  post(notification: { app: string; title: string; text: string; dismissable?: boolean }): string {
    this.#count += 1;
    const key = `0|com.example.${notification.app.toLowerCase().replaceAll(/\W/gu, '')}|${this.#count}|null|10147`;
    const state: NotificationState = {
      key,
      app: notification.app,
      title: notification.title,
      text: notification.text,
      at: new Date(this.now()).toISOString(),
      dismissable: notification.dismissable ?? true,
    };
    this.#notifications.set(key, state);
    this.tell({ type: 'notification', ...state });
    return key;
  }

  dismiss(key: string): boolean {
    if (!this.#notifications.delete(key)) return false;
    this.tell({ type: 'notification-gone', key });
    return true;
  }

  setBattery(change: { level?: number; charging?: boolean; signal?: number }): void {
    const level = Math.min(100, Math.max(1, Math.round(change.level ?? this.#battery.level)));
    this.#battery = {
      level,
      charging: change.charging ?? this.#battery.charging,
      signal: change.signal ?? this.#battery.signal,
    };
    this.tell({ type: 'battery', ...this.#batteryState() });
  }

  #batteryState(): BatteryState {
    return { ...this.#battery, network: '5G', at: new Date(this.now()).toISOString() };
  }

  #drift(): void {
    const { level, charging } = this.#battery;
    const next = Math.min(100, Math.max(5, level + (charging ? 1 : -1)));
    if (next !== level) this.setBattery({ level: next });
  }

  #step(state: CallState['state']): void {
    if (this.#call === null) return;
    this.#call.state = { ...this.#call.state, state, at: new Date(this.now()).toISOString() };
    this.tell({ type: 'call', ...this.#call.state });
  }

  #announceAt(until: number): void {
    const wait = Math.max(0, until - this.now());
    this.after(wait, () => this.tell({ type: 'changed', uri: 'content://sms' }));
  }
}
