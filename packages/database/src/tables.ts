import type { AccountTables } from './account/account-tables.ts';
import type { ActivityTables } from './activity/activity-tables.ts';
import type { BlobTables } from './blob/blob-tables.ts';
import type { DeviceTables } from './device/device-tables.ts';
import type { ErasureTables } from './erasure/erasure-tables.ts';
import type { GatewayTables } from './gateway/gateway-tables.ts';
import type { IdentityTables } from './identity/identity-tables.ts';
import type { KeyTables } from './keys/key-tables.ts';
import type { LinkTables } from './link/link-tables.ts';
import type { ListTables } from './list/list-tables.ts';
import type { OutboxTables } from './outbox/outbox-tables.ts';
import type { PoolTables } from './pool/pool-tables.ts';
import type { RecordTables } from './record/record-tables.ts';
import type { UsageTables } from './usage/usage-tables.ts';

/** Every table of ours, by feature: each feature adds its own interface here. */
export interface Tables
  extends
    AccountTables,
    ActivityTables,
    BlobTables,
    DeviceTables,
    ErasureTables,
    GatewayTables,
    IdentityTables,
    KeyTables,
    LinkTables,
    ListTables,
    OutboxTables,
    PoolTables,
    RecordTables,
    UsageTables {}
