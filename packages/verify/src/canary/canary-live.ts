import { randomBytes, randomInt } from 'node:crypto';
import { LiveConnection, LiveExchange } from '@smseal/client';
import { fromBase64Url, type LiveEvent, type LivePayload } from '@smseal/protocol';
import { sealLive } from '@smseal/seal';
import { sequenceInMemory } from '../account/memory.ts';
import type { SecondDevice } from '../account/second-device.ts';
import { unproved, verdict, type Outcome } from '../probe/outcome.ts';
import { waitFor } from '../stage/wait-for.ts';
import { pieceCanaries, textCanary, type Canary } from './canary.ts';
import type { Stores } from './stores.ts';

/**
 * Sends a live event of each kind from one device to the other, and searches everything for what they said, in clear and
 * sealed, as soon as they have arrived.
 */
export async function canaryLive(stores: Stores): Promise<Outcome> {
  if (!(await stores.findsWhatIsKept())) return unproved('the search does not even find what is kept');
  const { account } = stores;
  const phone = await stores.second();
  const browser = await account.device();
  await browser.membership.refresh();
  const heard: LivePayload[] = [];
  const events = eventsOf(phone.identity.keys.id);
  const sealed: LiveEvent[] = [];
  const listening = await listen({ ...browser, origin: account.site.origin }, (payload) =>
    heard.push(payload),
  );
  const speaking = await listen({ ...phone, origin: account.site.origin }, () => undefined);
  try {
    for (const payload of events.map(({ payload }) => payload)) {
      const event = await seal(phone, { payload, seq: sealed.length + 1 });
      sealed.push(event);
      speaking.send(event);
    }
    await waitFor('a live event', () => heard.length >= events.length || undefined).catch(() => undefined);
  } finally {
    listening.stop();
    speaking.stop();
  }
  const canaries = [
    ...events.flatMap((event) => event.canaries),
    ...sealed.flatMap(({ envelope, seq }) =>
      pieceCanaries(`sealed event ${seq}`, fromBase64Url(envelope), 3),
    ),
  ];
  stores.passed = { canaries, at: Date.now() };
  const faults = (await stores.tracesOf(canaries)).map((trace) => `${trace} is kept`);
  for (const { payload } of events)
    if (!heard.some((one) => JSON.stringify(one) === JSON.stringify(payload)))
      faults.push(`an event of “${payload.type}” does not arrive`);
  return verdict(
    faults,
    `${heard.length} events of ${new Set(heard.map(({ type }) => type)).size} kinds arrived, and nothing of them is anywhere`,
  );
}

/** Searches again for what passed, at the end of a run. */
export async function canaryLiveLater(stores: Stores): Promise<Outcome> {
  const { passed } = stores;
  if (passed === null) return unproved('no live event has passed');
  const faults = (await stores.tracesOf(passed.canaries)).map((trace) => `${trace} is kept`);
  const seconds = Math.round((Date.now() - passed.at) / 1000);
  return verdict(faults, `${seconds} s after they passed nothing of the live events is anywhere`);
}

interface Spoken {
  payload: LivePayload;
  canaries: Canary[];
}

function eventsOf(device: string): Spoken[] {
  const word = (): string => randomBytes(9).toString('hex');
  const at = new Date().toISOString();
  const [key, app, title, text, network, call, name] = [
    word(),
    word(),
    word(),
    word(),
    word(),
    word(),
    word(),
  ];
  const number = `+1628${randomInt(1_000_000, 10_000_000)}`;
  const level = randomInt(1, 100);
  const spoken = (payload: LivePayload, words: Record<string, string>): Spoken => ({
    payload,
    canaries: Object.entries(words).map(([what, said]) =>
      textCanary(`${what} of a ${payload.type} event`, said),
    ),
  });
  return [
    spoken(
      { v: 1, type: 'notification', device, key, app, title, text, at, dismissable: true },
      { key, app, title, text },
    ),
    spoken(
      { v: 1, type: 'battery', device, level, charging: true, signal: 3, network, at },
      { network, level: `"level":${level},"charging":true` },
    ),
    ...(['ringing', 'missed'] as const).map((state) =>
      spoken({ v: 1, type: 'call', device, state, call, number, name, at }, { call, number, name }),
    ),
  ];
}

/** What a phone seals for all other devices of its account. */
async function seal(
  { membership, api }: SecondDevice,
  { payload, seq }: { payload: LivePayload; seq: number },
): Promise<LiveEvent> {
  return sealLive({
    keyring: membership.keyring,
    account: membership.identity.account,
    from: membership.identity.keys.id,
    to: null,
    seq,
    now: api.clock.corrected(),
    payload,
  });
}

/** Connects a device to the relay, with the code that browsers and phones run. */
async function listen(
  { membership, api, identity, origin }: SecondDevice & { origin: string },
  heard: (payload: LivePayload) => void,
): Promise<LiveConnection> {
  const connection: LiveConnection = new LiveConnection({
    origin,
    token: () => identity.token,
    listener: {
      ready: () => undefined,
      message: (message) => {
        if (message.type === 'live') void exchange.take(message);
      },
      closed: () => undefined,
    },
  });
  const exchange = new LiveExchange({
    api,
    membership,
    sequence: sequenceInMemory(),
    connection,
    bell: () => undefined,
    heard,
  });
  connection.start();
  await waitFor('the live channel', () => connection.connected || undefined);
  return connection;
}
