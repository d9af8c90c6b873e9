/** A person with an account and a device, made through the public doors as a browser does it. */
import {
  ApiClient,
  appendChain,
  makeRecords,
  Membership,
  type Alarm,
  type DeviceIdentity,
  type MembershipState,
} from '@smseal/client';
import type { SealedRecord } from '@smseal/protocol';
import {
  createAccountRoot,
  generateDeviceKeys,
  generateSecretKey,
  newCredential,
  type RecordHead,
} from '@smseal/seal';

/** Tells the code of the next notice to a number. */
export interface CodeTeller {
  codeFor(mobile: string): Promise<string>;
}

/** What a person may bring; the rest is made up. */
export interface Brought {
  /** Where the person believes to be; `http://localhost:7070` unless said. */
  origin?: string;
  email?: string;
  mobile?: string;
  password?: string;
  /** Makes an open account: the service keeps its key. */
  open?: boolean;
}

export interface Person {
  email: string;
  mobile: string;
  password: string;
  secretKey: string;
  cookie: string;
  identity: DeviceIdentity;
  /** Alarms that this person's client rang. */
  alarms: Alarm[];
  /** Speaks to the server, or to whatever stands in front of it. */
  apiAt(origin: string): ApiClient;
  membershipAt(origin: string): Promise<Membership>;
  state: MembershipState;
  /** Makes the next record as this device: sealed, or in plain where the account is open. */
  seal(membership: Membership, head: Omit<RecordHead, 'authorSeq'>): Promise<SealedRecord>;
}

let made = 0;

/** Signs up at `server`, sets a password, makes the secret key and the first device. */
export async function newPerson(server: string, notices: CodeTeller, brought: Brought = {}): Promise<Person> {
  made++;
  const {
    origin = 'http://localhost:7070',
    email = `person-${made}-${process.pid}@example.org`,
    mobile = `+4477009${String(made).padStart(5, '0')}`,
    password = 'a long enough pass phrase of mine',
    open = false,
  } = brought;
  const post = async (path: string, body: unknown, cookie = ''): Promise<Response> => {
    const response = await fetch(server + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, cookie },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  await post('/v1/sign-up', { email, mobile });
  const confirmed = await post('/v1/sign-up/confirm', { email, code: await notices.codeFor(mobile) });
  let cookie = cookieOf(confirmed) ?? '';
  cookie = cookieOf(await post('/v1/password', { password }, cookie)) ?? cookie;
  const session = await fetch(`${server}/v1/session`, { headers: { cookie } });
  const { account } = (await session.json()) as { account: string };
  return withDevice({ server, origin, email, mobile, password, cookie, account, open });
}

interface SignedUp {
  server: string;
  origin: string;
  email: string;
  mobile: string;
  password: string;
  cookie: string;
  account: string;
  open: boolean;
}

async function withDevice({ server, origin, account, open, ...known }: SignedUp): Promise<Person> {
  const secretKey = generateSecretKey();
  const keys = await generateDeviceKeys({ extractable: true });
  const credential = await newCredential();
  const act = await createAccountRoot({
    account,
    secretKey,
    open,
    device: keys,
    name: 'First browser',
    platform: 'browser',
    credential: credential.hash,
    now: Date.now(),
  });
  const asSession: typeof fetch = (input, init) =>
    fetch(input, {
      ...init,
      headers: { ...(init?.headers as Record<string, string>), cookie: known.cookie, origin },
    });
  await appendChain(new ApiClient({ origin: server, fetch: asSession }), act.request);
  const identity: DeviceIdentity = { account, token: credential.token, keys };
  const alarms: Alarm[] = [];
  const apiAt = (url: string) =>
    new ApiClient({ origin: url, token: () => identity.token, backOff: { first: 20, most: 200 } });
  let authorSeq = 0;
  const person: Person = {
    ...known,
    secretKey,
    identity,
    alarms,
    apiAt,
    state: {
      entries: act.request.entries,
      keys: act.request.keys,
      pin: { length: act.chain.length, head: act.chain.head },
    },
    membershipAt: (url) =>
      Membership.open({
        api: apiAt(url),
        identity,
        bell: (alarm) => alarms.push(alarm),
        store: {
          loadMembership: () => Promise.resolve(person.state),
          saveMembership: (state) => {
            person.state = state;
            return Promise.resolve();
          },
        },
      }),
    async seal(membership, head) {
      const [record] = await makeRecords(membership, [{ authorSeq: ++authorSeq, ...head }]);
      if (!record) throw new Error('one record was to be made, and none was');
      return record;
    },
  };
  return person;
}

function cookieOf(response: Response): string | null {
  return /^[^;]+/.exec(response.headers.get('set-cookie') ?? '')?.[0] ?? null;
}
