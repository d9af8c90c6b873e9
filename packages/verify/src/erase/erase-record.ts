import { randomBytes } from 'node:crypto';
import { listRecords, postErasure, RecordWriter } from '@smseal/client';
import type { RecordsPlan } from '@smseal/protocol';
import { randomId, signPlan } from '@smseal/seal';
import type { ThrowawayAccount } from '../account/throwaway-account.ts';
import { red, verdict, type Outcome } from '../probe/outcome.ts';
import { certificateFaults } from './certificate-faults.ts';
import { fetchCertificate } from './fetch-certificate.ts';

/** Writes a contact, has it erased by a plan that the device signs, looks for it, and checks the certificate offline. */
export async function eraseRecord(holder: ThrowawayAccount): Promise<Outcome> {
  const { api, membership, identity } = await holder.device();
  const { account, keys: by, token } = identity;
  const record = { kind: 'contact', id: randomId() } as const;
  const writer = new RecordWriter({ api, membership, sequence: holder.sequence });
  const payload = { v: 1 as const, name: randomBytes(9).toString('hex'), numbers: [], emails: [] };
  await writer.write({ ...record, known: null, change: () => payload });
  const isThere = async (): Promise<boolean> =>
    (await listRecords(api, { kind: 'contact' })).records.some(({ id }) => id === record.id);
  if (!(await isThere())) return red('a contact that was written is not there');

  const plan: RecordsPlan = {
    v: 1,
    id: randomId(),
    account,
    device: by.id,
    at: new Date().toISOString(),
    kind: 'records',
    records: [record],
    batches: [],
  };
  const signed = await signPlan(plan, by);
  const begun = await postErasure(api, signed);
  const faults: string[] = [];
  if (await isThere()) faults.push('a contact that was erased is still there');
  if (begun.certificate !== null) faults.push('it was certified before its device had looked');
  const file = await fetchCertificate(holder.site, { id: plan.id, signed, by, token });
  faults.push(...(await certificateFaults(holder.site, { file, account })));
  return verdict(faults, 'a contact is gone at once, looked for by two, and its certificate holds offline');
}
