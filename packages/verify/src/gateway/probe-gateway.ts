import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import {
  getGatewaySettings,
  ListKeeper,
  putGatewaySettings,
  SuppressionSet,
  type ListPin,
} from '@smseal/client';
import {
  formatApiToken,
  type ConnectorSettings,
  type GatewaySettings,
  type Id,
  type SuppressionListEntry,
  type Webhook,
} from '@smseal/protocol';
import { openGatewaySettings, randomId, sealGatewaySettings } from '@smseal/seal';
import { admitWaiting } from '../account/second-device.ts';
import type { ThrowawayAccount } from '../account/throwaway-account.ts';
import { ask, jsonOf, textOf, type Answer, type Site } from '../site/site.ts';
import type { Stage } from '../stage/stage.ts';
import { waitFor } from '../stage/wait-for.ts';

const FILE = 'apps/gateway/src/main.ts';

/** A phone as the made-up carrier shows it. */
interface ShownPhone {
  number: string;
  texts: { direction: 'in' | 'out'; text: string }[];
}

/** A gateway of this release that belongs to a throw-away account, and the made-up carrier that it may be told to use. */
export class ProbeGateway {
  readonly account: ThrowawayAccount;
  /** Of its send API. */
  readonly site: Site;
  readonly id: Id;
  readonly #stage: Stage;
  #token = '';
  #carrier: ConnectorSettings | null = null;

  private constructor(account: ThrowawayAccount, { stage, site, id }: { stage: Stage; site: Site; id: Id }) {
    this.account = account;
    this.#stage = stage;
    this.site = site;
    this.id = id;
  }

  /** Starts and links one, as people do at its page, and makes an API key. It knows no carrier and no program. */
  static async open(account: ThrowawayAccount, stage: Stage): Promise<ProbeGateway> {
    const program = await stage.start('gateway', FILE, {
      SMSEAL_SERVER_URL: account.site.origin,
      SMSEAL_GATEWAY_HOME: path.join(stage.folder, 'gateway'),
      SMSEAL_GATEWAY_PORT: '0',
      SMSEAL_CARRIER_SMPP_URL: '',
      SMSEAL_NOTICE_TOKEN: '',
    });
    const site: Site = { origin: program.told('url') };
    await postForm(site, '/link', { account: account.email });
    const shown = (): string | undefined =>
      program.lines.flatMap((line) => /shows (\d{3}) (\d{3}):/.exec(line)?.slice(1).join('') ?? []).at(-1);
    const id = await admitWaiting(account, () => waitFor('the gateway’s digits', shown));
    await postForm(site, '/confirm', { linked: 'yes' });
    const gateway = new ProbeGateway(account, { stage, site, id });
    await gateway.#makeApiKey();
    return gateway;
  }

  /** Signs the next version of what it obeys. */
  async configure(change: (settings: GatewaySettings) => GatewaySettings): Promise<void> {
    const { api, membership } = await this.account.device();
    await membership.refresh();
    const { chain, keyring, identity } = membership;
    const stored = await getGatewaySettings(api, this.id);
    const before = stored && (await openGatewaySettings({ put: stored, chain, as: { keyring } })).settings;
    const next = change(before ?? nothing(this.id));
    const settings = { ...next, version: (before?.version ?? 0) + 1, at: new Date().toISOString() };
    await putGatewaySettings(api, await sealGatewaySettings({ chain, by: identity.keys, settings }));
  }

  /** Sets up the made-up carrier, if it is not, and waits until the gateway is connected there. */
  async useCarrier(): Promise<void> {
    const wanted = (this.#carrier ??= this.#newCarrier());
    await this.configure((settings) => ({ ...settings, connectors: [wanted] }));
    await waitFor('the gateway’s connection to the carrier', async () => {
      const page = textOf(await ask(this.site, { path: '/' }));
      return page.includes(`${wanted.name}: Connected`) || undefined;
    });
  }

  /** The made-up carrier, as an owner enters it. */
  #newCarrier(): ConnectorSettings {
    const { hostname, port } = new URL(this.#stage.rehearsal.told('smpp'));
    return {
      type: 'smpp',
      id: randomId(),
      name: 'Carrier of a probe',
      host: hostname,
      port: Number(port),
      tls: false,
      systemId: 'probe',
      password: 'rehearse',
      systemType: '',
      bind: 'transceiver',
      window: 10,
      segmentsPerSecond: null,
      defaultAlphabet: 'gsm7',
      languages: [],
      from: ['SMSeal'],
    };
  }

  /** A program of the owner's, as an owner enters it. */
  program(url: string): Webhook {
    return {
      id: randomId(),
      url,
      secret: randomBytes(32).toString('base64'),
      events: ['message.state', 'message.received'],
      createdAt: new Date().toISOString(),
      paused: false,
    };
  }

  /** Lets it follow the list of who must not be texted. @returns how the account adds to the list. */
  async followSuppressions(): Promise<
    (number: string, meaning: 'member-stop' | 'member-start') => Promise<void>
  > {
    const { api, membership } = await this.account.device();
    let pin: ListPin | null = null;
    const keeper = new ListKeeper<SuppressionListEntry>({
      api,
      membership,
      list: 'suppressions',
      store: {
        loadListPin: () => Promise.resolve(pin),
        saveListPin: (_list, next) => Promise.resolve(void (pin = next)),
      },
      bell: () => undefined,
      contents: new SuppressionSet(),
    });
    await keeper.grant(this.id);
    return async (number, meaning) => {
      await keeper.catchUp();
      await keeper.append([{ number, meaning, why: 'a probe', at: new Date().toISOString(), source: {} }]);
    };
  }

  /** Orders a text of a program's. */
  async send(
    to: string,
    text: string,
    more: object = {},
  ): Promise<{ id: string | null; refused: string | null }> {
    const answer = await this.#post('/v1/messages', { to, text, ...more });
    const json = jsonOf(answer) as {
      accepted?: { id: string }[];
      refused?: { reason: string }[];
      code?: string;
    } | null;
    return {
      id: json?.accepted?.[0]?.id ?? null,
      refused:
        json?.refused?.[0]?.reason ?? (answer.status < 300 ? null : (json?.code ?? String(answer.status))),
    };
  }

  /** Waits until a text has ended or gone out. @returns its state. */
  settled(id: string): Promise<string> {
    return waitFor('the end of a text', async () => {
      const state = await this.state(id);
      return state === 'queued' || state === 'leased' || state === 'submitted' ? undefined : state;
    });
  }

  async state(id: string): Promise<string> {
    const answer = await ask(this.site, { path: `/v1/messages/${id}`, headers: this.#headers });
    return String(jsonOf(answer)?.['state']);
  }

  /** What the carrier brought to a number, the oldest first. */
  async textsTo(number: string): Promise<string[]> {
    const answer = await ask(this.#rehearsal, { path: `/carrier/state?number=${number.slice(1)}` });
    const { phones = [] } = (jsonOf(answer) ?? {}) as { phones?: ShownPhone[] };
    return phones
      .filter((phone) => phone.number === number)
      .flatMap(({ texts }) => texts.filter(({ direction }) => direction === 'in'))
      .map(({ text }) => text);
  }

  /** Waits for so many texts to a number. */
  async arrived(number: string, texts: number): Promise<void> {
    const there = async (): Promise<true | undefined> =>
      (await this.textsTo(number)).length >= texts || undefined;
    await waitFor(`text ${texts} at the carrier`, there);
  }

  /** Somebody who was texted writes back. */
  async reply(number: string, text: string): Promise<void> {
    const answer = await ask(this.#rehearsal, {
      method: 'POST',
      path: '/carrier/reply',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ number, text }),
    });
    if (answer.status >= 300) throw new Error(`the carrier takes no reply: ${textOf(answer)}`);
  }

  /** What its programs authenticate with. */
  get token(): string {
    return this.#token;
  }

  get folder(): string {
    return this.#stage.folder;
  }

  get #rehearsal(): Site {
    return { origin: this.#stage.rehearsal.told('url') };
  }

  get #headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' };
  }

  #post(path: string, body: object): Promise<Answer> {
    return ask(this.site, { method: 'POST', path, headers: this.#headers, body: JSON.stringify(body) });
  }

  async #makeApiKey(): Promise<void> {
    const secret = randomBytes(32);
    const id = randomId();
    const hash = createHash('sha256').update(secret).digest('base64url');
    await this.configure((settings) => ({
      ...settings,
      apiKeys: [
        {
          id,
          name: 'A probe',
          hash,
          scopes: ['send', 'read', 'cancel'],
          createdAt: new Date().toISOString(),
        },
      ],
    }));
    this.#token = formatApiToken({ id, secret: secret.toString('base64url') });
    await waitFor('an API key that holds', async () => {
      const { status } = await ask(this.site, { path: '/v1/messages', headers: this.#headers });
      return status === 200 || undefined;
    });
  }
}

function nothing(gateway: Id): GatewaySettings {
  return {
    v: 1,
    gateway,
    members: [gateway],
    generation: 0,
    secret: randomBytes(32).toString('base64url'),
    version: 0,
    at: new Date().toISOString(),
    paused: false,
    apiKeys: [],
    webhooks: [],
    connectors: [],
    limits: { segmentsPerSecond: null, textsPerDay: null },
  };
}

async function postForm(site: Site, where: string, form: Record<string, string>): Promise<void> {
  const answer = await ask(site, {
    method: 'POST',
    path: where,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
  if (answer.status >= 400) throw new Error(`the gateway’s page answers ${answer.status}`);
}
