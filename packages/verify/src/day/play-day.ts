import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { listChanges } from '@smseal/client';
import { INVENTORY } from '@smseal/inventory';
import { Client } from 'pg';
import { newCredentials } from '../account/credentials.ts';
import { admitWaiting } from '../account/second-device.ts';
import { ThrowawayAccount } from '../account/throwaway-account.ts';
import { ProbeGateway } from '../gateway/probe-gateway.ts';
import { Receiver } from '../gateway/receiver.ts';
import { madeUpNumber } from '../gateway/set-up.ts';
import { freePort } from '../stage/free-port.ts';
import { ask, type Site } from '../site/site.ts';
import { Stage } from '../stage/stage.ts';
import { waitFor } from '../stage/wait-for.ts';
import { openRelay, type Relay } from './relay.ts';

export interface DayOptions {
  /** Folder of the checkout that this release is. */
  release: string;
  /** `SMSEAL_HOME` of the service that is played. */
  home: string;
  databaseUrl: string;
  /** A folder in which the programs note which headers of requests they read. */
  headers: string;
  /** Without anything of a service that runs beside it. */
  env: NodeJS.ProcessEnv;
}

/** Ports of this machine by the inventory's connections that lead there. */
export type Peers = Record<string, number[]>;

const RECORDER = new URL('record-headers.ts', import.meta.url);

/**
 * A day in the life of a service that is there for it alone: somebody signs up by a code, links the phone, sets up a gateway
 * with a carrier and a program, sends a text, is answered, has the house kept, and goes. @returns whom the programs were told of.
 */
export async function playDay(options: DayOptions): Promise<Peers> {
  const { release, home, databaseUrl, headers, env: usual } = options;
  const recorder = new URL(`?${new URLSearchParams({ folder: headers }).toString()}`, RECORDER);
  const env = {
    ...usual,
    NODE_OPTIONS: `--import=${recorder.href}`,
    SMSEAL_HOME: home,
    SMSEAL_DATABASE_URL: databaseUrl,
    SMSEAL_SITE_ROOT: await makeSite(path.join(home, 'site')),
  };
  const stage = await Stage.open({ release, folder: path.join(home, 'stage'), env });
  const receiver = await Receiver.open();
  try {
    const carrierUrl = stage.rehearsal.told('carrierUrl');
    const origin = await startServer(stage, carrierUrl);
    const credentials = newCredentials();
    const account = await ThrowawayAccount.signUp(
      { origin, front: stage.front },
      {
        ...credentials,
        code: (after) => stage.code(credentials.mobile, after),
        door: stage.front,
      },
    );
    await readPage({ origin });
    const door = await openRelay({ host: '127.0.0.1', port: 0 }, { host: '127.0.0.1', port: portOf(origin) });
    await linkPhone(account, stage, door);
    const gateway = await ProbeGateway.open(account, stage);
    await sendAndHear(gateway, receiver);
    await keepHouse(databaseUrl);
    const { status } = await account.delete();
    if (status >= 300) throw new Error(`the deletion of the account is answered with ${status}`);
    return {
      'gateway/server': [portOf(origin)],
      'server/database': [portOf(databaseUrl)],
      'server/notices': [portOf(carrierUrl)],
      'gateway/carrier': [portOf(stage.rehearsal.told('smpp'))],
      'gateway/webhooks': [portOf(receiver.url)],
      'phone/server': [door.port],
      'phone/provider': [portOf(stage.rehearsal.told('url'))],
    };
  } finally {
    receiver.close();
    await stage.close();
  }
}

/** The server that the account is used at. @returns its origin. */
async function startServer(stage: Stage, noticeUrl: string): Promise<string> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  await stage.start('server', 'apps/server/src/main.ts', {
    SMSEAL_HOST: '127.0.0.1',
    SMSEAL_PORT: String(port),
    SMSEAL_ORIGIN: origin,
    SMSEAL_NOTICE_URL: noticeUrl,
  });
  return origin;
}

/** A public page, whether or not this release has its own built. @returns its folder. */
async function makeSite(folder: string): Promise<string> {
  await mkdir(folder);
  await writeFile(path.join(folder, 'index.html'), '<!doctype html><title>A day</title>');
  return folder;
}

/** As browsers do: for the first time, having been there before, and going on where it broke off. */
async function readPage(site: Site): Promise<void> {
  const first = await ask(site, { path: '/' });
  const { etag = '' } = first.headers;
  const again = await ask(site, { path: '/', headers: { 'if-none-match': etag } });
  const rest = await ask(site, { path: '/', headers: { range: 'bytes=5-', 'if-range': etag } });
  const answers = [first, again, rest].map(({ status }) => status).join(', ');
  if (answers !== '200, 304, 206') throw new Error(`the page of the day is answered with ${answers}`);
}

/** The made-up phone, which has taken the number that a code came to. It comes by `door`, to be told from the gateway. */
async function linkPhone(account: ThrowawayAccount, stage: Stage, door: Relay): Promise<void> {
  const handset = stage.rehearsal.told('url');
  const phone = await stage.start('phone', 'apps/phone/src/main.ts', {
    SMSEAL_SERVER_URL: `http://127.0.0.1:${door.port}`,
    SMSEAL_REHEARSAL_URL: handset,
  });
  const shown = (): string | undefined =>
    phone.lines.flatMap((line) => /^\{"digits":"(\d{6})"\}/.exec(line)?.[1] ?? []).at(-1);
  await admitWaiting(account, () => waitFor('the phone’s digits', shown));
  await ask(
    { origin: handset },
    {
      method: 'POST',
      path: '/agent/confirm',
      headers: { 'content-type': 'application/json' },
      body: '{"linked":true}',
    },
  );
  const { api } = await account.device();
  const brought = async (): Promise<true | undefined> =>
    (await listChanges(api, { since: 0 })).changes.length > 0 || undefined;
  await waitFor('what the phone brings', brought);
}

async function sendAndHear(gateway: ProbeGateway, receiver: Receiver): Promise<void> {
  await gateway.useCarrier();
  await gateway.configure((settings) => ({ ...settings, webhooks: [gateway.program(receiver.url)] }));
  const number = madeUpNumber();
  await waitFor('a program to be told of a text', async () => {
    const { id } = await gateway.send(number, 'A text of the day that is rehearsed');
    if (id === null) return undefined;
    await gateway.settled(id);
    return receiver.heardOf(id) > 0 || undefined;
  });
  await gateway.arrived(number, 1);
  await gateway.reply(number, 'An answer to it');
  await waitFor(
    'a program to be told of an answer',
    () => receiver.heardOf('An answer to it') > 0 || undefined,
  );
}

/** Has every task of the queue that is listed run once. */
async function keepHouse(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await waitFor('the housekeeping', async () => {
      const { rows } = await client.query(`SELECT to_regclass('graphile_worker._private_jobs') AS there`);
      return rows[0]?.there ?? undefined;
    });
    const tasks = INVENTORY.filter(({ place, name }) => place === 'queue' && name.startsWith('tasks/'));
    for (const { name } of tasks)
      await client.query('SELECT graphile_worker.add_job($1)', [name.slice('tasks/'.length)]);
    await waitFor('the end of the housekeeping', async () => {
      const { rows } = await client.query(
        'SELECT count(*)::int AS jobs, max(last_error) AS trouble FROM graphile_worker.jobs',
      );
      if (rows[0]?.trouble) throw new Error(`a task of housekeeping failed: ${rows[0].trouble}`);
      return rows[0]?.jobs === 0 || undefined;
    });
  } finally {
    const ended = once(client, 'end');
    await client.end();
    await ended;
  }
}

const USUAL_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return Number(port) || (USUAL_PORTS[protocol] ?? 0);
}
