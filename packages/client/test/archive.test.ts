import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBase64Url, type Attachment } from '@smseal/protocol';
import fc from 'fast-check';
import {
  ArchiveUnreadable,
  readArchive,
  writeArchive,
  type ArchivedContact,
  type ArchiveSource,
  type MessageToArchive,
} from '../src/index.ts';
import { vcard } from '../src/archive/vcard.ts';

const PICTURE: Attachment = {
  blob: 'AAAAAAAAAAAAAAAAAAAAAA',
  key: 'secret key of the blob',
  digest: 'digest',
  contentType: 'image/png',
  name: '../../evil.png',
  size: 3,
  chunks: 1,
};

function message(id: string, text: string, more: Partial<MessageToArchive> = {}): MessageToArchive {
  return {
    v: 1,
    id,
    conversation: 'c1',
    direction: 'in',
    transport: 'sms',
    parties: ['+48600100100'],
    from: '+48600100100',
    text,
    attachments: [],
    at: '2026-11-01T08:00:00.000Z',
    sim: null,
    status: 'received',
    read: true,
    source: 'phone',
    ...more,
  };
}

function source(messages: MessageToArchive[], more: Partial<ArchiveSource> = {}): ArchiveSource {
  return {
    account: 'account',
    exportedAt: '2026-11-22T00:00:00.000Z',
    conversations: [{ v: 1, id: 'c1', title: 'Anna <b>', parties: ['+48600100100'] }],
    messagesOf: () => messages,
    contacts: [],
    calls: [],
    campaigns: [],
    settings: [],
    nameOf: (party) => party,
    fetch: () => Promise.resolve(new Uint8Array([1, 2, 3])),
    ...more,
  };
}

async function filesOf(archive: ArchiveSource): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for await (const { path, content } of writeArchive(archive)) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of content) chunks.push(chunk);
    assert.ok(!files.has(path), `${path} is there once`);
    files.set(path, Buffer.concat(chunks));
  }
  return files;
}

const text = (files: Map<string, Uint8Array>, path: string): string =>
  Buffer.from(files.get(path) ?? []).toString();

test('what was written is read back, whatever the texts say', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'binary' })), async (texts) => {
      const messages = texts.map((said, i) => message(`m${i}`, said.toWellFormed()));
      const read = readArchive(await filesOf(source(messages)));
      assert.deepEqual(read.messages, messages);
      assert.deepEqual(read.manifest.counts.messages, messages.length);
      assert.deepEqual(read.skipped, {});
    }),
    { seed: 20261122, numRuns: 30 },
  );
});

test('pictures are files of our own naming, and neither keys nor blobs leave the account', async () => {
  const files = await filesOf(source([message('m', '', { attachments: [PICTURE] })]));
  assert.deepEqual(files.get('attachments/AAAAAAAAAAAAAAAAAAAAAA.png'), Buffer.from([1, 2, 3]));
  assert.ok([...files.keys()].every((path) => !path.includes('..')));
  assert.doesNotMatch(text(files, 'messages.json'), /secret key of the blob/);
  const [read] = readArchive(files).messages;
  assert.equal(read?.attachments[0]?.file, 'attachments/AAAAAAAAAAAAAAAAAAAAAA.png');
});

test('a picture that cannot be had is said to be missing, and the rest is there', async () => {
  const missing = source([message('m', 'hello', { attachments: [PICTURE] })], {
    fetch: () => Promise.resolve(null),
  });
  const files = await filesOf(missing);
  assert.equal(readArchive(files).messages[0]?.attachments[0]?.file, null);
  assert.match(text(files, 'conversations/1.html'), /its octets could not be had/);
});

test('the pages run nothing that a text says', async () => {
  const attack = '<script>alert(1)</script><img src=x onerror=alert(1)>';
  const files = await filesOf(source([message('m', attack)], { nameOf: () => attack }));
  for (const path of ['index.html', 'conversations/1.html']) {
    assert.doesNotMatch(text(files, path), /<script|<img|<b>"/);
    assert.match(text(files, path), /script-src 'none'/);
  }
  assert.match(text(files, 'conversations/1.html'), /&lt;script&gt;alert\(1\)/);
  assert.match(text(files, 'index.html'), /Anna &lt;b&gt;/);
});

test('a contact is a vCard 4.0 that other programs take', () => {
  const contact: ArchivedContact = {
    v: 1,
    id: 'k1',
    name: 'Żak; Anna, dr',
    given: 'Anna',
    family: 'Żak',
    numbers: [
      { value: '+48 600 100 100', label: 'mobile' },
      { value: '112', label: 'Emergency' },
    ],
    emails: [{ value: 'anna@example.org', label: 'work' }],
    note: 'first line\nsecond',
    picture: { contentType: 'image/png', data: toBase64Url(new Uint8Array(90).fill(255)) },
    source: 'phone',
  };
  const card = vcard(contact);
  assert.ok(card.split('\r\n').every((line) => Buffer.byteLength(line) <= 75));
  const lines = card.replaceAll('\r\n ', '').split('\r\n');
  assert.deepEqual(lines.slice(0, 5), [
    'BEGIN:VCARD',
    'VERSION:4.0',
    'UID;VALUE=text:k1',
    'FN:Żak\\; Anna\\, dr',
    'N:Żak;Anna;;;',
  ]);
  assert.ok(lines.includes('TEL;TYPE=cell;VALUE=uri:tel:+48600100100'));
  assert.ok(lines.includes('item1.TEL;VALUE=text:112') && lines.includes('item1.X-ABLABEL:Emergency'));
  assert.ok(lines.includes('EMAIL;TYPE=work:anna@example.org'));
  assert.ok(lines.includes('NOTE:first line\\nsecond'));
  assert.ok(lines.some((line) => line.startsWith('PHOTO:data:image/png;base64,////')));
});

test('what is no archive, or a newer one, is refused with a sentence', async () => {
  const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const refused = (files: Map<string, Uint8Array>, code: string) =>
    assert.throws(
      () => readArchive(files),
      (error) => error instanceof ArchiveUnreadable && error.code === code,
    );
  refused(new Map(), 'not-an-archive');
  refused(new Map([['smseal.json', new Uint8Array([0xff, 0])]]), 'not-an-archive');
  const newer = { format: 'smseal-archive', v: 2, account: 'a' };
  refused(new Map([['smseal.json', encode(newer)]]), 'newer-archive');
  const files = await filesOf(source([message('m', 'hello')]));
  files.set('messages.json', (files.get('messages.json') ?? new Uint8Array(0)).subarray(0, 40));
  refused(files, 'not-an-archive');
});

test('items that are not what they should be are counted, not believed', async () => {
  const files = await filesOf(source([message('m', 'hello')]));
  const content = JSON.parse(text(files, 'messages.json')) as { messages: unknown[] };
  content.messages.push({ id: 'x' }, null, { ...message('y', 'late'), at: 'yesterday' });
  files.set('messages.json', new TextEncoder().encode(JSON.stringify(content)));
  const read = readArchive(files);
  assert.deepEqual(
    read.messages.map(({ id }) => id),
    ['m'],
  );
  assert.deepEqual(read.skipped, { malformed: 3 });
});
