import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  LinkEnded,
  linkNewDevice,
  TrustedLink,
  type Alarm,
  type DeviceIdentity,
  type NewLinkStep,
} from '@smseal/client';
import type {
  AnswerLink,
  AppendChain,
  LinkReveal,
  LinkState,
  LinkView,
  OpenLink,
  PendingLink,
} from '@smseal/protocol';
import { randomId } from '@smseal/seal';
import { TestAccount } from './account.ts';
import type { DoubleServer } from './double-server.ts';

/** A link as a server keeps it; tests make it lie. */
class LinkDesk {
  readonly id = randomId();
  opened: OpenLink | null = null;
  state: LinkState = 'waiting';
  answer: AnswerLink | null = null;
  reveal: LinkReveal | null = null;
  /** What the server tells of the link; an honest one passes it on. */
  tell: (view: LinkView) => LinkView = (view) => view;

  routes(account: TestAccount): Parameters<TestAccount['server']>[0] {
    return {
      'POST /v1/links': ({ body }) => {
        this.opened = body as OpenLink;
        return { link: this.id, secret: 'secret', expires: new Date(Date.now() + 120_000).toISOString() };
      },
      'GET /v1/links/*': async ({ query }) => {
        for (let i = 0; i < 20 && query.get('state') === this.state; i++) await sleep(5);
        return this.tell({
          link: this.id,
          account: this.answer ? account.id : null,
          state: this.state,
          commitment: this.opened?.commitment ?? '',
          answer: this.answer,
          reveal: this.reveal,
        });
      },
      'POST /v1/links/*/answer': ({ body }) => {
        this.answer = body as AnswerLink;
        this.state = 'answered';
      },
      'POST /v1/links/*/reveal': ({ body }) => {
        this.reveal = (body as { reveal: LinkReveal }).reveal;
        this.state = 'revealed';
      },
      'POST /v1/links/*/refuse': () => {
        this.state = 'refused';
      },
      'POST /v1/chain': ({ body }) => {
        const { entries, keys } = body as AppendChain;
        account.entries.push(...entries);
        account.keys.push(...keys);
        this.state = 'finished';
        return { length: account.entries.length };
      },
    };
  }

  pending(): PendingLink {
    assert.ok(this.opened);
    const { platform, name, commitment } = this.opened;
    return {
      link: this.id,
      platform,
      name,
      commitment,
      expires: new Date(Date.now() + 60_000).toISOString(),
      state: this.state,
    };
  }
}

let account: TestAccount;
let desk: LinkDesk;
let server: DoubleServer;
let alarms: Alarm[];
let steps: NewLinkStep[];
let saved: DeviceIdentity | null;

beforeEach(async () => {
  account = await TestAccount.create();
  desk = new LinkDesk();
  server = account.server(desk.routes(account));
  alarms = [];
  steps = [];
  saved = null;
});

function newDevice(confirmed: () => Promise<boolean>): Promise<DeviceIdentity> {
  return linkNewDevice({
    api: server.client(),
    keyStore: {
      load: () => Promise.resolve(saved),
      save: (identity) => {
        saved = identity;
        return Promise.resolve();
      },
      clear: () => Promise.resolve(),
    },
    platform: 'phone',
    name: 'Pixel',
    origin: 'agent',
    identifier: '+14155550123',
    extractable: false,
    bell: (alarm) => void alarms.push(alarm),
    show: (step) => void steps.push(step),
    confirmed,
    signal: AbortSignal.timeout(10_000),
  });
}

async function trusted(): Promise<TrustedLink> {
  while (desk.opened === null) await sleep(2);
  const api = server.client({ token: 'owner' });
  const membership = await account.membership(account.owner, api);
  const link = await TrustedLink.answer(
    { api, membership, bell: (alarm) => void alarms.push(alarm) },
    desk.pending(),
  );
  await link.ready();
  return link;
}

async function digits(): Promise<string> {
  for (;;) {
    const step = steps.find((one) => one.step === 'digits');
    if (step?.step === 'digits') return step.digits;
    await sleep(2);
  }
}

test('digits that match admit the new device, and the person’s word completes it', async () => {
  const linking = newDevice(() => Promise.resolve(true));
  const link = await trusted();
  assert.deepEqual(await link.submit(await digits()), { ok: true, triesLeft: 3 });
  const identity = await linking;
  assert.equal(identity.account, account.id);
  assert.equal(saved, identity);
  assert.deepEqual(alarms, []);
});

test('three wrong tries end the link and no key leaves', async () => {
  const linking = newDevice(() => Promise.resolve(true));
  linking.catch(() => undefined);
  const link = await trusted();
  const right = await digits();
  const wrong = right === '000000' ? '000001' : '000000';
  for (const triesLeft of [2, 1, 0]) assert.deepEqual(await link.submit(wrong), { ok: false, triesLeft });
  await assert.rejects(linking, LinkEnded);
  assert.equal(desk.state, 'refused');
  assert.equal(
    account.keys.some(({ recipient }) => recipient !== 'root' && recipient !== account.owner.id),
    false,
  );
  assert.equal(saved, null);
});

test('a server that claims success does not make the new device trust it', async () => {
  desk.tell = (view) => (view.state === 'revealed' ? { ...view, state: 'finished' } : view);
  const linking = newDevice(() => Promise.resolve(false));
  linking.catch(() => undefined);
  await trusted();
  await assert.rejects(linking, (error: unknown) => error instanceof LinkEnded && error.reason === 'denied');
  assert.equal(saved, null);
});

test('a server that claims success and a person who believes it still meet a chain without this device', async () => {
  desk.tell = (view) => (view.state === 'revealed' ? { ...view, state: 'finished' } : view);
  const linking = newDevice(() => Promise.resolve(true));
  linking.catch(() => undefined);
  await trusted();
  await assert.rejects(linking, (error: unknown) => error instanceof LinkEnded && error.reason === 'forged');
  assert.equal(alarms[0]?.code, 'link-forged');
  assert.equal(saved, null);
});

test('a server that swaps the new device’s keys is caught by its own commitment', async () => {
  const linking = newDevice(() => Promise.resolve(true));
  linking.catch(() => undefined);
  const other = await TestAccount.create();
  desk.tell = (view) =>
    view.reveal === null
      ? view
      : {
          ...view,
          reveal: {
            ...view.reveal,
            device: {
              ...view.reveal.device,
              sign: Buffer.from(other.owner.signPublic).toString('base64url'),
            },
          },
        };
  const link = await trusted();
  await assert.rejects(link.submit(await digits()));
  assert.equal(alarms[0]?.code, 'link-forged');
  assert.equal(account.keys.length, (await TestAccount.create()).keys.length);
});

test('a server that swaps the answer gives the two sides different digits', async () => {
  const other = await TestAccount.create();
  desk.tell = (view) =>
    view.answer === null ? view : { ...view, answer: { ...view.answer, chainHead: other.chain.head } };
  const linking = newDevice(() => Promise.resolve(true));
  linking.catch(() => undefined);
  const link = await trusted();
  assert.equal((await link.submit(await digits())).ok, false);
});
