import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { AtGateway } from './at-gateway.ts';

const at = new AtGateway();

describe('called wrongly', () => {
  const cases: [string, string[], RegExp][] = [
    ['nobody to text', ['--text', 'Hi'], /Say whom to text/],
    ['both ways at once', ['--to', '+48600100100', '--csv', 'x', '--text', 'Hi'], /Say whom to text/],
    ['no text', ['--to', '+48600100100'], /Say what to text/],
    ['no such file', ['--csv', '/nowhere.csv', '--text', 'Hi'], /There is no file/],
    ['a moment that is none', ['--to', '+48600100100', '--text', 'Hi', '--at', 'soon'], /--at is a moment/],
    ['a class that is none', ['--to', '+48600100100', '--text', 'Hi', '--class', 'vip'], /--class is one of/],
    ['a field without columns', ['--to', '+48600100100', '--text', 'Hi {name}'], /fields come from/],
    [
      'a key in an argument',
      ['--to', '+48600100100', '--text', 'Hi', '--key', 'smseal_key'],
      /Unknown option '--key'/,
    ],
  ];
  for (const [what, args, sentence] of cases)
    it(`${what} ends with 2 and a sentence`, async () => {
      const { code, complaint } = await at.send(args);
      assert.equal(code, 2);
      assert.match(complaint, sentence);
      assert.equal(at.gateway.keys.length, 0);
    });

  it('names the columns there are when the text or --number-column calls another, and doubts doubled braces', async () => {
    await writeFile(at.csv, 'Mobile;First name\n+48600100100;Ann\n');
    const text = await at.send(['--csv', at.csv, '--text', 'Dear {nmae}']);
    assert.match(text.complaint, /\{nmae\}; the file has \{Mobile\}, \{First_name\}/);
    const column = await at.send(['--csv', at.csv, '--text', 'Hi', '--number-column', 'tel']);
    assert.match(column.complaint, /no column “tel”; it has \{Mobile\}/);
    const doubled = await at.send(['--csv', at.csv, '--text', 'Dear {{First_name}}']);
    assert.match(doubled.complaint, /write \{First_name\}/);
    assert.deepEqual([text.code, column.code, doubled.code, at.gateway.keys.length], [2, 2, 2, 0]);
  });

  it('wants a key from the environment or a file, and says when a file holds none', async () => {
    const env = { SMSEAL_API_KEY: '' };
    const args = ['--to', '+48600100100', '--text', 'Hi'];
    assert.match((await at.send(args, { env })).complaint, /SMSEAL_API_KEY, or name a file/);
    const file = path.join(at.home, 'key');
    await writeFile(file, 'secret\n');
    const wrong = await at.send([...args, '--key-file', file], { env });
    assert.match(wrong.complaint, /is no API key/);
    assert.doesNotMatch(wrong.complaint, /secret/);
    await writeFile(file, 'smseal_key\n');
    assert.equal((await at.send([...args, '--key-file', file], { env })).code, 0);
  });

  it('a key that opens nothing ends with 1 and the gateway’s sentence', async () => {
    await writeFile(at.csv, 'phone\n+48600100100\n');
    const { code, complaint } = await at.send(['--csv', at.csv, '--text', 'Hi'], {
      env: { SMSEAL_API_KEY: 'smseal_x' },
    });
    assert.equal(code, 1);
    assert.match(complaint, /refused: unauthenticated\. 0 texts are handed in; the same command goes on\./);
  });
});
