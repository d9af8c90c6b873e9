import { putRecords, type RecordsPut, type StoredRecord } from '@smseal/database';
import { CodedError, type SealedRecord } from '@smseal/protocol';
import type { Deps } from '../deps.ts';
import type { LiveDevice } from '../device/device-tokens.ts';
import { needCapability } from '../security/authentication.ts';
import { isDay } from './calendar.ts';
import { readOctets, suiteOf } from './envelope.ts';
import { requirePayload } from './read-payload.ts';

/** The suite of records in plain. */
const PLAIN = 0;

/**
 * Takes records from a device: it seals under its own name, with the key of an epoch (`read`) or of an inbound session
 * (`write`, new records only). A reader of an open account hands its records over in plain, and the server reads them.
 * @throws CodedError `wrong-author`, `forbidden`, `not-an-envelope`, `invalid-request`, and those of the database's putRecords.
 */
export async function takeRecords(
  deps: Deps,
  device: LiveDevice,
  records: readonly SealedRecord[],
): Promise<RecordsPut> {
  const names = new Set<string>();
  const stored = records.map((record, place) => {
    const name = `${record.kind}:${record.id}`;
    if (names.has(name)) throw new CodedError('invalid-request', { at: `/records/${place}/id` });
    names.add(name);
    if (record.day !== undefined && !isDay(record.day))
      throw new CodedError('invalid-request', { at: `/records/${place}/day` });
    return readRecord(device, record, place);
  });
  const today = deps.now().toISOString().slice(0, 10);
  const put = await putRecords(deps.database, {
    account: device.account,
    device: device.id,
    records: stored,
    today,
  });
  if (put.moved) deps.bus.publish(device.account, { type: 'changed', head: put.seq });
  return put;
}

function readRecord(device: LiveDevice, record: SealedRecord, place: number): StoredRecord {
  if (record.author !== device.id) throw new CodedError('wrong-author');
  const octets = readOctets(record.envelope);
  if (octets[0] === PLAIN) {
    needCapability(device, 'read');
    requirePayload(record.kind, octets.subarray(1), `/records/${place}/envelope`);
    return { ...record, envelope: octets };
  }
  const suite = suiteOf(octets, record.id);
  needCapability(device, suite === 1 ? 'read' : 'write');
  // Who cannot read cannot know what it would write over.
  if (suite === 2 && record.version !== 1) throw new CodedError('forbidden', { needs: 'read' });
  return { ...record, envelope: octets };
}
