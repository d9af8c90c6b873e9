import { ACCOUNT_ENTRIES, ACTIVITY_ENTRIES, KEPT_KEY_ENTRIES, MIGRATION_ENTRIES } from './entries/account.ts';
import { BROWSER_ENTRIES } from './entries/browser.ts';
import { BLOB_ENTRIES } from './entries/blob.ts';
import { CONNECTION_ENTRIES } from './entries/connection.ts';
import { DEVICE_FOLDER_ENTRIES } from './entries/device-folder.ts';
import { DEVICE_ENTRIES } from './entries/device.ts';
import { ERASURE_ENTRIES } from './entries/erasure.ts';
import { FILE_ENTRIES } from './entries/file.ts';
import { GATEWAY_ENTRIES } from './entries/gateway.ts';
import { IDENTITY_ENTRIES } from './entries/identity.ts';
import { KEY_ENTRIES } from './entries/keys.ts';
import { LINK_ENTRIES } from './entries/link.ts';
import { LIST_ENTRIES } from './entries/list.ts';
import { LOG_ENTRIES } from './entries/log.ts';
import { OPEN_RECORD_ENTRIES } from './entries/open-record.ts';
import { OUTBOX_ENTRIES } from './entries/outbox.ts';
import { PHONE_ENTRIES } from './entries/phone.ts';
import { POOL_ENTRIES } from './entries/pool.ts';
import { QUEUE_ENTRIES } from './entries/queue.ts';
import { RECORD_ENTRIES } from './entries/record.ts';
import { REQUEST_ENTRIES } from './entries/request.ts';
import { USAGE_ENTRIES } from './entries/usage.ts';
import type { Entry } from './vocabulary.ts';

/** Everything that is held, wherever it is held. Each feature adds its own list. */
export const INVENTORY: readonly Entry[] = [
  ...ACCOUNT_ENTRIES,
  ...KEPT_KEY_ENTRIES,
  ...ACTIVITY_ENTRIES,
  ...IDENTITY_ENTRIES,
  ...DEVICE_ENTRIES,
  ...LINK_ENTRIES,
  ...RECORD_ENTRIES,
  ...OPEN_RECORD_ENTRIES,
  ...BLOB_ENTRIES,
  ...OUTBOX_ENTRIES,
  ...GATEWAY_ENTRIES,
  ...POOL_ENTRIES,
  ...LIST_ENTRIES,
  ...KEY_ENTRIES,
  ...ERASURE_ENTRIES,
  ...USAGE_ENTRIES,
  ...MIGRATION_ENTRIES,
  ...QUEUE_ENTRIES,
  ...FILE_ENTRIES,
  ...LOG_ENTRIES,
  ...BROWSER_ENTRIES,
  ...PHONE_ENTRIES,
  ...DEVICE_FOLDER_ENTRIES,
  ...REQUEST_ENTRIES,
  ...CONNECTION_ENTRIES,
];
