import type {
  AgentStatus,
  ProviderDevice,
  ProviderEvent,
  ProviderQuery,
  ProviderRow,
  ProviderSend,
  ProviderSendAnswer,
} from './provider-door.ts';

/** What a source can do; the agent leaves out what it cannot. */
export interface SourceCapabilities {
  send: boolean;
  /** Whether it can send one group MMS; without, each recipient gets a text of their own. */
  sendGroup: boolean;
  deliveryReports: boolean;
  mms: boolean;
  calls: boolean;
  contacts: boolean;
  notifications: boolean;
}

/**
 * One phone as its agent sees it. Every method may reject while the phone is away; the agent waits and asks again.
 * No rows means "nothing there", so a source that cannot tell must reject instead.
 */
export interface PhoneSource {
  readonly capabilities: SourceCapabilities;
  device(): Promise<ProviderDevice>;
  query(query: ProviderQuery): Promise<ProviderRow[]>;
  /** The octets of an MMS part, or null when the phone no longer has it. */
  part(id: number): Promise<Uint8Array<ArrayBuffer> | null>;
  /**
   * Hands one text to the radio. Resolves once the phone took it; results come as events.
   * A rejection says nothing about whether the text left.
   */
  send(text: ProviderSend): Promise<ProviderSendAnswer>;
  dismissNotification(key: string): Promise<'done' | 'gone'>;
  silenceCall(call: string): Promise<'done' | 'gone'>;
  /** Calls `heard` for each event, reconnecting by itself, until `signal` aborts; `connected` after each connection. */
  listen(listener: {
    heard: (event: ProviderEvent) => void;
    connected: () => void;
    signal: AbortSignal;
  }): Promise<void>;
  /** Shows the agent's state to a person at the handset, where it has a screen for that. */
  showStatus(status: AgentStatus): Promise<void>;
}
