import assert from 'node:assert/strict';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { AtGateway } from './at-gateway.ts';
import { only } from './run-send.ts';

/** More than two requests hold. */
const MANY = 25_000;

const at = new AtGateway();

async function writePeople(count: number): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, i) => `+48600${String(i).padStart(6, '0')}`);
  await writeFile(at.csv, `phone,name\n${numbers.map((number, i) => `${number},Name ${i}`).join('\n')}\n`);
  return numbers;
}

describe('a text to a few', () => {
  it('is handed in once and watched to its end', async () => {
    const { code, events } = await at.send([
      '--to',
      '+48 600 100 100',
      '--to',
      '+48600100101',
      '--text',
      'Hi',
    ]);
    assert.equal(code, 0);
    assert.deepEqual(at.gateway.people, ['+48600100100', '+48600100101']);
    assert.deepEqual(
      only(events, 'accepted').map(({ line, to }) => [line, to]),
      [
        [1, '+48600100100'],
        [2, '+48600100101'],
      ],
    );
    assert.equal(only(events, 'ended').length, 2);
    const [done] = only(events, 'done');
    assert.deepEqual([done?.['accepted'], done?.['complete'], done?.['states']], [2, true, { delivered: 2 }]);
  });

  it('comes from standard input, without the line’s end, and goes with what else was said', async () => {
    const more = ['--from', 'Shop', '--class', 'marketing', '--country', 'pl', '--smart', '--no-wait'];
    const moments = ['--at', '2026-12-24T18:00:00+01:00', '--expires', '2026-12-25T18:00Z'];
    const { code, events } = await at.send(['--to', '600100100', ...more, ...moments], { stdin: 'Dzień\n' });
    assert.equal(code, 0);
    assert.deepEqual(at.gateway.taken, [
      {
        text: 'Dzień',
        from: 'Shop',
        class: 'marketing',
        sendAt: '2026-12-24T17:00:00.000Z',
        expiresAt: '2026-12-25T18:00:00.000Z',
        country: 'PL',
        smartEncoding: true,
        to: ['+48600100100'],
      },
    ]);
    assert.equal(only(events, 'done')[0]?.['states'], null);
  });

  it('under a name is sent once, however often the command is called', async () => {
    for (const time of [1, 2])
      assert.equal(
        (await at.send(['--to', '+48600100100', '--text', 'Hi', '--once', 'order 4711'])).code,
        0,
        `${time}`,
      );
    assert.deepEqual(at.gateway.people, ['+48600100100']);
    await at.send(['--to', '+48600100100', '--text', 'Hi']);
    await at.send(['--to', '+48600100100', '--text', 'Hi']);
    assert.equal(at.gateway.people.length, 3, 'without one, each call sends');
  });

  it('says by its exit code that texts have failed', async () => {
    at.gateway.state = 'failed';
    assert.equal((await at.send(['--to', '+48600100100', '--text', 'Hi'])).code, 3);
  });
});

describe('a table', () => {
  it('goes in requests of 10,000, with what the text calls and nothing else', async () => {
    const numbers = await writePeople(MANY);
    const { code, events } = await at.send(['--csv', at.csv, '--text', 'Dear {NAME}']);
    assert.equal(code, 0);
    assert.deepEqual(
      at.gateway.taken.map(({ to }) => to.length),
      [10_000, 10_000, 5_000],
    );
    assert.deepEqual(at.gateway.taken[0]?.to[1], { to: '+48600000001', fields: { NAME: 'Name 1' } });
    assert.deepEqual(at.gateway.people, numbers);
    assert.deepEqual(
      only(events, 'handed-in').map(({ done, all }) => [done, all]),
      [
        [10_000, MANY],
        [20_000, MANY],
        [MANY, MANY],
      ],
    );
    assert.deepEqual(only(events, 'done')[0]?.['states'], { delivered: MANY });
  });

  it('keeps no number and no word beside it', async () => {
    await writePeople(10);
    await at.send(['--csv', at.csv, '--text', 'Dear {name}, secret']);
    const state = `${at.csv}.sending`;
    assert.doesNotMatch(await readFile(state, 'utf8'), /48600|Name|secret/);
    assert.equal((await stat(state)).mode & 0o777, 0o600);
  });

  it('goes on after a kill at any request, and texts nobody twice', async () => {
    const numbers = await writePeople(MANY);
    for (const last of [1, 2]) {
      const first = at.run(['--csv', at.csv, '--text', 'Hi {name}', '--json']);
      // Taken, and killed before the answer comes.
      at.gateway.answers = (count) => {
        if (count === last * 2 - 1) first.child.kill('SIGKILL');
        return count !== last * 2 - 1;
      };
      await first.ended;
    }
    at.gateway.answers = () => true;
    const { code, events } = await at.send(['--csv', at.csv, '--text', 'Hi {name}']);
    assert.equal(code, 0);
    assert.deepEqual(at.gateway.people, numbers);
    assert.equal(new Set(at.gateway.keys).size, 3);
    assert.deepEqual(only(events, 'done')[0]?.['accepted'], MANY);
  });

  it('once handed in is not handed in again, and is watched', async () => {
    await writePeople(3);
    await at.send(['--csv', at.csv, '--text', 'Hi', '--no-wait']);
    const { code, events } = await at.send(['--csv', at.csv, '--text', 'Hi']);
    assert.equal(code, 0);
    assert.equal(at.gateway.people.length, 3);
    assert.equal(only(events, 'resumed')[0]?.['handedIn'], 3);
    assert.deepEqual(only(events, 'done')[0]?.['states'], { delivered: 3 });
    await rm(`${at.csv}.sending`);
    await at.send(['--csv', at.csv, '--text', 'Hi', '--no-wait']);
    assert.equal(at.gateway.people.length, 6, 'without its state it is another send');
  });

  it('is refused under the state of another send, and under what is no state', async () => {
    await writePeople(3);
    await at.send(['--csv', at.csv, '--text', 'Hi', '--no-wait']);
    for (const change of [
      ['--text', 'Ho'],
      ['--text', 'Hi', '--from', 'X'],
    ]) {
      const { code, complaint } = await at.send(['--csv', at.csv, ...change]);
      assert.equal(code, 1);
      assert.match(complaint, /tells of another send/);
    }
    await writeFile(at.csv, `${await readFile(at.csv, 'utf8')}+48600999999,New\n`);
    assert.match((await at.send(['--csv', at.csv, '--text', 'Hi'])).complaint, /tells of another send/);
    const mine = path.join(at.home, 'notes.txt');
    await writeFile(mine, 'milk, bread\n');
    assert.match(
      (await at.send(['--csv', at.csv, '--text', 'Hi', '--state', mine])).complaint,
      /no state of a send/,
    );
    assert.equal(await readFile(mine, 'utf8'), 'milk, bread\n');
    assert.equal(at.gateway.people.length, 3);
  });

  it('does not hand in again what may have been taken more than a day ago', async () => {
    const numbers = await writePeople(MANY);
    await at.send(['--csv', at.csv, '--text', 'Hi', '--no-wait']);
    const state = `${at.csv}.sending`;
    const [begun = '', ...lines] = (await readFile(state, 'utf8')).split('\n');
    const kept = lines.filter((line) => !/"request":1|"request":2|"asking":2|"done"/.test(line));
    const dayAgo = new Date(Date.now() - 25 * 3_600_000).toISOString();
    const old = kept.map((line) => line.replace(/(?<="asking":1,"at":")[^"]+/, dayAgo));
    // What broke off in the middle of a line is no line.
    await writeFile(state, `${[begun, ...old].join('\n')}{"asking":2,"a`);
    at.gateway.taken.length = 0;
    const { code, events } = await at.send(['--csv', at.csv, '--text', 'Hi', '--no-wait']);
    assert.equal(code, 3);
    assert.deepEqual(only(events, 'in-doubt'), [
      { event: 'in-doubt', first: 10_002, last: 20_001, recipients: 10_000 },
    ]);
    assert.deepEqual(at.gateway.people, [], 'the third request was known to the gateway');
    assert.equal(at.gateway.keys.length, 4);
    assert.equal(numbers.length, MANY);
  });

  it('tells which rows cannot be texted, on which line and why, and holds up nobody else', async () => {
    const rows = [
      'phone;name',
      '600100100;Ann',
      '4.86E+10;Ben',
      '+48600100100;Cleo',
      '600100102;',
      'x;Dee',
      '600100103;Eve',
    ];
    await writeFile(at.csv, Buffer.from(`\ufeff${rows.join('\r\n')}\r\n600100104;"Fay`, 'utf16le'));
    at.gateway.suppressed.add('+48600100103');
    const { code, events } = await at.send(['--csv', at.csv, '--text', 'Hi {name}', '--country', 'PL']);
    assert.equal(code, 3);
    assert.deepEqual(at.gateway.people, ['+48600100100', '+48600100103']);
    assert.deepEqual(
      only(events, 'refused').map(({ line, reason }) => [line, reason]),
      [
        [3, 'scientific-notation'],
        [4, 'duplicate'],
        [5, 'missing-field'],
        [6, 'not-a-number'],
        [8, 'unreadable'],
        [7, 'suppressed'],
      ],
    );
    assert.deepEqual(only(events, 'done')[0]?.['refused'], 6);
  });

  it('with --strict is not sent when a row cannot be texted, and with --dry-run never', async () => {
    await writeFile(at.csv, 'phone\n+48600100100\nx\n');
    const strict = await at.send(['--csv', at.csv, '--text', 'Hi', '--strict']);
    assert.equal(strict.code, 3);
    await writeFile(at.csv, `phone,n\n+48600100100,${'ż'.repeat(100)}\n+48600100101,x\n`);
    const dry = await at.send(['--csv', at.csv, '--text', '{n}', '--dry-run'], {
      env: { SMSEAL_API_KEY: '' },
    });
    assert.equal(dry.code, 0);
    assert.deepEqual(dry.events, [
      {
        event: 'surveyed',
        recipients: 2,
        refused: 0,
        refusedBy: {},
        segments: 3,
        encodings: { gsm7: 1, ucs2: 1 },
        mostSegments: 2,
      },
    ]);
    assert.deepEqual(at.gateway.people, []);
    await assert.rejects(stat(`${at.csv}.sending`));
  });
});

describe('Ctrl-C', () => {
  it('stops handing in; what is handed in stays, and the same command goes on', async () => {
    const numbers = await writePeople(MANY);
    const first = at.run(['--csv', at.csv, '--text', 'Hi', '--json']);
    at.gateway.answers = (count) => count !== 1 || first.child.kill('SIGINT');
    const stopped = await first.ended;
    assert.equal(stopped.code, 130);
    assert.equal(only(stopped.events, 'stopped')[0]?.['handedIn'], 10_000);
    assert.equal(only(stopped.events, 'done')[0]?.['complete'], false);
    assert.equal(at.gateway.cancelled.size, 0);
    assert.equal((await at.send(['--csv', at.csv, '--text', 'Hi'])).code, 0);
    assert.deepEqual(at.gateway.people, numbers);
  });

  it('a second time cancels what was handed in', async () => {
    at.gateway.state = 'queued';
    await writePeople(3_000);
    const watched = at.run(['--csv', at.csv, '--text', 'Hi', '--json']);
    const left = new Set(['progress', 'stopped']);
    watched.on(({ event }) => {
      if (left.delete(event)) watched.child.kill('SIGINT');
    });
    const { code, events } = await watched.ended;
    assert.equal(code, 130);
    assert.equal(at.gateway.cancelled.size, 3);
    assert.deepEqual(only(events, 'done')[0]?.['states'], { cancelled: 3_000 });
  });
});

it('people read sentences: what cannot be texted, what it comes to, where it is', async () => {
  await writeFile(at.csv, 'phone\n+48600100100\nx\n');
  const { said, complaint } = await at.run(['--csv', at.csv, '--text', 'Hi']).ended;
  assert.equal(
    said,
    [
      '  line 3: This is no phone number; write it with + and the country’s code, or name the country with --country.',
      '1 recipient, 1 row that cannot be texted, 1 segment.',
      '1 text handed in, 1 refused: 1 delivered.',
      '',
    ].join('\n'),
  );
  assert.match(complaint, /Handing in 100 % · 1 of 1\nOn their way 100 % · 1 delivered/);
});
