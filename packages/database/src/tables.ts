import type { AccountTables } from './account/account-tables.ts';
import type { DeviceTables } from './device/device-tables.ts';
import type { IdentityTables } from './identity/identity-tables.ts';
import type { LinkTables } from './link/link-tables.ts';

/** Every table of ours, by feature: each feature adds its own interface here. */
export interface Tables extends AccountTables, DeviceTables, IdentityTables, LinkTables {}
