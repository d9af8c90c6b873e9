import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { readBackup, type BackupEvent, type BackupItem } from '../src/import/backup-reader.ts';
import { EntityMender } from '../src/import/entities.ts';

const SEED = Number(process.env['SMSEAL_TEST_SEED'] ?? 20261122);
const SAMPLES = path.resolve(import.meta.dirname, '../../../../shared/data/sms-backup-restore');

let folder = '';
before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'smseal-backup-'))));
after(() => rm(folder, { recursive: true, force: true }));

async function collect(file: string): Promise<BackupEvent[]> {
  const events: BackupEvent[] = [];
  for await (const event of readBackup(file)) events.push(event);
  return events;
}
async function eventsOf(xml: string | Uint8Array): Promise<BackupEvent[]> {
  const file = path.join(folder, `${crypto.randomUUID()}.xml`);
  await writeFile(file, xml);
  return collect(file);
}
function itemsOf(events: BackupEvent[]): BackupItem[] {
  return events.flatMap((event) => (event.type === 'item' ? [event.item] : []));
}

test(
  'the public samples are read whole',
  { skip: existsSync(SAMPLES) ? false : 'no ../shared/data' },
  async () => {
    const counts: Record<string, number> = {};
    for (const name of [
      'edge_cases',
      'minimal_sms',
      'minimal_mms',
      'minimal_calls',
      'mixed',
      'sample_small',
    ]) {
      const events = await collect(path.join(SAMPLES, `${name}.xml`));
      assert.equal(events.at(-1)?.type, 'end', name);
      counts[name] = itemsOf(events).length;
    }
    assert.equal(counts['edge_cases'], 4);
    assert.ok(Object.values(counts).every((count) => count > 0));
  },
);

test(
  'a malformed sample says what is wrong and keeps what came before',
  { skip: existsSync(SAMPLES) ? false : 'no ../shared/data' },
  async () => {
    const events = await collect(path.join(SAMPLES, 'malformed.xml'));
    assert.equal(events.at(-1)?.type, 'broken');
  },
);

test('emoji written as two entities of a surrogate pair come out whole', async () => {
  const [item] = itemsOf(
    await eventsOf(
      '<smses count="1"><sms address="+15550100" body="hi &#55357;&#56832;&#xD83D;&#xDE00;!"/></smses>',
    ),
  );
  assert.equal(item?.attributes['body'], 'hi 😀😀!');
});

test('lone surrogates and forbidden characters are replaced, counted, and end nothing', async () => {
  const events = await eventsOf('<smses count="2"><sms body="a&#55357;b&#0;c"/><sms body="next"/></smses>');
  assert.deepEqual(
    itemsOf(events).map((item) => item.attributes['body']),
    ['a\uFFFDb\uFFFDc', 'next'],
  );
  assert.deepEqual(events.at(-1), { type: 'end', octets: 72, mended: 2 });
});

test('a file that breaks off gives every whole item and says so', async () => {
  const events = await eventsOf(
    '<smses count="3"><sms body="one"/><mms><parts><part ct="text/plain" text="half"/>',
  );
  assert.equal(itemsOf(events).length, 1);
  const last = events.at(-1);
  assert.ok(last?.type === 'broken');
  assert.match(last.reason, /breaks off/);
});

test('picture messages keep parts, data and addresses; a byte-order mark and a stylesheet do not matter', async () => {
  const xml = `\uFEFF<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
    <!--made by an app--><?xml-stylesheet type="text/xsl" href="sms.xsl"?>
    <smses count="1"><mms msg_box="1" address="+15550100~+15550101"><parts>
      <part seq="-1" ct="application/smil" text='&lt;smil>&lt;/smil>'/><part seq="0" ct="image/png" data="iVBORw0KGgo="/>
    </parts><addrs><addr address="+15550100" type="137"/><addr address="insert-address-token" type="151"/></addrs></mms></smses>`;
  const [item] = itemsOf(await eventsOf(xml));
  assert.ok(item?.kind === 'mms');
  assert.deepEqual(
    item.parts.map((part) => part.data),
    [null, new Uint8Array(Buffer.from('iVBORw0KGgo=', 'base64'))],
  );
  assert.equal(item.addresses.length, 2);
});

test('unknown elements are told, not swallowed', async () => {
  const events = await eventsOf('<smses count="1"><rcs body="x"/><sms body="y"/></smses>');
  assert.deepEqual(
    events.filter((event) => event.type === 'unknown'),
    [{ type: 'unknown', element: 'rcs' }],
  );
});

test('an external entity is refused, never fetched', async () => {
  const events = await eventsOf(
    '<!DOCTYPE smses [<!ENTITY x SYSTEM "file:///etc/passwd">]><smses><sms body="&x;"/></smses>',
  );
  assert.equal(events.at(-1)?.type, 'broken');
  assert.ok(!JSON.stringify(events).includes('root:'));
});

test('entities mend alike wherever the chunks are cut', () => {
  const piece = fc.constantFrom(
    '&#55357;&#56832;',
    '&#xd83d;&#xDE00;',
    '&#55357;',
    '&#56832;',
    '&#10;',
    '&amp;',
    '&#0;',
    'a',
    'ł',
    '&#128512;',
    '&lt;',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 30 }),
      fc.array(fc.nat(200), { maxLength: 12 }),
      (pieces, cuts) => {
        const text = pieces.join('');
        const whole = new EntityMender();
        const expected = whole.push(text) + whole.end();
        const cutMender = new EntityMender();
        let out = '';
        let from = 0;
        for (const cut of [...cuts.map((n) => n % (text.length + 1)).sort((a, b) => a - b), text.length]) {
          out += cutMender.push(text.slice(from, cut));
          from = cut;
        }
        assert.equal(out + cutMender.end(), expected);
      },
    ),
    { seed: SEED, numRuns: 500 },
  );
});
