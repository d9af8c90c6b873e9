import type {
  AgentStatus,
  ProviderDevice,
  ProviderEvent,
  ProviderQuery,
  ProviderRow,
  ProviderSend,
  ProviderSendAnswer,
  ProviderState,
} from './provider-door.ts';

/** What a source can do; the agent leaves out what it cannot. */
export interface SourceCapabilities {
  send: boolean;
  deliveryReports: boolean;
  mms: boolean;
  calls: boolean;
  contacts: boolean;
  notifications: boolean;
}

/**
 * One phone as its agent sees it. Every method may reject while the phone is away; the agent waits and asks again.
 * An answer without rows means "nothing there", so a source that cannot tell must reject instead.
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
  /** Battery, notifications tray and call of the moment. */
  state(): Promise<ProviderState>;
  /** Calls `listener` for each event until `signal` aborts, reconnecting by itself; `connected` after each connection. */
  listen(
    listener: (event: ProviderEvent) => void,
    options: { signal: AbortSignal; connected?: () => void },
  ): Promise<void>;
  /** Shows the agent's state to a person at the handset, where it has a screen for that. */
  showStatus(status: AgentStatus): Promise<void>;
}
