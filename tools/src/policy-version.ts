/**
 * `npm run policy` says what the sources change of the last version of the policy, and when that may count.
 * `npm run policy -- publish [--change CLASS] [--effective DAY] [--law LAW]` writes the next version into the archive.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compilePolicy, type ChangeClass } from '@smseal/inventory';
import { earliestDay, NOTICE_DAYS } from '@smseal/policy';
import { pendingOf, publish, readArchive, type Announcement } from './policy/archive.ts';
import { ROOT } from './rooms.ts';

export const ARCHIVE = path.join(ROOT, 'packages/inventory/versions');

function say(today: string): void {
  const archive = readArchive(ARCHIVE);
  const { changes, change } = pendingOf(archive, compilePolicy());
  for (const { weight, what, says } of changes) console.log(`${weight}: ${what}: ${says}`);
  if (change === null) console.log(`Nothing has changed since version ${archive.versions.length}.`);
  else if (change === 'first')
    console.log('The first version is a draft: publish it with the first release.');
  else
    console.log(
      `As a whole ${change}: announced today it may count on ${earliestDay(change, today)}, ${NOTICE_DAYS[change]} days from now.`,
    );
}

function announcementOf(published: string): Announcement {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { change: { type: 'string' }, effective: { type: 'string' }, law: { type: 'string' } },
  });
  const { change, effective, law } = values;
  if (change !== undefined && !Object.hasOwn(NOTICE_DAYS, change))
    throw new Error(`There is no class ${change}; there are ${Object.keys(NOTICE_DAYS).join(', ')}.`);
  return {
    published,
    ...(change === undefined ? {} : { change: change as ChangeClass }),
    ...(effective === undefined ? {} : { effective }),
    ...(law === undefined ? {} : { law }),
  };
}

if (import.meta.main) {
  const today = new Date().toISOString().slice(0, 10);
  try {
    if (process.argv[2] === 'publish') {
      const made = publish(readArchive(ARCHIVE), compilePolicy(), announcementOf(today));
      console.log(
        `Version ${made.number}, ${made.change}, counts from ${made.effective} on: ${made.hash ?? ''}`,
      );
    } else say(today);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
