import type {
  Alarm,
  ApiClient,
  DeviceIdentity,
  ListStore,
  MembershipStore,
  SequenceStore,
  SettingsStore,
} from '@smseal/client';
import type { DepartureLog } from '../departure/departure-log.ts';
import type { DayCountStore } from '../limit/day-count.ts';
import type { Log } from '../log/log.ts';

/** What a gateway works with. */
export interface GatewayOptions {
  api: ApiClient;
  identity: DeviceIdentity;
  store: MembershipStore & SettingsStore & ListStore;
  sequence: SequenceStore;
  dayCount: DayCountStore;
  /** What left and was answered, for a life after this one. */
  departures: DepartureLog;
  /** Folder in which events for webhooks wait that memory has no room for. */
  spoolFolder: string;
  bell: (alarm: Alarm) => void;
  log: Log;
  /** The rehearsal carrier, used while the settings name no connector; null where there is none. */
  rehearsal: string | null;
  now: () => number;
}
