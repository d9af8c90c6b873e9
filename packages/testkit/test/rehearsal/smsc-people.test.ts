import assert from 'node:assert/strict';
import { afterEach, it } from 'node:test';
import { decodeUserData } from '@smseal/sms';
import { ManualClock, startSmsc, type BehaviourPatch, type Smsc } from '../../src/rehearsal/index.ts';
import { bindClient, type Client, type Delivered } from './smsc-client.ts';

const NUMBER = '+447700900330';

let clock = new ManualClock();
let ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.reverse()) await end();
  ends = [];
});

async function meet(replies: BehaviourPatch['replies'] = {}): Promise<{ smsc: Smsc; client: Client }> {
  clock = new ManualClock();
  const smsc = await startSmsc({ behaviour: 'fast', clock, seed: 11 });
  smsc.setBehaviour({ receipts: { sent: false, delayMs: [0, 0] }, replies });
  ends.push(() => smsc.stop());
  const client = await bindClient(smsc.port);
  ends.push(() => client.close());
  return { smsc, client };
}

/** Sends a text; when this is done it is on its phone. */
async function texted(client: Client, to: string): Promise<void> {
  await client.text(to, 'Hello');
  clock.advance(0);
}

const read = (pdu: Delivered): string =>
  decodeUserData({
    encoding: pdu.dataCoding === 8 ? 'ucs2' : 'gsm7',
    octets: 'shortMessage' in pdu ? pdu.shortMessage : new Uint8Array(),
    hasHeader: (pdu.esmClass & 0x40) !== 0,
  }).text ?? '';

it('a person says what the script says, in its order and time, and then nothing', async () => {
  const { smsc, client } = await meet({ thanks: 1 });
  smsc.person(NUMBER).replies('STOP', { afterMs: 5_000 }).replies('Really, stop');
  await texted(client, NUMBER);
  clock.advance(4_999);
  assert.equal(smsc.counters.repliesSent, 0);
  clock.advance(1);
  assert.equal(read(await client.until(() => client.delivered[0])), 'STOP');
  for (let i = 0; i < 3; i += 1) await texted(client, NUMBER);
  clock.advance(100_000);
  assert.equal(read(await client.until(() => client.delivered[1])), 'Really, stop');
  assert.equal(smsc.counters.repliesSent, 2);
});

it('a person who was told to stay silent does', async () => {
  const { smsc, client } = await meet({ stop: 1 });
  smsc.person(NUMBER).replies('STOP').staysSilent();
  await texted(client, NUMBER);
  clock.advance(100_000);
  assert.equal(smsc.counters.repliesSent, 0);
});

it('who did not get a text does not answer it', async () => {
  const { smsc, client } = await meet();
  smsc.setBehaviourFor(NUMBER, { outcomes: { failed: 1 } });
  smsc.person(NUMBER).replies('STOP');
  await client.text(NUMBER, 'Hello');
  clock.advance(100_000);
  assert.equal(smsc.counters.failed, 1);
  assert.equal(smsc.counters.repliesSent, 0);
});

it('people opt out, ask and thank in the languages of their countries, Serbian in both scripts', async () => {
  const { smsc, client } = await meet({ stop: 1, afterMs: [0, 0] });
  const numbers = [
    ...Array.from({ length: 60 }, (_, i) => `+467017406${String(i + 10)}`),
    ...Array.from({ length: 60 }, (_, i) => `+447700900${String(i + 200)}`),
  ];
  await Promise.all(numbers.map((number) => client.text(number, 'Hello')));
  clock.advance(0);
  await smsc.waitFor(120, 'repliesSent');
  await client.until(() => client.delivered[119]);
  const said = new Set(client.delivered.map(read));
  for (const word of ['STOP', 'STOPP', 'СТОП', 'Odjavite me', 'Одјава', 'Wypisz mnie', 'Rezygnuję'])
    assert.ok(said.has(word), `${word}: ${[...said].join(', ')}`);
});

it('the kinds of replies follow their shares', async () => {
  for (const [share, pattern] of [
    [{ help: 1 }, /^(?:HELP|Info|POMOC)$/],
    [{ question: 1 }, /\?$/],
    [{ thanks: 1 }, /thank|OK|Dzięk|dzięki|Dobrze/i],
  ] as const) {
    const { client } = await meet({ ...share, afterMs: [10, 20] });
    await texted(client, NUMBER);
    clock.advance(20);
    assert.match(read(await client.until(() => client.delivered[0])), pattern);
  }
});

it('the phones that are shown are the newest, and are found by their digits', async () => {
  const { smsc, client } = await meet();
  const numbers = Array.from({ length: 120 }, (_, i) => `+4917604069${String(i).padStart(3, '0')}`);
  for (const number of numbers) await client.text(number, 'Hello');
  clock.advance(0);
  await smsc.waitFor(120, 'delivered');
  assert.deepEqual(
    smsc.recipients.newest(2).map(({ number }) => number),
    ['+4917604069119', '+4917604069118'],
  );
  assert.deepEqual(
    smsc.recipients.newest(50, '06900').map(({ number }) => number.slice(-1)),
    ['9', '8', '7', '6', '5', '4', '3', '2', '1', '0'],
  );
  await texted(client, '+4917604069000');
  assert.equal(smsc.recipients.newest(1)[0]?.number, '+4917604069000');
  assert.equal(smsc.recipients.size, 120);
});

it('without keeping texts the newest can still be read, and nobody is remembered', async () => {
  const smsc = await startSmsc({ behaviour: 'fast', keep: false });
  ends.push(() => smsc.stop());
  const client = await bindClient(smsc.port);
  ends.push(() => client.close());
  for (let i = 0; i < 1_100; i += 1) await client.text(NUMBER, `Text ${i}`, { registeredDelivery: 0 });
  assert.equal(smsc.counters.texts, 1_100);
  assert.deepEqual([smsc.texts().length, smsc.texts().at(-1)?.text], [1_000, 'Text 1099']);
  assert.equal(smsc.recipients.size, 0);
});
