/** A gateway's send API before a server that keeps what it is given in memory. */
import { createHash, randomBytes } from 'node:crypto';
import { CodedError, formatApiToken, type ApiKey, type GatewaySettings } from '@smseal/protocol';
import { generateDeviceKeys, randomId } from '@smseal/seal';
import { makeApp, type App } from '../../src/http/app.ts';
import { GatewaySecret } from '../../src/http/gateway-secret.ts';
import { Quota } from '../../src/http/quota.ts';
import type { MessageDesk } from '../../src/message/message-desk.ts';
import { MessageIds } from '../../src/message/message-ids.ts';
import type { Quotas, Sender } from '../../src/message/message-routes.ts';
import { SendDesk } from '../../src/message/send-desk.ts';
import type { Claim, Posted, Posting } from '../../src/outbox/call-layout.ts';

/** A `post` as the server answers it: claims are known for ever, what is posted is kept. */
export class FakeAuthor {
  readonly posted: Posting[] = [];
  readonly #claims = new Map<string, { body: string; ids: string[] }>();
  readonly #ids: MessageIds;
  readonly #recipients = new Map<string, string>();
  down = false;
  /** Whether it still has what was posted. */
  holds = true;

  constructor(ids: MessageIds) {
    this.#ids = ids;
  }

  async post(posting: Posting, claim: Claim | null = null): Promise<Posted> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.down) throw new CodedError('unauthenticated');
    const [key, body] = claim ? [hex(claim.key), hex(claim.body)] : ['', ''];
    const known = claim ? this.#claims.get(key) : undefined;
    if (known) return known.body === body ? { outcome: 'replay', ids: known.ids } : { outcome: 'conflict' };
    const batch = this.#ids.newBatch(posting.owner ?? null);
    const ids = posting.texts.map((_, i) => `${batch}:${i}`);
    if (claim) this.#claims.set(key, { body, ids });
    this.posted.push(posting);
    posting.texts.forEach(({ to }, i) => this.#recipients.set(ids[i] ?? '', to[0] ?? ''));
    return { outcome: 'taken', ids };
  }

  recipientsOf(ids: readonly string[]): ReadonlySet<string> | null {
    return this.holds ? new Set(ids.map((id) => this.#recipients.get(id) ?? '')) : null;
  }
}

function hex(octets: Uint8Array): string {
  return Buffer.from(octets).toString('hex');
}

export interface SenderAtTest {
  app: App;
  sender: Sender;
  author: FakeAuthor;
  settings: GatewaySettings;
  /** Numbers whose people have asked for silence. */
  suppressed: Set<string>;
  quotas: Quotas;
  newKey: (scopes?: ApiKey['scopes']) => { id: string; secret: string; token: string };
}

const GENEROUS = { limit: 1_000_000, seconds: 60 };

/** The parts of a gateway that routes need; the routes are the caller's to add. */
export async function senderAtTest(messages: Partial<MessageDesk> = {}): Promise<SenderAtTest> {
  const secret = await GatewaySecret.of(await generateDeviceKeys({ extractable: true }));
  const author = new FakeAuthor(new MessageIds(secret));
  const settings = noSettings();
  const suppressed = new Set<string>();
  const sending = new SendDesk({
    author,
    secret,
    settings: () => settings,
    composing: () => ({ tables: [], country: undefined }),
    isSuppressed: (number) => suppressed.has(number),
    recipientsOf: async (texts) => author.recipientsOf(texts),
    now: Date.now,
  });
  const sender: Sender = {
    apiKeys: () => settings.apiKeys,
    sending,
    messages: messages as MessageDesk,
    dayLeft: () => null,
  };
  const app = makeApp((error) => {
    throw error;
  });
  const quotas = {
    texts: new Quota({ name: 'texts', ...GENEROUS }),
    requests: new Quota({ name: 'requests', ...GENEROUS }),
  };
  return { app, sender, author, settings, suppressed, quotas, newKey: (scopes) => newKey(settings, scopes) };
}

function newKey(settings: GatewaySettings, scopes: ApiKey['scopes'] = ['send', 'read', 'cancel']) {
  const octets = randomBytes(32);
  const [id, secret] = [randomId(), octets.toString('base64url')];
  const hash = createHash('sha256').update(octets).digest('base64url');
  settings.apiKeys.push({ id, name: 'A program', hash, scopes, createdAt: settings.at });
  return { id, secret, token: formatApiToken({ id, secret }) };
}

function noSettings(): GatewaySettings {
  return {
    v: 1,
    gateway: randomId(),
    members: [randomId()],
    generation: 0,
    secret: 'A'.repeat(43),
    version: 1,
    at: '2026-11-25T00:00:00.000Z',
    paused: false,
    apiKeys: [],
    webhooks: [],
    connectors: [],
    limits: { segmentsPerSecond: null, textsPerDay: null },
  };
}
