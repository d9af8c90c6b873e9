import { listRecords, putRecords } from '@smseal/client';
import { CodedError, toBase64Url, type SealedRecord } from '@smseal/protocol';
import { randomId } from '@smseal/seal';
import { verdict, type Outcome } from '../probe/outcome.ts';
import type { ThrowawayAccount } from './throwaway-account.ts';

/** A sealed account is told to be one, takes nothing that the service could read, and nobody hands out its key. */
export async function accountKind(account: ThrowawayAccount): Promise<Outcome> {
  const { api, identity, membership } = await account.device();
  const faults: string[] = [];
  for (const path of ['/v1/account', '/v1/session']) {
    const { json } = await account.ask({ path });
    if (json?.['kind'] !== 'sealed') faults.push(`${path} calls a sealed account ${String(json?.['kind'])}`);
  }
  if (membership.chain.open) faults.push('its devices’ chain calls it open');
  const payload = { v: 1, name: 'In Clear', numbers: [], emails: [], source: 'web' };
  const record: SealedRecord = {
    kind: 'contact',
    id: randomId(),
    version: 1,
    epoch: membership.chain.epoch,
    author: identity.keys.id,
    authorSeq: 1_000_000,
    envelope: toBase64Url(new TextEncoder().encode(`\u0000${JSON.stringify(payload)}`)),
  };
  const put = await putRecords(api, [record]).then(() => null, codeOf);
  if (put !== 'account-sealed') faults.push(`a record in plain is answered with ${put ?? 'a yes'}`);
  const { records } = await listRecords(api, { kind: 'contact' });
  if (records.some(({ id }) => id === record.id)) faults.push('a record in plain was stored');
  for (const [path, body] of [
    ['/v1/kept-key/code', {}],
    ['/v1/kept-key', { code: '000000' }],
  ] as const) {
    const { json } = await account.ask({ method: 'POST', path, body: JSON.stringify(body) });
    if (json?.['code'] !== 'account-sealed')
      faults.push(`${path} is answered with ${String(json?.['code'] ?? 'a yes')}`);
  }
  return verdict(faults, 'it is told to be sealed, takes nothing in plain, and its key is nowhere to be had');
}

function codeOf(error: unknown): string {
  return error instanceof CodedError ? error.code : String(error);
}
