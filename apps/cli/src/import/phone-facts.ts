import { listRecords } from '@smseal/client';
import type { PhoneReport, SettingPayload } from '@smseal/protocol';
import { openRecords } from '@smseal/seal';
import type { OpenDevice } from '../device/open-device.ts';

/** What the account's phones report of themselves: an import reads numbers as they do, so that ids agree. */
export async function phoneReports({ api, membership }: OpenDevice): Promise<PhoneReport[]> {
  const { records } = await listRecords(api, { kind: 'setting', limit: 1000 });
  const { chain, keyring } = membership;
  const openings = await openRecords({ chain, keyring, records });
  return openings.flatMap((opening) => {
    const setting = opening.ok ? (opening.payload as SettingPayload) : null;
    return setting !== null && setting.name !== 'sync-deletions' ? [setting.value] : [];
  });
}
