import { toBase64Url, type PutGatewaySettings, type Wrap } from '@smseal/protocol';
import type { Selectable } from 'kysely';
import type { GatewayTables } from './gateway-tables.ts';

export type SettingsRow = Selectable<GatewayTables['gateway_settings']>;

/** Settings exactly as they were put. */
export function toPutSettings(row: SettingsRow): PutGatewaySettings {
  return {
    target: row.target,
    version: row.version,
    author: row.author,
    epoch: row.epoch,
    keys: row.keys,
    envelope: toBase64Url(row.envelope),
    members: row.members.map((device, at) => ({ device, wrap: wrapAt(row.sealed, at) })),
    accountWrap: { enc: toBase64Url(row.account_enc), sealed: toBase64Url(row.account_sealed) },
    signature: toBase64Url(row.signature),
  };
}

const ENC = 32;
const WRAP = ENC + 48;

function wrapAt(sealed: Buffer, at: number): Wrap {
  const start = at * WRAP;
  return {
    enc: toBase64Url(sealed.subarray(start, start + ENC)),
    sealed: toBase64Url(sealed.subarray(start + ENC, start + WRAP)),
  };
}

/** The columns of settings, without those that name the row. */
export function toSettingsColumns(
  put: PutGatewaySettings,
): Omit<SettingsRow, 'account_id' | 'target' | 'stored'> {
  const octets = (text: string) => Buffer.from(text, 'base64url');
  return {
    version: put.version,
    author: put.author,
    epoch: put.epoch,
    keys: put.keys,
    envelope: octets(put.envelope),
    members: put.members.map(({ device }) => device),
    sealed: Buffer.concat(put.members.flatMap(({ wrap }) => [octets(wrap.enc), octets(wrap.sealed)])),
    account_enc: octets(put.accountWrap.enc),
    account_sealed: octets(put.accountWrap.sealed),
    signature: octets(put.signature),
  };
}
