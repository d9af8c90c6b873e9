import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient, CLOSED_WAIT_MS, isAccountClosed, NotAMember, pause, type Alarm } from '@smseal/client';
import { Agent } from './agent/agent.ts';
import { readConfiguration, type PhoneConfiguration } from './configuration/configuration.ts';
import { FileKeyStore } from './device/file-key-store.ts';
import { Journal } from './journal/journal.ts';
import { linkPhone } from './link/link-phone.ts';
import { logToStderr as log } from './log/log.ts';
import { HttpSource } from './source/http-source.ts';
import { PhoneEvents } from './source/phone-events.ts';

/** Runs the agent until the signal: links it where it is not, works, and starts over when it was removed. */
async function main(configuration: PhoneConfiguration, signal: AbortSignal): Promise<void> {
  const { serverUrl, home, handsetUrl } = configuration;
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const keyStore = new FileKeyStore(home);
  const source = new HttpSource(handsetUrl);
  const events = new PhoneEvents();
  const listening = events.start(source, signal);
  let token: string | null = null;
  const api = new ApiClient({ origin: serverUrl, token: () => token });
  const bell = ({ code, detail }: Alarm) => log('error', 'alarm', { code, detail });
  const print = (line: Record<string, string>) => process.stdout.write(`${JSON.stringify(line)}\n`);
  print({ ready: 'phone', url: handsetUrl });
  while (!signal.aborted) {
    const identity =
      (await keyStore.load()) ??
      (await linkPhone({ api, keyStore, source, events, bell, log, print, signal }));
    token = identity.token;
    const journal = new Journal(join(home, 'journal.sqlite'), keyStore.journalKey());
    try {
      await source.showStatus({ state: 'linked', account: identity.account }).catch(() => undefined);
      const agent = await Agent.open(
        { api, identity, journal, source, events, bell, log, now: Date.now },
        signal,
      );
      await agent.run(signal);
    } catch (error) {
      if (signal.aborted) break;
      if (error instanceof NotAMember) {
        await removed();
        continue;
      }
      if (isAccountClosed(error)) {
        const message = 'The account is closed. Nothing is taken or sent until its holder wakes it.';
        await source.showStatus({ state: 'closed', message }).catch(() => undefined);
        await pause(CLOSED_WAIT_MS, signal).catch(() => undefined);
        continue;
      }
      log('error', 'starting over', { reason: String(error) });
      await pause(2_000, signal).catch(() => undefined);
    } finally {
      journal.close();
    }
  }
  await listening;

  /** Out of the account: nothing of it stays here once the person links the phone again. */
  async function removed(): Promise<void> {
    token = null;
    const message = 'This phone was removed from its account. Press “Link this phone” to link it again.';
    await source.showStatus({ state: 'removed', message }).catch(() => undefined);
    await events.first((event) => (event.type === 'agent-link' ? true : undefined), signal);
    await keyStore.clear();
    for (const end of ['', '-wal', '-shm']) rmSync(join(home, `journal.sqlite${end}`), { force: true });
  }
}

const ending = new AbortController();
const end = (): void => ending.abort(new Error('the agent was told to end'));
process.once('SIGTERM', end);
process.once('SIGINT', end);
if (process.env['SMSEAL_SUPERVISED'] === '1') process.stdin.once('end', end).resume();

try {
  await main(readConfiguration(process.env), ending.signal);
} catch (error) {
  if (!ending.signal.aborted) {
    log('error', 'the agent could not start', {
      reason: error instanceof Error ? error.message : String(error),
    });
    process.exitCode = 1;
  }
}
process.exit();
