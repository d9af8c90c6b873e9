import { randomBytes } from 'node:crypto';
import { ApiClient, appendChain, Membership, type DeviceIdentity } from '@smseal/client';
import type { AccountErasure, AccountPlan, SignedPlan } from '@smseal/protocol';
import {
  createAccountRoot,
  generateDeviceKeys,
  generateSecretKey,
  newCredential,
  randomId,
  signPlan,
} from '@smseal/seal';
import { membershipInMemory, sequenceInMemory } from './memory.ts';
import { ask, jsonOf, textOf, type Answer, type Asked, type Site } from '../site/site.ts';

/** Who signs up, and where the code arrives. */
export interface SignUpMeans {
  email: string;
  /** With its country code. */
  mobile: string;
  /** One is made up where none is given. */
  password?: string;
  /** Resolves with the code that is texted to the number, once there were more than `after` before it. */
  code: (after: number) => Promise<string>;
  /** Another number and its codes, where there is one. */
  spare?: { mobile: string; code: (after: number) => Promise<string> };
  /** Another server of the same service, at which the sign-up is made; the account is used at the site itself. */
  door?: Site;
}

/** What was noticed while signing up, which happens once. */
interface Observed {
  /** Where it was signed up. */
  door: Site;
  /** Each `Set-Cookie` as it was sent. */
  cookies: string[];
  /** An answer to the account’s page before there was a password. */
  beforePassword: Answer;
  /** The answer to the same code again. */
  codeAgain: Answer;
}

interface Parts {
  site: Site;
  means: SignUpMeans;
  password: string;
  cookie: string;
  observed: Observed;
}

/** An account's deletion by its holder and a device. */
interface Deletion {
  erasure: AccountErasure;
  signed: SignedPlan;
  identity: DeviceIdentity;
}

/** An account that exists for the probes, and is deleted by the last of them. Its device is a real one. */
export class ThrowawayAccount {
  readonly site: Site;
  /** As it is now; a probe changes it. */
  email: string;
  readonly mobile: string;
  readonly spare: SignUpMeans['spare'];
  readonly password: string;
  readonly secretKey = generateSecretKey();
  readonly observed: Observed;
  /** Of its device. */
  readonly sequence = sequenceInMemory();
  /** All that its device has sent: each request's address, headers and body. */
  readonly sent: Buffer[] = [];
  readonly #code: SignUpMeans['code'];
  /** Codes that have come to the number. */
  #codes = 1;
  #cookie: string;
  #deletion: Deletion | null = null;
  #isGone = false;
  #device: { identity: DeviceIdentity; membership: Membership } | null = null;

  private constructor({ site, means, password, cookie, observed }: Parts) {
    this.site = site;
    this.email = means.email;
    this.mobile = means.mobile;
    this.spare = means.spare;
    this.#code = means.code;
    this.password = password;
    this.observed = observed;
    this.#cookie = cookie;
  }

  /** Signs up as a person does. @throws Error with one sentence where the service does not let it. */
  static async signUp(site: Site, means: SignUpMeans): Promise<ThrowawayAccount> {
    const { password = randomBytes(18).toString('base64url'), door = site } = means;
    let cookie = '';
    const cookies: string[] = [];
    const post = async (path: string, body: object): Promise<Answer> => {
      const answer = await ask(
        door,
        withSession({ method: 'POST', path, body: JSON.stringify(body) }, door, cookie),
      );
      cookies.push(...answer.cookies);
      cookie = answer.cookies.at(-1)?.split(';', 1)[0] ?? cookie;
      return answer;
    };
    const { email, mobile } = means;
    refuseUnless(await post('/v1/sign-up', { email, mobile }), 'The service takes no sign-up');
    const code = await means.code(0);
    refuseUnless(await post('/v1/sign-up/confirm', { email, code }), 'The service does not take the code');
    const beforePassword = await ask(door, withSession({ path: '/v1/account' }, door, cookie));
    const codeAgain = await ask(
      door,
      withSession(
        { method: 'POST', path: '/v1/sign-up/confirm', body: JSON.stringify({ email, code }) },
        door,
        '',
      ),
    );
    refuseUnless(await post('/v1/password', { password }), 'The service takes no password');
    return new ThrowawayAccount({
      site,
      means,
      password,
      cookie,
      observed: { door, cookies, beforePassword, codeAgain },
    });
  }

  /** Asks as the signed-in person. */
  async ask(asked: Asked): Promise<Answer & { text: string; json: Record<string, unknown> | null }> {
    const answer = await ask(this.site, withSession(asked, this.site, this.#cookie));
    return Object.assign(answer, { text: textOf(answer), json: jsonOf(answer) });
  }

  /** The next code that is texted to the number. */
  nextCode(): Promise<string> {
    return this.#code(this.#codes++);
  }

  /** Asks as the signed-in person where sign-ups are made, whose codes arrive. A new cookie takes the place of the old one. */
  async askAtDoor(asked: Asked): Promise<Answer & { json: Record<string, unknown> | null }> {
    const { door } = this.observed;
    const answer = await ask(door, withSession(asked, door, this.#cookie));
    this.#cookie = answer.cookies.at(-1)?.split(';', 1)[0] ?? this.#cookie;
    return Object.assign(answer, { json: jsonOf(answer) });
  }

  /** Deletes it as its holder, by a plan of its device where it has one. `typed`: the address that is typed once more. */
  async delete(typed = this.email): Promise<Answer> {
    const identity = this.#device?.identity;
    const signed = identity && (await signPlan(accountPlan(identity), identity.keys));
    const body = JSON.stringify({ email: typed, ...(signed ? { signed } : {}) });
    const answer = await this.ask({ method: 'DELETE', path: '/v1/account', body });
    this.#isGone = answer.status < 300;
    const erasure = answer.json as AccountErasure | null;
    if (this.#isGone && erasure && identity && signed) this.#deletion = { erasure, signed, identity };
    return answer;
  }

  /** What came of its deletion, and who had planned it; null before, and where it had no device. */
  get deletion(): Deletion | null {
    return this.#deletion;
  }

  /** Whether it was deleted. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Signs in anew with the password, as after every session has ended. */
  async signIn(): Promise<Answer> {
    const body = JSON.stringify({ identifier: this.email, password: this.password });
    const answer = await ask(
      this.site,
      withSession({ method: 'POST', path: '/v1/sign-in/password', body }, this.site, ''),
    );
    this.#cookie = answer.cookies.at(-1)?.split(';', 1)[0] ?? '';
    return answer;
  }

  /** The account's first device; made when it is first wanted, with the code that browsers run. */
  async device(): Promise<{ identity: DeviceIdentity; membership: Membership; api: ApiClient }> {
    const { identity, membership } = (this.#device ??= await this.#makeDevice());
    return { identity, membership, api: this.api(() => identity.token) };
  }

  /** The person's session, as a browser sends it. */
  get cookie(): string {
    return this.#cookie;
  }

  /** Whether a device was made. */
  get hasDevice(): boolean {
    return this.#device !== null;
  }

  async #makeDevice(): Promise<{ identity: DeviceIdentity; membership: Membership }> {
    const account = String((await this.ask({ path: '/v1/session' })).json?.['account']);
    const keys = await generateDeviceKeys({ extractable: true });
    const credential = await newCredential();
    const act = await createAccountRoot({
      account,
      secretKey: this.secretKey,
      device: keys,
      name: 'Probe',
      platform: 'browser',
      credential: credential.hash,
      now: Date.now(),
    });
    await appendChain(
      this.api(() => null),
      act.request,
    );
    const identity: DeviceIdentity = { account, token: credential.token, keys };
    const membership = await Membership.open({
      api: this.api(() => identity.token),
      identity,
      bell: () => undefined,
      store: membershipInMemory({
        entries: act.request.entries,
        keys: act.request.keys,
        pin: { length: act.chain.length, head: act.chain.head },
      }),
    });
    return { identity, membership };
  }

  /**
   * The client that every device uses, over our own way to the site, which keeps what is sent. Without a token it asks with
   * the person's session, or as nobody.
   */
  api(token: () => string | null, { asPerson = true } = {}): ApiClient {
    return new ApiClient({
      origin: this.site.origin,
      token,
      fetch: async (input, init) => {
        const url = new URL(input instanceof Request ? input.url : input);
        const body = init?.body;
        const octets = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : undefined;
        const asked: Asked = {
          path: `${url.pathname}${url.search}`,
          method: init?.method ?? 'GET',
          headers: Object.fromEntries(new Headers(init?.headers)),
          ...(octets ? { body: octets } : {}),
        };
        this.sent.push(writtenOf(asked));
        const cookie = asPerson && token() === null ? this.#cookie : '';
        const answer = await ask(this.site, withSession(asked, this.site, cookie));
        const { 'set-cookie': _, ...headers } = answer.headers;
        return new Response(answer.octets.length > 0 ? new Uint8Array(answer.octets) : null, {
          status: answer.status,
          headers,
        });
      },
    });
  }
}

/** A request as it is searched: all of it but the header that is there for the device's token. */
function writtenOf({ path, headers = {}, body = '' }: Asked): Buffer {
  const { authorization: _, ...others } = headers;
  return Buffer.concat([Buffer.from(`${path}\n${JSON.stringify(others)}\n`), Buffer.from(body)]);
}

function withSession(asked: Asked, site: Site, cookie: string): Asked {
  return {
    ...asked,
    headers: {
      ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
      origin: site.origin,
      ...(cookie === '' ? {} : { cookie }),
      ...asked.headers,
    },
  };
}

function refuseUnless(answer: Answer, sentence: string): void {
  if (answer.status < 300) return;
  throw new Error(`${sentence}: ${String(jsonOf(answer)?.['title'] ?? answer.status)}`);
}

function accountPlan({ account, keys }: DeviceIdentity): AccountPlan {
  return { v: 1, id: randomId(), account, device: keys.id, at: new Date().toISOString(), kind: 'account' };
}
