import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { startRehearsal, startSmsc, type Rehearsal } from '../../src/rehearsal/index.ts';
import { bindClient, type Client } from './smsc-client.ts';

const NUMBER = '+447700900340';

interface State {
  behaviour: string | null;
  connections: number;
  people: number;
  counters: { submitted: number };
  phones: { number: string; language: string; texts: { direction: string; party: string; text: string }[] }[];
}

let rehearsal: Rehearsal;
let client: Client;
before(async () => {
  rehearsal = await startRehearsal({
    counts: { messages: 50, contacts: 5, calls: 2 },
    behaviour: 'fast',
    pace: 0,
  });
  client = await bindClient(rehearsal.smsc.port);
});
after(async () => {
  await client.close();
  await rehearsal.stop();
});

const state = async (number = ''): Promise<State> =>
  (await (await fetch(`${rehearsal.handsetUrl}/carrier/state?number=${number}`)).json()) as State;

const post = (path: string, body: object = {}): Promise<Response> =>
  fetch(`${rehearsal.handsetUrl}/carrier/${path}`, { method: 'POST', body: JSON.stringify(body) });

it('the page shows the newest phones with their texts, and finds others by their digits', async () => {
  const numbers = Array.from({ length: 60 }, (_, i) => `+4917604069${String(i + 100)}`);
  for (const number of [...numbers, NUMBER]) await client.text(number, `Hello ${number}`);
  await rehearsal.smsc.waitFor(61, 'delivered');
  const { phones, people, counters } = await state();
  assert.deepEqual([phones.length, people, counters.submitted], [50, 61, 61]);
  assert.equal(
    phones.some(({ number }) => number === NUMBER),
    true,
  );
  const [found] = (await state('069100')).phones;
  assert.equal(found?.number, '+4917604069100');
  assert.deepEqual(
    found.texts.map(({ direction, party, text }) => ({ direction, party, text })),
    [{ direction: 'in', party: 'Bakery', text: 'Hello +4917604069100' }],
  );
});

it('a reply that is typed on it reaches the sender and stays on the phone', async () => {
  const from = client.delivered.length;
  assert.equal((await post('reply', { number: NUMBER, text: 'Thank you' })).status, 204);
  await client.until(() => client.delivered.slice(from).find((pdu) => pdu.sourceAddr === NUMBER.slice(1)));
  assert.equal((await state(NUMBER)).phones[0]?.texts.at(-1)?.text, 'Thank you');
  const refused = await post('reply', { number: '+447700900341', text: 'Hello?' });
  assert.equal(refused.status, 409);
  assert.match(((await refused.json()) as { error: string }).error, /nobody to answer/);
});

it('its switch changes how the carrier behaves, and its button cuts the connections', async () => {
  assert.equal((await post('behaviour', { name: 'silent' })).status, 204);
  assert.equal((await state()).behaviour, 'silent');
  assert.equal((await post('behaviour', { name: 'kind' })).status, 422);
  await post('behaviour', { name: 'fast' });
  await post('drop');
  await client.until(() => client.events.find(({ state }) => state === 'lost'));
  await client.until(() => client.events.filter(({ state }) => state === 'bound')[1]);
});

it('an open page is told how things are, and then what is new', async () => {
  const ears = new AbortController();
  const answer = await fetch(`${rehearsal.handsetUrl}/carrier/events`, { signal: ears.signal });
  const heard: string[] = [];
  void (async () => {
    for await (const chunk of answer.body ?? []) heard.push(Buffer.from(chunk).toString());
  })().catch(() => undefined);
  const hears = (what: string) => client.until(() => (heard.join('').includes(what) ? true : undefined));
  await hears('event: state');
  await client.text(NUMBER, 'News');
  await hears('"text":"News"');
  ears.abort();
});

it('a text to the rehearsal phone’s own number arrives on it', async () => {
  const number = '+447700900350';
  await fetch(`${rehearsal.carrierUrl}/v1/messages`, {
    method: 'POST',
    body: JSON.stringify({ to: number, text: 'Your code is 123456', kind: 'code' }),
  });
  await client.text(number, 'Your bread is ready.');
  const arrived = await client.until(() =>
    rehearsal.handset.store.database
      .prepare('SELECT address FROM sms WHERE body = ?')
      .get('Your bread is ready.'),
  );
  assert.equal(arrived['address'], 'Bakery');
});

it('a preferred port that is taken gives way, one that was asked for does not', async () => {
  const { port } = rehearsal.smsc;
  const other = await startSmsc({ port: { preferred: port } });
  assert.notEqual(other.port, port);
  await other.stop();
  await assert.rejects(startSmsc({ port }), /EADDRINUSE/);
});
