import { createHash, randomBytes } from 'node:crypto';
import { listLinks, putGatewaySettings, TrustedLink, type Membership } from '@smseal/client';
import { openDatabase, type Database } from '@smseal/database';
import { formatApiToken, type ApiKey, type GatewaySettings, type Id } from '@smseal/protocol';
import { randomId, sealGatewaySettings } from '@smseal/seal';
import { newPerson, startSystem, type Person, type System } from '@smseal/testkit';
import { sql } from 'kysely';
import { NEXT_NUMBER } from './load.ts';
import { renderPost } from './render-post.ts';
import { SENDER, TEXT, type Side } from './side.ts';
import { until } from './until.ts';

export interface OurOptions {
  smscPort: number;
  /** Most texts without an answer of the carrier. */
  window: number;
  /** Where what becomes of each text is posted to; nowhere unless said. */
  webhook?: { port: number; secret: string };
  /** Folder for CPU profiles of server and gateway; null for none. */
  profiles: string | null;
}

/** SMSeal as it is installed: PostgreSQL with its ordinary settings, server and gateway, each in its own process. */
export interface OurSide extends Side {
  system: System;
  database: Database;
  person: Person;
  /** Stops texts from leaving, or lets them leave again, by the gateway's settings. */
  pause(paused: boolean): Promise<void>;
  /** The headers that a program sends. */
  headers(): Record<string, string>;
}

/** As `smseal start` runs its processes. */
const NODE_FLAGS = '--max-semi-space-size=4';

export async function startOurs(options: OurOptions): Promise<OurSide> {
  const { profiles } = options;
  const profiling = profiles ? ` --cpu-prof --cpu-prof-dir=${profiles}` : '';
  const system = await startSystem({
    programs: ['database', 'rehearsal', 'server', 'gateway'],
    env: { NODE_OPTIONS: NODE_FLAGS + profiling },
  });
  const database = openDatabase(system.databaseUrl);
  const stop = async (): Promise<void> => {
    await database.destroy();
    await system.stop();
  };
  try {
    if (profiles) for (const name of ['server', 'gateway'] as const) console.error(name, system.pidOf(name));
    const codeFor = (mobile: string) => system.oneTimePassword(mobile);
    const person = await newPerson(system.origin, { codeFor }, { origin: system.origin });
    const membership = await person.membershipAt(system.origin);
    const gateway = await linkGateway(system, person, membership);
    const owner = new Owner(person.apiAt(system.origin), membership, settingsOf(gateway, options));
    let token = '';
    /** A key may hand in 1.2 million texts at once, and then 20,000 a second: too few for two runs. */
    const renewKey = async (): Promise<void> => {
      token = await owner.newKey();
      await until('an API key that holds', async () => (await list(system, token)) === 200);
    };
    await renewKey();
    const { port } = new URL(system.gatewayUrl);
    const headers = () => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });
    return {
      name: 'SMSeal',
      system,
      database,
      person,
      httpPort: Number(port),
      webhookSecret: options.webhook?.secret ?? null,
      beforeRun: renewKey,
      pause: (paused) => owner.change({ paused }),
      headers,
      request: (recipients) => requestOf(recipients, headers()),
      committed: () => committedTexts(database),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function list(system: System, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${system.gatewayUrl}/v1/messages?limit=1`, { headers });
  await response.arrayBuffer();
  return response.status;
}

function requestOf(recipients: number, headers: Record<string, string>): string {
  const number = `+4860${NEXT_NUMBER}`;
  const to = recipients === 1 ? number : Array.from({ length: recipients }, () => number);
  return renderPost(headers, { to, text: TEXT });
}

/** Texts that are in the database, committed. */
async function committedTexts(database: Database): Promise<number> {
  const { rows } = await sql<{ texts: string | null }>`SELECT sum(count) AS texts FROM batch`.execute(
    database,
  );
  return Number(rows[0]?.texts ?? 0);
}

/** Links the gateway as its owner does: names the account on its page, types its digits at the trusted device. */
async function linkGateway(system: System, person: Person, membership: Membership): Promise<Id> {
  const post = (at: string, form: Record<string, string>): Promise<Response> =>
    fetch(system.gatewayUrl + at, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
  await post('/link', { account: person.email });
  const api = person.apiAt(system.origin);
  const pending = await until('a gateway that asks', async () =>
    (await listLinks(api)).links.find(({ state }) => state === 'waiting'),
  );
  const link = await TrustedLink.answer({ api, membership, bell: () => undefined }, pending);
  const { device } = await link.ready();
  const digits = await until('its digits', () =>
    /shows (\d{3}) (\d{3}):/.exec(system.linesOf('gateway').join('\n'))?.slice(1).join(''),
  );
  if (!(await link.submit(digits)).ok) throw new Error('the digits were refused');
  await post('/confirm', { linked: 'yes' });
  return device.id;
}

function settingsOf(gateway: Id, { smscPort, window, webhook }: OurOptions): GatewaySettings {
  const createdAt = new Date().toISOString();
  return {
    v: 1,
    gateway,
    members: [gateway],
    generation: 0,
    secret: randomBytes(32).toString('base64url'),
    version: 0,
    at: createdAt,
    paused: false,
    apiKeys: [],
    webhooks: webhook
      ? [
          {
            id: randomId(),
            url: `http://127.0.0.1:${webhook.port}/`,
            secret: webhook.secret,
            events: ['message.outcome'],
            createdAt,
            paused: false,
          },
        ]
      : [],
    connectors: [
      {
        type: 'smpp',
        id: randomId(),
        name: 'Neutral carrier',
        host: '127.0.0.1',
        port: smscPort,
        tls: false,
        systemId: 'foo',
        password: 'bar',
        systemType: '',
        bind: 'transceiver',
        window,
        segmentsPerSecond: null,
        defaultAlphabet: 'gsm7',
        languages: [],
        from: [SENDER],
      },
    ],
    limits: { segmentsPerSecond: null, textsPerDay: null },
  };
}

/** Signs what the gateway obeys. */
class Owner {
  readonly #api: ReturnType<Person['apiAt']>;
  readonly #membership: Membership;
  #settings: GatewaySettings;

  constructor(api: ReturnType<Person['apiAt']>, membership: Membership, settings: GatewaySettings) {
    this.#api = api;
    this.#membership = membership;
    this.#settings = settings;
  }

  async change(change: Partial<GatewaySettings>): Promise<void> {
    const { chain, identity } = this.#membership;
    const settings = {
      ...this.#settings,
      ...change,
      version: this.#settings.version + 1,
      at: new Date().toISOString(),
    };
    await putGatewaySettings(this.#api, await sealGatewaySettings({ chain, by: identity.keys, settings }));
    this.#settings = settings;
  }

  /** @returns the token of a new API key. */
  async newKey(): Promise<string> {
    const secret = randomBytes(32);
    const id = randomId();
    const key: ApiKey = {
      id,
      name: 'Bench',
      hash: createHash('sha256').update(secret).digest('base64url'),
      scopes: ['send', 'read', 'cancel'],
      createdAt: new Date().toISOString(),
    };
    await this.change({ apiKeys: [...this.#settings.apiKeys, key] });
    return formatApiToken({ id, secret: secret.toString('base64url') });
  }
}
