import { cp } from 'node:fs/promises';
import path from 'node:path';
import { rotateKeys } from '@smseal/database';
import { testDatabase } from '@smseal/testkit/database';
import {
  once,
  openReader,
  programsOf,
  readRunning,
  rehearseDay,
  Stores,
  StoreSearch,
  ThrowawayAccount,
} from '@smseal/verify';
import { until } from '../../until.ts';
import { keptHome } from './kept-home.ts';
import { on, type Rig } from './rig.ts';
import { smsealStart } from './smseal-start.ts';

const EMAIL = 'throwaway@mail.example';
const MOBILE = '+447700900555';

/** All that `smseal start` starts but PostgreSQL, and a throw-away account. */
export const installation: Rig = async (root, lifetime) => {
  const since = Date.now();
  const database = await testDatabase(lifetime);
  await rotateKeys({ ...database, now: since });
  const home = await keptHome(lifetime);
  await cp(database.keyring.where, path.join(home, 'keyring'), { recursive: true });
  const env = { SMSEAL_DATABASE_URL: database.url };
  const { origin, lines } = await smsealStart({ root, home, env }, lifetime);
  const reader = await openReader(database.url);
  lifetime.after(() => reader.close());
  const site = { origin };
  const code = (after: number): Promise<string> => until('a code', () => codesIn(lines).slice(after).at(-1));
  const account = await ThrowawayAccount.signUp(site, { email: EMAIL, mobile: MOBILE, code });
  const told = await readRunning(home);
  if (told === null) throw new Error('the installation does not say what runs');
  return on({
    release: root,
    url: site,
    account,
    stores: new Stores(account, new StoreSearch({ site, database: reader, home, since })),
    database: reader,
    home,
    processes: programsOf(told),
    rehearsal: once(() => rehearseDay(root)),
  });
};

/** Codes that were texted to the throw-away account's number, the oldest first. */
function codesIn(lines: readonly string[]): string[] {
  return lines
    .filter((line) => line.startsWith(`Text to ${MOBILE}:`))
    .flatMap((text) => /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0] ?? []);
}
