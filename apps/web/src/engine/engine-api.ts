/**
 * The one door between the screens and the engine. The engine is a Worker: keys, crypto, sync, search and the sealed
 * cache live there; screens hold only what they show. Calls are remote (structured clone), events are pushed.
 */
import type {
  CallType,
  Capability,
  ContactPayload,
  MessageStatus,
  PhoneReport,
  Platform,
  Sim,
  TextState,
} from '@smseal/protocol';
import type { CampaignApi } from './campaign/campaign-api.ts';
import type { DeletionView } from './erasure/deletion-view.ts';
import type { ErasureApi } from './erasure/erasure-api.ts';
import type { GatewayApi, GatewayStatusView, WebhookAttemptsView } from './gateway/gateway-api.ts';
import type { TimelineApi } from './message/timeline-api.ts';

/** What stands between this browser and its texts. */
export type EngineStatus =
  /** Not signed in (or the session ended). */
  | { state: 'signed-out' }
  /** Signed in; the account has no root yet: make the secret key. */
  | { state: 'needs-root' }
  /** Signed in; this browser is not a device yet: link it, or recover with the secret key, or a code if the account is open. */
  | { state: 'needs-device'; open: boolean }
  /** The account is closed; this device keeps what it has until it is woken or erased. */
  | { state: 'closed' }
  /** This device was removed; the cache is gone. */
  | { state: 'removed' }
  /** The account was deleted from a page of this browser; its certificate is on the way. */
  | { state: 'deleted'; deletion: DeletionView }
  /** `open`: the service can read the account, too, as its devices’ chain says. */
  | { state: 'ready'; account: string; device: string; open: boolean };

export interface SyncStatus {
  /** `first`: pages still arrive, usable already. */
  phase: 'starting' | 'cache' | 'first' | 'live' | 'offline' | 'refused';
  loaded: { messages: number; contacts: number; calls: number };
  total: { messages: number; contacts: number; calls: number } | null;
  /** Records that did not open, by reason; shown, never hidden. */
  refused: { count: number; reasons: Record<string, number> };
  /** What the server did that it must not do (rolled back, forked chain, swapped record …); one plain sentence each. */
  alarms: { code: string; sentence: string; at: string }[];
  /** Server clock minus ours, ms; over five minutes is shown. */
  skewMs: number;
  /** How far a phone's first upload is, while it lasts. */
  phone: { kind: 'message' | 'contact' | 'call'; done: number; total: number } | null;
}

export interface ConversationRow {
  id: string;
  /** Contact name, or formatted number(s). */
  title: string;
  parties: { number: string; name: string | null }[];
  /** Data URL (blob:) of the contact's picture, or null for initials. */
  picture: string | null;
  last: {
    text: string;
    mine: boolean;
    attachment: 'picture' | 'other' | null;
    at: string;
    status: MessageStatus | TextState;
  } | null;
  unread: number;
  pinned: boolean;
  muted: boolean;
  archived: boolean;
  draft: string;
}

export interface ThreadAttachment {
  /** Stable key for `openAttachment`. */
  key: string;
  contentType: string;
  name: string | null;
  size: number;
  width: number | null;
  height: number | null;
  /** Data URL of the thumbnail. */
  thumbnail: string | null;
}

export interface ThreadItem {
  /** Record id, or `batch:index`. */
  id: string;
  mine: boolean;
  /** Sender's number and name in a group; null when mine. */
  from: { number: string; name: string | null } | null;
  text: string;
  subject: string | null;
  attachments: ThreadAttachment[];
  at: string;
  transport: 'sms' | 'mms';
  status: MessageStatus | TextState;
  /** Why it failed, in words. */
  error: string | null;
  sim: Sim | null;
  /** How it travelled: "Sealed to your devices", "Sent by your phone Pixel (SIM 1)". */
  route: string;
  /** Arrived late on the phone (Android held it back). */
  late: boolean;
  /** No longer on the phone; kept here until retention or a manual sync of deletions. */
  goneFromPhone: boolean;
  /** `batch:index` where it left through a phone or gateway of the account; its timeline is asked for by this. */
  sentAs: string | null;
}

/** A window of a thread: items in ascending order of time. */
export interface ThreadWindow {
  conversation: ConversationRow;
  total: number;
  /** Index in the whole thread of `items[0]`. */
  start: number;
  items: ThreadItem[];
  /** Index of the first unread item, or null. */
  firstUnread: number | null;
  /** False while older pages are still arriving. */
  complete: boolean;
}

export interface Highlight {
  start: number;
  end: number;
}
export interface SearchResult {
  conversations: { row: ConversationRow; highlights: Highlight[] }[];
  contacts: { contact: ContactRow; highlights: Highlight[] }[];
  texts: {
    conversation: string;
    title: string;
    item: string;
    /** Index in the thread, for `threadWindow`. */
    index: number;
    snippet: string;
    highlights: Highlight[];
    at: string;
    mine: boolean;
  }[];
  /** Number of all matching texts; `texts` holds the newest 200. */
  totalTexts: number;
  tookMs: number;
}

export interface ContactRow {
  id: string;
  name: string;
  numbers: { value: string; label: string | null }[];
  picture: string | null;
}
export interface CallRow {
  id: string;
  number: string | null;
  name: string | null;
  picture: string | null;
  type: CallType;
  at: string;
  duration: number;
  sim: Sim | null;
}

export interface PhoneView {
  device: string;
  name: string;
  connected: boolean;
  lastSeen: string | null;
  battery: { level: number; charging: boolean; at: string } | null;
  signal: number | null;
  network: string | null;
  notifications: {
    key: string;
    app: string;
    title: string;
    text: string;
    at: string;
    dismissable: boolean;
  }[];
  call: {
    call: string;
    state: 'ringing' | 'answered';
    number: string | null;
    name: string | null;
    picture: string | null;
    at: string;
  } | null;
  report: PhoneReport | null;
}

export interface DeviceView {
  id: string;
  name: string;
  platform: Platform;
  can: Capability[];
  addedAt: string;
  /** Id of the device that admitted it, or `root`. */
  addedBy: string;
  lastSeen: string | null;
  connected: boolean;
  me: boolean;
  removedAt: string | null;
}

export interface PendingLinkView {
  link: string;
  platform: Platform;
  name: string;
  /** Set once the new device has revealed itself. */
  origin: string | null;
  /** Ready to take the six digits. */
  ready: boolean;
  triesLeft: number;
  expires: string;
}

export interface NewLinkView {
  step: 'opening' | 'waiting' | 'digits' | 'confirm' | 'done' | 'refused' | 'expired';
  /** Six digits to show, once there are any. */
  digits: string | null;
  expires: string | null;
}

export interface SendRequest {
  /** E.164 or as typed; normalised by the engine. */
  to: string[];
  text: string;
  device: string;
  simSlot: number | null;
  /** Number or name to write as, where the device offers one. */
  from?: string;
}
export interface SendRoute {
  device: string;
  platform: Platform;
  simSlot: number | null;
  /** "Pixel · SIM 1 · Work". */
  label: string;
  connected: boolean;
}

export interface EngineEvents {
  status: EngineStatus;
  sync: SyncStatus;
  /** Rows or order of the conversation list changed: ask again. */
  conversations: { version: number };
  /** This thread, which a screen has asked for lately, changed: ask again. */
  thread: { conversation: string; version: number };
  contacts: { version: number };
  calls: { version: number };
  /** An erasure went on: ask again. */
  erasures: { version: number };
  /** Something was deleted for good: what screens keep aside goes. */
  purged: { version: number };
  /** A text to many changed, or how far one is: ask again. */
  campaigns: { version: number };
  phones: PhoneView[];
  devices: DeviceView[];
  /** What gateways obey changed: ask again. */
  gateways: { version: number };
  gatewayStatus: GatewayStatusView;
  webhookAttempts: WebhookAttemptsView;
  links: PendingLinkView[];
  newLink: NewLinkView;
  /** How far `exportAll` or `importArchive` is, 0–1. */
  archive: { what: 'export' | 'import'; fraction: number };
  /** How much of an open account is sealed, while that goes on. */
  sealing: { done: number; total: number };
  /** A new incoming text, for the polite announcement and the title. */
  incoming: { conversation: string; title: string; text: string };
}

export interface EngineApi extends GatewayApi, TimelineApi, CampaignApi, ErasureApi {
  status(): Promise<EngineStatus>;
  sync(): Promise<SyncStatus>;

  /** Makes the secret key and the account's root, epoch 1 and this device. Returns the key once; nothing keeps it. */
  createRoot(deviceName: string): Promise<{ secretKey: string; formatted: string; lastGroup: string }>;
  /** Called after the person confirmed the last group: posts the root. Until then nothing has left the browser. */
  confirmRoot(lastGroup: string): Promise<void>;
  /** Makes an open account: its root, epoch 1 and this device; the service keeps the key, and nobody is shown it. */
  createOpenRoot(deviceName: string): Promise<void>;
  /** Lets a code be texted to the holder of an open account. */
  sendKeyCode(): Promise<void>;
  /** Takes that code; shows devices to keep. */
  enterKeyCode(code: string): Promise<DeviceView[]>;
  joinOpenAccount(keep: string[], deviceName: string): Promise<void>;
  /** Seals everything of an open account; progress comes as `sealing`. Then a new secret key makes it a sealed one. */
  sealEverything(): Promise<void>;
  /** Checks the typed key offline: null, or why it cannot be right. */
  checkSecretKey(text: string): Promise<string | null>;
  /** Opens the chain with the secret key; shows devices to keep. */
  inspectRecovery(secretKey: string): Promise<DeviceView[]>;
  recover(secretKey: string, keep: string[], deviceName: string): Promise<void>;
  /** A new secret key made by this device; returns it once. */
  replaceSecretKey(
    oldSecretKey: string | null,
  ): Promise<{ secretKey: string; formatted: string; lastGroup: string }>;
  confirmReplacedSecretKey(lastGroup: string): Promise<void>;

  /** This browser asks to be linked. Progress comes as `newLink`. */
  startLink(deviceName: string): Promise<void>;
  /** The person confirmed that the other device says “Linked”. */
  finishLink(): Promise<void>;
  cancelLink(): Promise<void>;
  /** Trusted side: start answering a pending link, compare digits, refuse. */
  answerLink(link: string): Promise<void>;
  submitDigits(link: string, digits: string): Promise<{ ok: boolean; triesLeft: number }>;
  refuseLink(link: string): Promise<void>;
  pendingLinks(): Promise<PendingLinkView[]>;

  devices(): Promise<DeviceView[]>;
  removeDevice(id: string): Promise<void>;

  conversations(filter: 'inbox' | 'archived'): Promise<{ version: number; rows: ConversationRow[] }>;
  /** `around`: index in the thread, or 'end', or 'unread'. */
  threadWindow(conversation: string, around: number | 'end' | 'unread', count: number): Promise<ThreadWindow>;
  /** Conversation id of these parties, whether or not there are texts yet. */
  conversationFor(parties: string[]): Promise<ConversationRow>;
  openAttachment(
    conversation: string,
    item: string,
    key: string,
  ): Promise<{ url: string; contentType: string; name: string | null }>;
  setConversation(
    id: string,
    change: { readUpTo?: string; muted?: boolean; pinned?: boolean; archived?: boolean; draft?: string },
  ): Promise<void>;
  search(query: string): Promise<SearchResult>;

  contacts(): Promise<{ version: number; rows: ContactRow[] }>;
  contact(id: string): Promise<ContactPayload | null>;
  findRecipients(
    query: string,
  ): Promise<{ name: string | null; number: string; label: string | null; picture: string | null }[]>;
  calls(): Promise<{ version: number; rows: CallRow[] }>;
  phones(): Promise<PhoneView[]>;

  routes(): Promise<SendRoute[]>;
  send(request: SendRequest): Promise<{ conversation: string; item: string }>;
  /** Sends a failed or unknown text once more, as a new one. */
  sendAgain(item: string): Promise<void>;
  cancelSend(item: string): Promise<void>;

  dismissNotification(device: string, key: string): Promise<void>;
  silenceCall(device: string, call: string): Promise<void>;

  syncDeletions(): Promise<boolean>;
  setSyncDeletions(value: boolean): Promise<void>;
  /** Deletes here what phones have deleted; returns how many. */
  syncDeletionsNow(): Promise<number>;

  /** Everything, decrypted here, as a zip; progress comes as `archive`. */
  exportAll(): Promise<{ url: string; name: string; octets: number }>;
  /** Reads back an archive that `exportAll` made. */
  importArchive(file: Blob): Promise<{ read: number; added: number; skipped: Record<string, number> }>;

  /** Has a code sent to another mobile number for the account: asked in the name of this device, besides the session. */
  askMobileChange(mobile: string): Promise<void>;
  /** Ends the session, destroys the local keys and cache. */
  signOut(): Promise<void>;
  /**
   * Deletes the whole account, ordered by this device where it is one. Resolves when nobody can open it any more; how it goes
   * on comes as `status`.
   */
  deleteAccount(email: string): Promise<void>;
  /** The certificate of that as a file; it is in memory alone. */
  deletionCertificate(): Promise<{ url: string; name: string }>;
}
