import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { ApiClient, CLOSED_WAIT_MS, isAccountClosed, NotAMember, pause, type Alarm } from '@smseal/client';
import { DeviceFolder, FolderSequence } from '@smseal/device-folder';
import { readConfiguration, type GatewayConfiguration } from './configuration/configuration.ts';
import { DepartureLog } from './departure/departure-log.ts';
import { ConnectorsChanged, PoolChanged } from './gateway/begin-anew.ts';
import { Gateway } from './gateway/gateway.ts';
import { makeApp } from './http/app.ts';
import { Quota } from './http/quota.ts';
import { DayFile } from './limit/day-file.ts';
import { LinkDesk } from './link/link-desk.ts';
import { logToStderr as log } from './log/log.ts';
import { messageRoutes, type Quotas } from './message/message-routes.ts';
import { noticeRoutes } from './notice/notice-routes.ts';
import { pageRoutes } from './page/page-routes.ts';
import { referenceRoutes } from './reference/reference-routes.ts';
import { twilioRoutes } from './twilio/twilio-routes.ts';

/**
 * A campaign leaves a stream of short-lived octets behind it: V8 would let the heap grow to four times what lives in it
 * before it looks. At a little more than twice a million texts take a quarter less memory, and hardly more processor time; at
 * one and a half times they would take a third more of that.
 */
setFlagsFromString('--heap-growing-percent=120');

/** What one API key may ask for: far more than a program should, and less than stops the others. */
const QUOTAS: Quotas = {
  texts: new Quota({ name: 'texts', limit: 1_200_000, seconds: 60 }),
  requests: new Quota({ name: 'requests', limit: 12_000, seconds: 60 }),
};

const STATUS_MS = 1_000;

/** Runs the gateway until the signal: links it where it is not, works, and starts over when it was removed. */
async function main(configuration: GatewayConfiguration, signal: AbortSignal): Promise<void> {
  const { serverUrl, home, host, port, account, rehearsal, noticeToken, tellsStatus } = configuration;
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const folder = new DeviceFolder(home);
  const sequence = new FolderSequence(home);
  let token: string | null = null;
  const api = new ApiClient({ origin: serverUrl, token: () => token });
  const bell = ({ code, detail }: Alarm) => log('error', 'alarm', { code, detail });
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const desk = new LinkDesk({
    api,
    keyStore: folder,
    name: `Gateway on ${hostname()}`.slice(0, 80),
    bell,
    log,
    print,
  });
  let gateway: Gateway | null = null;
  const app = makeApp((error) => log('error', 'a request failed', { error: error.name }));
  pageRoutes(app, { desk, gateway: () => gateway });
  const sending = { gateway: () => gateway, now: Date.now, quotas: QUOTAS };
  messageRoutes(app, sending);
  twilioRoutes(app, sending);
  noticeRoutes(app, { token: noticeToken, desk: () => gateway?.notices ?? null });
  referenceRoutes(app);
  await app.listen({ host, port });
  const address = app.server.address();
  const url = `http://${host}:${typeof address === 'object' ? address?.port : port}`;
  print(JSON.stringify({ ready: 'gateway', url }));
  const tell = (): void => {
    print(JSON.stringify({ link: desk.state.state, status: gateway?.status.read(Date.now()) ?? null }));
  };
  const telling = tellsStatus ? setInterval(tell, STATUS_MS) : undefined;
  try {
    while (!signal.aborted) {
      const identity = (await folder.load()) ?? (await desk.link(account, signal));
      token = identity.token;
      desk.state = { state: 'linked', account: identity.account };
      try {
        gateway = await Gateway.open(
          {
            api,
            identity,
            store: folder,
            sequence,
            bell,
            log,
            rehearsal,
            dayCount: new DayFile(home),
            departures: new DepartureLog(home),
            spoolFolder: path.join(home, 'webhook-events'),
            now: Date.now,
          },
          signal,
        );
        await gateway.run(signal);
      } catch (error) {
        if (signal.aborted) break;
        gateway = null;
        if (error instanceof NotAMember) {
          token = null;
          desk.state = { state: 'unlinked', trouble: 'This gateway was removed from its account.' };
          await folder.clear();
          continue;
        }
        if (error instanceof ConnectorsChanged || error instanceof PoolChanged) continue;
        if (isAccountClosed(error)) {
          desk.state = { state: 'closed' };
          await pause(CLOSED_WAIT_MS, signal).catch(() => undefined);
          continue;
        }
        log('error', 'starting over', { reason: String(error) });
        await pause(2_000, signal).catch(() => undefined);
      }
    }
  } finally {
    clearInterval(telling);
    await app.close();
  }
}

const ending = new AbortController();
const end = (): void => ending.abort(new Error('the gateway was told to end'));
process.once('SIGTERM', end);
process.once('SIGINT', end);
if (process.env['SMSEAL_SUPERVISED'] === '1') process.stdin.once('end', end).resume();

try {
  await main(readConfiguration(process.env), ending.signal);
} catch (error) {
  if (!ending.signal.aborted) {
    log('error', 'the gateway could not start', {
      reason: error instanceof Error ? error.message : String(error),
    });
    process.exitCode = 1;
  }
}
process.exit();
