import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  countSegments,
  decodeUserData,
  encodeText,
  joinUserData,
  NATIONAL_TABLES,
  normaliseText,
  packSeptets,
  packUserData,
  parseUserDataHeader,
  unpackSeptets,
  userDataLength,
  writePlainText,
  type NationalTable,
  type TextPart,
} from '@smseal/sms';

const seed = Number(process.env['SMSEAL_SEED'] ?? 23040);
const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex');
const septets = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const octets = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const gsm7 = (text: string) => decodeUserData({ encoding: 'gsm7', octets: octets(text), hasHeader: false });
const tables: readonly NationalTable[] = Object.values(NATIONAL_TABLES);

/** Reads a part as a carrier hands it on: unpacked, and packed with TP-UDL. */
function received(part: TextPart): string[] {
  const hasHeader = part.header.length > 0;
  const { encoding } = part;
  const plain = decodeUserData({ encoding, octets: joinUserData(part), hasHeader });
  const packed = decodeUserData({
    encoding,
    octets: packUserData(part),
    hasHeader,
    packed: true,
    length: userDataLength(part),
  });
  for (const { problems } of [plain, packed]) assert.deepEqual(problems, []);
  return [plain.text ?? '', packed.text ?? ''];
}

test('[SMS-14] one part of the default alphabet has no header, several say which they are', () => {
  const [single] = encodeText('Zl@ {€}');
  assert.ok(single);
  assert.equal(hex(single.header), '');
  assert.equal(hex(single.body), '5a6c00201b281b651b29');
  const parts = encodeText('a'.repeat(307), { referenceNumber: 0x1ab });
  assert.deepEqual(
    parts.map(({ header }) => hex(header)),
    ['050003ab0301', '050003ab0302', '050003ab0303'],
  );
  const wide = encodeText('ą'.repeat(71), { reference: 16, referenceNumber: 0x1_0102 });
  assert.deepEqual(
    wide.map(({ header }) => hex(header)),
    ['06080401020201', '06080401020202'],
  );
  assert.equal(hex(wide[1]?.body ?? octets('')), '0105'.repeat(5));
  const turkish = encodeText('ş'.repeat(70), { tables: [NATIONAL_TABLES.turkish] });
  assert.equal(hex(turkish[0]?.header ?? octets('')), '03240101');
  const both = encodeText(`${'ã'.repeat(200)}Π`, { tables: [NATIONAL_TABLES.portuguese] });
  assert.equal(hex(both[1]?.header ?? octets('')), '0b0003000202240103250103');
  assert.deepEqual(encodeText(''), []);
});

test('[SMS-14] a text of more parts than can be numbered is refused', () => {
  assert.equal(encodeText('a'.repeat(255 * 153)).length, 255);
  assert.throws(() => encodeText('a'.repeat(255 * 153 + 1)), RangeError);
});

const texts = fc.oneof(
  fc.string({
    unit: fc.constantFrom(
      'a',
      '€',
      '[',
      'ą',
      'é',
      'e\u0301',
      '😜',
      '👨‍👩‍👧‍👦',
      '\r',
      '\n',
      'न',
      'ş',
      'ã',
      '\ud800',
    ),
    maxLength: 400,
    size: 'max',
  }),
  fc.string({ unit: 'binary', maxLength: 200, size: 'max' }),
  fc.string({ unit: fc.constantFrom('a', '€', '~', '\r', 'Ω'), maxLength: 700, size: 'max' }),
  fc.string({ unit: fc.constantFrom('a', 'ş', 'ı', 'ğ', 'Ω', '€'), maxLength: 700, size: 'max' }),
);

test('[SMS-14] [SMS-2] every part fits, as many as counted, and what is received is the text', () => {
  fc.assert(
    fc.property(
      texts,
      fc.constantFrom(8 as const, 16 as const),
      fc.boolean(),
      (text, reference, national) => {
        const options = { reference, referenceNumber: 7, tables: national ? tables : [] };
        const parts = encodeText(text, options);
        assert.equal(parts.length, countSegments(text, options).segments);
        for (const part of parts) {
          assert.ok(packUserData(part).length <= 140, `${packUserData(part).length} octets`);
          assert.ok(userDataLength(part) <= 160);
          assert.deepEqual(received(part), [part.text, part.text]);
        }
        assert.equal(parts.map((part) => part.text).join(''), normaliseText(text));
      },
    ),
    { seed, numRuns: 300 },
  );
});

test('[SMS-14] a plain text is written straight into a frame, and nothing else is', () => {
  const frame = new Uint8Array(170).fill(0xee);
  assert.equal(writePlainText('Hi {@}', frame, 5), 8);
  assert.equal(hex(frame.subarray(4, 14)), 'ee4869201b28001b29ee');
  for (const text of ['ą', 'a'.repeat(161), '€'.repeat(81), 'e\u0301'])
    assert.equal(writePlainText(text, frame, 5), -1, text.slice(0, 5));
  assert.equal(writePlainText('a'.repeat(160), frame, 11), -1, 'no room');
  assert.equal(hex(frame.subarray(13, 16)), 'eeeeee');
  assert.equal(writePlainText('a'.repeat(160), frame, 10), 160);
});

test('[SMS-15] septets are packed as published, fill bits after a header', () => {
  assert.equal(hex(packSeptets(septets('hellohello'))), 'e8329bfd4697d9ec37');
  assert.equal(hex(packSeptets(septets('*100#'))), 'aa180c3602');
  assert.equal(hex(packSeptets(septets('A'), { headerOctets: 6 })), '82');
  assert.equal(hex(packSeptets(septets('A'), { headerOctets: 7 })), '41');
  assert.equal(hex(packSeptets(septets('A'), { headerOctets: 4 })), '0802');
  const [part] = encodeText('ş', { tables: [NATIONAL_TABLES.turkish] });
  assert.ok(part);
  assert.equal(userDataLength(part), 7, 'five septets of header, ESC and s');
});

test('[SMS-15] seven spare bits are CR where nobody counts, zero where TP-UDL does', () => {
  assert.equal(hex(packSeptets(septets('1234567'))), '31d98c56b3dd1a');
  assert.equal(hex(packSeptets(septets('1234567'), { counted: true })), '31d98c56b3dd00');
  assert.equal(hex(unpackSeptets(octets('31d98c56b3dd1a'))), hex(septets('1234567')));
  assert.equal(hex(unpackSeptets(octets('31d98c56b3dd00'), { count: 7 })), hex(septets('1234567')));
  const line = septets('1234567\r');
  assert.equal(packSeptets(line).length, 8, 'a CR that ends on an octet boundary is doubled');
  assert.equal(hex(unpackSeptets(packSeptets(line))), hex(septets('1234567\r\r')));
  assert.equal(packSeptets(line, { counted: true }).length, 7);
});

test('[SMS-15] unpacking undoes packing', () => {
  const anySeptets = fc.uint8Array({ max: 0x7f, maxLength: 160, size: 'max' });
  fc.assert(
    fc.property(anySeptets, fc.nat(12), (plain, headerOctets) => {
      const counted = packSeptets(plain, { headerOctets, counted: true });
      assert.deepEqual(unpackSeptets(counted, { headerOctets, count: plain.length }), plain);
      const doubled = plain.at(-1) === 0x0d ? Uint8Array.of(...plain, 0x0d) : plain;
      const read = unpackSeptets(packSeptets(plain, { headerOctets }), { headerOctets });
      assert.ok([hex(plain), hex(doubled)].includes(hex(read)));
    }),
    { seed, numRuns: 500 },
  );
});

test('[SMS-16] what a receiver does with an ESC that it does not know', () => {
  assert.equal(gsm7('1b65').text, '€');
  assert.equal(gsm7('411b4142').text, 'AAB', 'the default table’s character');
  assert.equal(gsm7('1b1b41').text, ' A');
  assert.equal(gsm7('411b').text, 'A ');
  assert.equal(gsm7('1b0d').text, '\r');
  const turkish = (text: string) =>
    decodeUserData({ encoding: 'gsm7', octets: octets(text), hasHeader: true }).text;
  assert.equal(turkish('032401011b73'), 'ş');
  assert.equal(turkish('032501011c1b0b'), 'ŞĞ', 'the locking table’s character');
  assert.equal(turkish('0324010207'), 'ì');
});

test('[SMS-16] an octet that is no septet, and a code that no table has, is seen as such', () => {
  const { text, problems } = gsm7('41e942');
  assert.equal(text, 'A\ufffdB');
  assert.deepEqual(problems, ['not-septets']);
  const hindi = decodeUserData({ encoding: 'gsm7', octets: octets('032501070041'), hasHeader: true });
  assert.equal(hindi.text?.[0], '\ufffd');
});

test('[SMS-16] every character of every national table comes back', () => {
  for (const [language, table] of Object.entries(NATIONAL_TABLES)) {
    const all = [table.single, ...(table.locking ? [table.locking] : [])].flatMap((runs) =>
      Object.values(runs).flatMap((run) => Array.from(run)),
    );
    const counted = new Set<string>();
    for (const character of all) {
      const parts = encodeText(`${character}x`.repeat(40), { tables: [table] });
      counted.add(countSegments(character, { tables: [table] }).encoding);
      assert.equal(
        parts.map((part) => received(part)[1]).join(''),
        normaliseText(`${character}x`.repeat(40)),
        `${language} ${character}`,
      );
    }
    assert.deepEqual([...counted], ['gsm7'], language);
  }
});

test('[SMS-17] unknown elements are skipped, of repeated ones the last counts', () => {
  const header = parseUserDataHeader(octets('1005040b8423f000030102010003020202'));
  assert.equal(header.octets, 17);
  assert.deepEqual(header.concatenation, { reference: 2, bits: 8, total: 2, part: 2 });
  assert.deepEqual(
    header.elements.map(({ id }) => id),
    [5, 0, 0],
  );
  assert.deepEqual(header.problems, []);
});

test('[SMS-17] a broken header is reported and the rest is read', () => {
  const read = (text: string) => {
    const { text: said, problems } = decodeUserData({
      encoding: 'gsm7',
      octets: octets(text),
      hasHeader: true,
    });
    return [said, ...problems];
  };
  assert.deepEqual(read('4865'), ['He', 'header-cut-off'], 'nothing of the text is lost');
  assert.deepEqual(read('0300090141'), ['A', 'element-cut-off']);
  assert.deepEqual(read('010041'), ['A', 'element-cut-off']);
  assert.deepEqual(read('040002010241'), ['A', 'element-malformed']);
  assert.deepEqual(read('05000301020341'), ['A', 'element-malformed'], 'part 3 of 2');
  assert.deepEqual(read('05000301020041'), ['A', 'element-malformed'], 'part 0');
  assert.deepEqual(read('0324016341'), ['A', 'unknown-language']);
  assert.deepEqual(read('0325010241'), ['A', 'unknown-language'], 'no Spanish locking table');
  assert.deepEqual(read('0324010041'), ['A'], '0 means the default');
  assert.deepEqual(read(''), ['', 'header-cut-off']);
  assert.deepEqual(read('0041'), ['A']);
});

test('[SMS-17] no octets make the reader throw or say something ill-formed', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200, size: 'max' }),
      fc.constantFrom('gsm7' as const, 'ucs2' as const, 'latin1' as const, 'binary' as const),
      fc.record(
        { hasHeader: fc.boolean(), packed: fc.boolean(), length: fc.integer({ min: -3, max: 300 }) },
        { requiredKeys: ['hasHeader'] },
      ),
      (data, encoding, way) => {
        const { text } = decodeUserData({ encoding, octets: data, ...way });
        assert.equal(text === null, encoding === 'binary');
        assert.ok(text === null || text.isWellFormed());
      },
    ),
    { seed, numRuns: 1000 },
  );
});

test('[SMS-18] UCS-2 is UTF-16, Latin-1 is itself, binary has no text', () => {
  const read = (encoding: 'ucs2' | 'latin1' | 'binary', text: string) => {
    const { text: said, problems } = decodeUserData({ encoding, octets: octets(text), hasHeader: false });
    return [said, ...problems];
  };
  assert.deepEqual(read('ucs2', '0105d83dde1c'), ['ą😜']);
  assert.deepEqual(read('ucs2', 'd83d0041'), ['\ufffdA']);
  assert.deepEqual(read('ucs2', '004100'), ['A', 'odd-octet']);
  assert.deepEqual(read('latin1', '41e9ff'), ['Aéÿ']);
  assert.deepEqual(read('binary', '4142'), [null]);
});
