/** `smseal send` before a real gateway: what it says, how it ends, and what the carrier got of it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Id } from '@smseal/protocol';
import { freePorts, type System } from '@smseal/testkit';
import { smseal, type Said } from '../src/command-line.ts';
import type { GatewayOwner } from '../src/gateway/gateway-owner.ts';
import { openGatewayStage, type Smsc } from '../src/gateway/open-gateway-stage.ts';
import { Lifetime } from '../src/lifetime.ts';
import { until } from '../src/until.ts';

interface Event {
  event: string;
  [member: string]: unknown;
}

describe('smseal send', () => {
  const lifetime = new Lifetime();
  let system: System;
  let smsc: Smsc;
  let owner: GatewayOwner;
  let key: { id: Id; token: string };
  let folder = '';

  before(async () => {
    ({ system, smsc, owner } = await openGatewayStage(lifetime));
    await owner.grantSuppressions();
    key = await owner.newApiKey();
    folder = await mkdtemp(path.join(tmpdir(), 'smseal-send-'));
    lifetime.after(() => rm(folder, { recursive: true }));
    await until('the key to hold', async () => ((await asked(key.token)) === 200 ? true : undefined));
  });
  after(() => lifetime.end());

  /** The status that a program is answered with which shows this key. */
  const asked = async (token: string): Promise<number> => {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`${system.gatewayUrl}/v1/messages`, { headers })).status;
  };

  const send = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Said> =>
    smseal(['send', ...args], {
      env: { SMSEAL_API_KEY: key.token, SMSEAL_GATEWAY_URL: system.gatewayUrl, ...env },
    });

  /** Writes a table and returns its path. */
  async function table(name: string, content: string | Buffer): Promise<string> {
    const file = path.join(folder, name);
    await writeFile(file, content);
    return file;
  }

  const got = (number: string) => smsc.texts().flatMap(({ to, text }) => (to === number ? [text] : []));
  const eventsOf = ({ out }: Said): Event[] =>
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Event);

  test('texts one person, says so in two lines, and ends once the text is delivered', async () => {
    const { code, out, err } = await send(['--to', '+44 7700 900601', '--text', 'The parcel is here ✉']);
    assert.equal(
      out,
      [
        '1 recipient, 1 segment.',
        '1 text has characters beyond the 7-bit alphabet: 70 in a segment in place of 160.',
        '1 text handed in: 1 delivered.',
        '',
      ].join('\n'),
    );
    assert.equal(code, 0);
    assert.doesNotMatch(err, /Error|    at /);
    assert.deepEqual(got('+447700900601'), ['The parcel is here ✉']);
  });

  test('texts many of a spreadsheet, each with what its row says, and tells programs of each', async () => {
    const rows = ['Telefon;Imię', '600 300 001;Zoë', '48600300002;Łukasz', '0048 600 300 003;"Ann; Lee"'];
    const file = await table('people.csv', Buffer.from(`\ufeff${rows.join('\r\n')}`, 'utf16le'));
    const said = await send(['--csv', file, '--text', 'Cześć {Imie}!', '--country', 'PL', '--json']);
    const events = eventsOf(said);
    assert.equal(said.code, 0, said.out + said.err);
    assert.equal(said.err, '');
    const accepted = events.filter(({ event }) => event === 'accepted');
    assert.deepEqual(
      accepted.map(({ line, to, encoding, segments }) => [line, to, encoding, segments]),
      [
        [2, '+48600300001', 'ucs2', 1],
        [3, '+48600300002', 'ucs2', 1],
        [4, '+48600300003', 'ucs2', 1],
      ],
    );
    const ended = events.filter(({ event }) => event === 'ended');
    assert.deepEqual(
      new Map(ended.map(({ id, state }) => [id, state])),
      new Map(accepted.map(({ id }) => [id, 'delivered'])),
    );
    assert.deepEqual(events.at(-1), {
      event: 'done',
      accepted: 3,
      refused: 0,
      segments: 3,
      inDoubt: 0,
      complete: true,
      states: { delivered: 3 },
    });
    assert.deepEqual(['+48600300001', '+48600300002', '+48600300003'].map(got), [
      ['Cześć Zoë!'],
      ['Cześć Łukasz!'],
      ['Cześć Ann; Lee!'],
    ]);
    const again = await send(['--csv', file, '--text', 'Cześć {Imie}!', '--country', 'PL']);
    assert.equal(again.code, 0);
    assert.match(again.out, /^All of these were handed in before, until /m);
    assert.equal(got('+48600300001').length, 1);
  });

  test('names each row that cannot be texted, texts the others, and says so by its exit code', async () => {
    const file = await table('rows.csv', 'phone\n+447700900611\n4.47701E+11\nnobody\n+447700900612\n');
    const strict = await send(['--csv', file, '--text', 'Hi', '--strict']);
    assert.deepEqual([strict.code, got('+447700900611')], [3, []]);
    smsc.setBehaviourFor('+447700900612', { outcomes: { failed: 1 } });
    const said = await send(['--csv', file, '--text', 'Hi', '--json']);
    assert.equal(said.code, 3);
    const events = eventsOf(said);
    assert.deepEqual(
      events.flatMap(({ event, line, reason }) => (event === 'refused' ? [[line, reason]] : [])),
      [
        [3, 'scientific-notation'],
        [4, 'not-a-number'],
      ],
    );
    assert.deepEqual(events.at(-1)?.['states'], { delivered: 1, failed: 1 });
    assert.deepEqual(got('+447700900611'), ['Hi']);
    const none = await send(['--to', 'nobody', '--text', 'Hi']);
    assert.equal(none.code, 3);
    assert.match(none.out, /line 1: This is no phone number;/);
  });

  test('sends nothing where the text calls a field that the table does not have', async () => {
    const file = await table('fields.csv', 'phone,name\n+447700900621,Ann\n');
    const { code, out, err } = await send(['--csv', file, '--text', 'Dear {nmae}', '--json']);
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /^[^\n]*The text calls \{nmae\}; the file has [^\n]*name[^\n]*\n$/);
    assert.deepEqual(got('+447700900621'), []);
  });

  test('breaks off with one sentence where no gateway answers; the same command goes on', async () => {
    const file = await table('away.csv', 'phone\n+447700900631\n');
    const [port] = await freePorts(1);
    const args = ['--csv', file, '--text', 'Hi', '--json'];
    const away = await send(args, { SMSEAL_GATEWAY_URL: `http://127.0.0.1:${port}` });
    assert.equal(away.code, 1);
    assert.match(away.err, /^[^\n]+ 0 texts are handed in; the same command goes on\.\n$/);
    assert.equal((await send(args)).code, 0);
    assert.deepEqual(got('+447700900631'), ['Hi']);
  });

  test('is refused in one sentence with a key that was revoked, and keeps the key to itself', async () => {
    const brief = await owner.newApiKey();
    await until('the key to hold', async () => ((await asked(brief.token)) === 200 ? true : undefined));
    await owner.revokeApiKey(brief.id);
    await until('the key to be revoked', async () => ((await asked(brief.token)) === 401 ? true : undefined));
    const file = path.join(folder, 'key');
    await writeFile(file, `${brief.token}\n`);
    const args = ['--to', '+447700900641', '--text', 'Hi', '--key-file', file];
    const { code, out, err } = await send(args, { SMSEAL_API_KEY: '' });
    assert.equal(code, 1);
    assert.equal(out, '1 recipient, 1 segment.\n');
    assert.match(err, /^[^\n]*API key[^\n]*\.\n$/i);
    assert.doesNotMatch(err, new RegExp(brief.token));
    assert.deepEqual(got('+447700900641'), []);
  });
});
