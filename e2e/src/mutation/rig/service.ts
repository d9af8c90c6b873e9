import { rotateKeys } from '@smseal/database';
import { putRecords } from '@smseal/client';
import { randomId } from '@smseal/seal';
import { newPerson, startSystem } from '@smseal/testkit';
import { testDatabase } from '@smseal/testkit/database';
import { openReader, ThrowawayAccount } from '@smseal/verify';
import { startNoticeReceiver, type NoticeReceiver } from '../../notice-receiver.ts';
import { on, type Rig } from './rig.ts';

const EMAIL = 'throwaway@mail.example';
const MOBILE = '+447700900555';
const SPARE = '+447700900556';

/** The server on a database of its own, with an open account, and a throw-away account that was made through its public doors. */
export const service: Rig = async (root, lifetime) => {
  const [database, notices] = await Promise.all([testDatabase(lifetime), startNoticeReceiver(lifetime)]);
  // The test's keyring is as old as its clock may be; a service replaces its own every day.
  await rotateKeys({ ...database, now: Date.now() });
  const system = await startSystem({
    programs: ['server'],
    database,
    env: { SMSEAL_NOTICE_URL: notices.url },
  });
  lifetime.after(() => system.stop());
  const site = { origin: system.origin };
  await openAccount(system.origin, notices);
  const account = await ThrowawayAccount.signUp(site, {
    email: EMAIL,
    mobile: MOBILE,
    code: () => notices.codeFor(MOBILE),
    spare: { mobile: SPARE, code: () => notices.codeFor(SPARE) },
  });
  const reader = await openReader(database.url);
  lifetime.after(() => reader.close());
  return on({ release: root, url: site, account, database: reader });
};

/** Somebody without a secret key, with a contact. */
async function openAccount(origin: string, notices: NoticeReceiver): Promise<void> {
  const person = await newPerson(origin, notices, { origin, open: true });
  const membership = await person.membershipAt(origin);
  const payload = { v: 1, name: 'Kept in plain', numbers: [], emails: [], source: 'web' };
  const record = await person.seal(membership, { kind: 'contact', id: randomId(), version: 1, payload });
  await putRecords(person.apiAt(origin), [record]);
}
