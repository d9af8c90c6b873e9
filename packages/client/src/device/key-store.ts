import type { Id } from '@smseal/protocol';
import type { DeviceKeys } from '@smseal/seal';

/** What makes a device this device: its account, its bearer token and its key pairs. */
export interface DeviceIdentity {
  account: Id;
  token: string;
  keys: DeviceKeys;
}

/** Where a device keeps its identity: a 0600 file, or non-extractable keys in a browser's own store. */
export interface KeyStore {
  load(): Promise<DeviceIdentity | null>;
  /** Durable when it resolves. */
  save(identity: DeviceIdentity): Promise<void>;
  /** Forgets everything, as after removal. */
  clear(): Promise<void>;
}
