import type { SealedRecord } from '@smseal/protocol';
import { plainRecord, sealRecords, type RecordHead } from '@smseal/seal';
import type { Membership } from '../device/membership.ts';

/**
 * Records as this device hands them over: sealed under the account's current epoch, or in plain where its chain says that the
 * account is open. The order stays. @throws SealError as `sealRecords`.
 */
export async function makeRecords(
  membership: Membership,
  heads: readonly RecordHead[],
): Promise<SealedRecord[]> {
  const { chain, keyring, identity, writesPlain } = membership;
  const author = identity.keys.id;
  if (writesPlain) return heads.map((head) => plainRecord({ ...head, chain, author }));
  return sealRecords(heads.map((head) => ({ ...head, keyring, account: identity.account, author })));
}
