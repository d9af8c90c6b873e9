import {
  ApiClient,
  isAccountClosed,
  pause,
  Unreachable,
  type AlarmBell,
  type DeviceIdentity,
} from '@smseal/client';
import type { SessionView } from '@smseal/protocol';
import {
  faultOfSecretKey,
  FirstDevice,
  newShownKey,
  requireLastGroup,
  type ShownKey,
} from './account/first-device.ts';
import { OpenAccount } from './account/open-account.ts';
import { currentSession, endSession } from './account/session-door.ts';
import { openDatabase } from './cache/browser-database.ts';
import { forgetBrowser } from './cache/forget-browser.ts';
import { CacheBroken } from './cache/sealed-cache.ts';
import { DeviceSession, type Tell } from './device/device-session.ts';
import { isOver } from './device/is-over.ts';
import type { DeviceView, EngineStatus, SyncStatus } from './engine-api.ts';
import { EngineError } from './engine-error.ts';
import { AccountDeletion } from './erasure/account-deletion.ts';
import type { DeletionView } from './erasure/deletion-view.ts';
import { Vault } from './key/vault.ts';
import { NewLink } from './link/new-link.ts';
import type { Changes } from './mailbox/change-tracker.ts';
import type { MadeFile } from './rpc/wire.ts';

export interface EngineOptions {
  /** The server's origin: the page's own. */
  origin: string;
  tell: Tell;
}

/** The sync status of a browser that reads nothing yet. */
const NOTHING: SyncStatus = {
  phase: 'starting',
  loaded: { messages: 0, contacts: 0, calls: 0 },
  total: null,
  refused: { count: 0, reasons: {} },
  alarms: [],
  skewMs: 0,
  phone: null,
};

/** Threads that screens of all tabs may be showing. */
const MOST_WATCHED = 24;

/** A waiting time between attempts to find out who is signed in, while the server is away. */
const RETRY_MS = 3_000;
/** How often a browser of a closed account looks whether it was woken. */
const CLOSED_LOOK_MS = 10_000;

/**
 * What this browser is, over its whole life: signed out, waiting to become a device, a device, removed. Holds the database
 * and the one device session.
 */
export class Engine {
  readonly #options: EngineOptions;
  /** Speaks with the cookie session alone. */
  readonly #account: ApiClient;
  readonly #link: NewLink;
  readonly openAccount: OpenAccount;
  #database: IDBDatabase | null = null;
  #session: DeviceSession | null = null;
  #status: EngineStatus | null = null;
  #started: Promise<void>;
  #root: { shown: ShownKey; deviceName: string } | null = null;
  #replacing: { shown: ShownKey; old: string | null } | null = null;
  #deleting: Promise<AccountDeletion> | null = null;
  #alarms: SyncStatus['alarms'] = [];
  #versions = { conversations: 0, contacts: 0, calls: 0, campaigns: 0, threads: 0 };
  readonly #watched: string[] = [];

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#account = new ApiClient({ origin: options.origin });
    this.#link = new NewLink({
      api: this.#account,
      keyStore: {
        load: async () => (await this.#vault()).load(),
        save: async (identity) => (await this.#vault()).save(identity),
        clear: async () => (await this.#vault()).clear(),
      },
      bell: this.#bell,
      tell: (view) => options.tell('newLink', view),
      linked: () => this.#start(),
    });
    this.openAccount = new OpenAccount({
      api: this.#account,
      account: async () => (await this.#signedIn()).account,
      firstDevice: () => this.#firstDevice(),
      joined: () => this.#start(),
      session: () => this.session(),
      sealed: (done, total) => options.tell('sealing', { done, total }),
    });
    this.#started = this.#start();
  }

  /** What this browser is now; waits until that is known. */
  async status(): Promise<EngineStatus> {
    await this.#started;
    return this.#status ?? { state: 'signed-out' };
  }

  sync(): SyncStatus {
    const status = this.#session?.report.status() ?? NOTHING;
    return { ...status, alarms: [...this.#alarms, ...status.alarms] };
  }

  versions(): Readonly<{ conversations: number; contacts: number; calls: number }> {
    return this.#versions;
  }

  get link(): NewLink {
    return this.#link;
  }

  /** The device session, once there is something to show. @throws EngineError `not-a-device`. */
  async session(): Promise<DeviceSession> {
    await this.#started;
    if (!this.#session) {
      throw new EngineError(
        'not-a-device',
        'This browser is not one of the account’s devices yet; link it first.',
      );
    }
    await this.#session.usable;
    return this.#session;
  }

  /** The device session, or null where a screen can do without. */
  async sessionIfAny(): Promise<DeviceSession | null> {
    await this.#started;
    return this.#session;
  }

  /** A thread that a screen shows; of others nobody has to be told. */
  watch(conversation: string): void {
    const at = this.#watched.indexOf(conversation);
    if (at >= 0) this.#watched.splice(at, 1);
    this.#watched.push(conversation);
    if (this.#watched.length > MOST_WATCHED) this.#watched.shift();
  }

  createRoot(deviceName: string): ShownKey {
    const shown = newShownKey();
    this.#root = { shown, deviceName };
    return shown;
  }

  async confirmRoot(lastGroup: string): Promise<void> {
    const { secretKey } = requireLastGroup(this.#root?.shown ?? null, lastGroup);
    const { account } = await this.#signedIn();
    await (
      await this.#firstDevice()
    ).create(account, secretKey, {
      name: this.#root?.deviceName ?? 'Browser',
    });
    this.#root = null;
    await this.#start();
  }

  faultOfSecretKey(text: string): string | null {
    return faultOfSecretKey(text);
  }

  async inspectRecovery(secretKey: string): Promise<DeviceView[]> {
    const { account } = await this.#signedIn();
    return (await this.#firstDevice()).inspect(account, secretKey);
  }

  async recover(secretKey: string, keep: string[], name: string): Promise<void> {
    const { account } = await this.#signedIn();
    await (await this.#firstDevice()).recover(account, secretKey, { keep, name });
    await this.#start();
  }

  replaceSecretKey(old: string | null): ShownKey {
    const fault = old === null ? null : faultOfSecretKey(old);
    if (fault !== null) throw new EngineError('bad-secret-key', fault);
    this.#replacing = { shown: newShownKey(), old };
    return this.#replacing.shown;
  }

  async confirmReplacedSecretKey(lastGroup: string): Promise<void> {
    const session = await this.session();
    const { secretKey } = requireLastGroup(this.#replacing?.shown ?? null, lastGroup);
    if (session.membership.chain.open) await this.openAccount.seal();
    await session.acts.chain.replaceSecretKey(secretKey, this.#replacing?.old ?? null);
    this.#replacing = null;
    session.chainGrown();
  }

  /** Ends the session and leaves nothing behind, also when the server cannot be told. */
  async signOut(): Promise<void> {
    await this.#forget();
    const told = endSession(this.#account);
    this.#enter({ state: 'signed-out' });
    await told;
  }

  /** Deletes the account; this browser then forgets everything but what fetches the certificate. */
  async deleteAccount(email: string): Promise<void> {
    this.#deleting ??= this.#orderDeletion(email);
    try {
      await this.#deleting;
    } catch (error) {
      this.#deleting = null;
      throw error;
    }
  }

  /** @throws EngineError `no-certificate`. */
  async deletionCertificate(): Promise<MadeFile> {
    if (!this.#deleting) throw new EngineError('no-certificate', 'No account was deleted from here.');
    return (await this.#deleting).certificate();
  }

  progress(what: 'export' | 'import', fraction: number): void {
    this.#options.tell('archive', { what, fraction });
  }

  /** The network or the page came back. */
  wake(): void {
    this.#session?.wake();
  }

  /** Finds out what this browser is, and becomes it. */
  #start(): Promise<void> {
    this.#started = this.#patiently(() => this.#become());
    return this.#started;
  }

  async #become(): Promise<void> {
    const identity = await (await this.#vault()).load();
    if (identity) return this.#beDevice(identity);
    const session = await currentSession(this.#account);
    // The sign-in page is where a closed account is woken.
    if (session === null || session.closedUntil !== null) return this.#enter({ state: 'signed-out' });
    if (!session.hasRoot) return this.#enter({ state: 'needs-root' });
    this.#enter({ state: 'needs-device', open: session.kind !== 'sealed' });
  }

  async #beDevice(identity: DeviceIdentity): Promise<void> {
    const { origin, tell } = this.#options;
    const api = new ApiClient({ origin, token: () => identity.token });
    try {
      const session = await DeviceSession.open({
        database: await this.#open(),
        vault: await this.#vault(),
        identity,
        api,
        tell,
        changed: (changes) => this.#changed(changes),
        chainMoved: () => this.#chainMoved(),
        over: (why) => void (why === 'closed' ? this.#closed(api) : this.#removed()),
      });
      this.#session = session;
      this.#enter(readyOf(session));
      session.run().catch((error: unknown) => this.#failed(error));
      void this.#requireSameAccount(identity.account);
    } catch (error) {
      if (isAccountClosed(error)) await this.#closed(api);
      else if (isOver(error)) await this.#removed();
      else throw error;
    }
  }

  /** Keeps everything as it is, and looks from time to time whether the account was woken. */
  async #closed(api: ApiClient): Promise<void> {
    if (this.#status?.state === 'closed') return;
    const session = this.#session;
    this.#session = null;
    this.#enter({ state: 'closed' });
    await session?.close();
    void this.#untilWoken(api);
  }

  async #untilWoken(api: ApiClient): Promise<void> {
    while (this.#status?.state === 'closed') {
      await pause(CLOSED_LOOK_MS);
      try {
        await api.json({ method: 'GET', path: '/v1/account', retry: 0 });
        return await this.#start();
      } catch (error) {
        if (isOver(error)) return this.#removed();
      }
    }
  }

  /** A cache that did not open is gone by now: everything is read anew. */
  async #failed(error: unknown): Promise<void> {
    if (!(error instanceof CacheBroken)) return reportError(error);
    const session = this.#session;
    this.#session = null;
    await session?.close();
    await this.#start();
  }

  /** Someone else has signed in here without signing the former account out: its data goes. */
  async #requireSameAccount(account: string): Promise<void> {
    const session = await currentSession(this.#account).catch(() => null);
    if (session === null || session.account === account) return;
    await this.#forget();
    await this.#start();
  }

  async #removed(): Promise<void> {
    // That the account is deleted is heard here before the answer to its deletion comes.
    const isOurs = await this.#deleting?.then(
      () => true,
      () => false,
    );
    if (isOurs || this.#status?.state === 'removed') return;
    await this.#forget();
    this.#enter({ state: 'removed' });
  }

  /** A device that may admit others signs the order, too. */
  async #orderDeletion(email: string): Promise<AccountDeletion> {
    await this.#started;
    const { identity, chain } = this.#session?.membership ?? {};
    const device = identity && chain?.may(identity.keys.id, 'admit') ? identity : null;
    const forget = () => this.#forget();
    const tell = (deletion: DeletionView) => this.#enter({ state: 'deleted', deletion });
    const deletion = await AccountDeletion.order({ api: this.#account, device, forget, tell }, email);
    void deletion.finish();
    return deletion;
  }

  /** Everything that this origin keeps goes, and is seen to be gone. */
  async #forget(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    this.#link.cancel();
    this.openAccount.forget();
    this.#root = null;
    this.#replacing = null;
    await session?.close();
    this.#database?.close();
    this.#database = null;
    await forgetBrowser();
  }

  /** Waits out a server that is away. */
  async #patiently(act: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await act();
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        await pause(RETRY_MS);
      }
    }
  }

  async #signedIn(): Promise<SessionView> {
    const session = await currentSession(this.#account);
    if (session === null) {
      throw new EngineError('unauthenticated', 'The session has ended; sign in again, then go on.');
    }
    return session;
  }

  async #firstDevice(): Promise<FirstDevice> {
    return new FirstDevice({ api: this.#account, keyStore: await this.#vault() });
  }

  async #open(): Promise<IDBDatabase> {
    this.#database ??= await openDatabase().catch((error: unknown) => {
      const sentence =
        'This browser keeps nothing for this page, so it cannot be a device; allow site data, or leave private mode.';
      throw new EngineError('no-storage', sentence, { cause: error });
    });
    return this.#database;
  }

  async #vault(): Promise<Vault> {
    return new Vault(await this.#open());
  }

  readonly #bell: AlarmBell = ({ code, sentence, at }) => {
    this.#alarms = [...this.#alarms.filter((known) => known.code !== code), { code, sentence, at }];
    this.#options.tell('sync', this.sync());
  };

  /** The account may have been sealed. */
  #chainMoved(): void {
    const status = this.#session && readyOf(this.#session);
    if (this.#status?.state === 'ready' && status && this.#status.open !== status.open) this.#enter(status);
  }

  #enter(status: EngineStatus): void {
    this.#status = status;
    this.#options.tell('status', status);
  }

  #changed(changes: Changes): void {
    const { tell } = this.#options;
    for (const conversation of this.#watched) {
      if (!changes.contacts && !changes.threads.has(conversation)) continue;
      tell('thread', { conversation, version: ++this.#versions.threads });
    }
    if (changes.conversations) tell('conversations', { version: ++this.#versions.conversations });
    if (changes.contacts) tell('contacts', { version: ++this.#versions.contacts });
    if (changes.calls) tell('calls', { version: ++this.#versions.calls });
    if (changes.campaigns) tell('campaigns', { version: ++this.#versions.campaigns });
  }
}

/** What a linked browser is. */
function readyOf({ me, membership: { identity, chain } }: DeviceSession): EngineStatus & { state: 'ready' } {
  return { state: 'ready', account: identity.account, device: me, open: chain.open };
}
