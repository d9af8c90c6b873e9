import { rotateKeys } from '@smseal/database';
import { startSystem } from '@smseal/testkit';
import { testDatabase } from '@smseal/testkit/database';
import { openReader, ThrowawayAccount } from '@smseal/verify';
import { startNoticeReceiver } from '../../notice-receiver.ts';
import { on, type Rig } from './rig.ts';

const EMAIL = 'throwaway@mail.example';
const MOBILE = '+447700900555';
const SPARE = '+447700900556';

/** The server on a database of its own, and a throw-away account that was made through its public doors. */
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
