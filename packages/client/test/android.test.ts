import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  mapCall,
  mapContacts,
  mapMms,
  mapSms,
  messageIdentity,
  ownNumbersOf,
  type ProviderRow,
  type RowContext,
} from '@smseal/client';
import type { MessagePayload } from '@smseal/protocol';

const OWN = '+14155550100';
const ANN = '+14155550101';
const BOB = '+14155550102';

const context: RowContext = {
  party: (address) => address.replace(/[ ()-]/g, ''),
  others: (addresses) => {
    const all = [...new Set(addresses.map((address) => address.replace(/[ ()-]/g, '')))];
    return all.filter((address) => address !== OWN).sort();
  },
  sim: (subscription) => (subscription === 1 ? { slot: 0, label: 'Work' } : null),
  source: 'phone',
};

const sms: ProviderRow = {
  _id: 7,
  address: '+1 415 555 0101',
  body: 'hi',
  date: 1_756_720_800_123,
  date_sent: 1_756_720_799_000,
  type: 1,
  read: 0,
  status: -1,
  sub_id: 1,
};

function sent(
  row: Partial<Record<string, string | number | null>>,
  at: RowContext = context,
): MessagePayload {
  const mapped = mapSms({ ...sms, type: 2, ...row }, at);
  assert.ok(typeof mapped !== 'string', String(mapped));
  return mapped;
}

test('a received text: milliseconds, sender, SIM, unread', () => {
  assert.deepEqual(mapSms(sms, context), {
    v: 1,
    direction: 'in',
    transport: 'sms',
    parties: [ANN],
    from: ANN,
    text: 'hi',
    attachments: [],
    at: '2025-09-01T10:00:00.123Z',
    sentAt: '2025-09-01T09:59:59.000Z',
    sim: { slot: 0, label: 'Work' },
    status: 'received',
    read: false,
    source: 'phone',
  });
});

test('what was sent: no report, delivered, pending, failed', () => {
  const statuses = [-1, 0, 32, 64].map((status) => sent({ status }).status);
  assert.deepEqual(statuses, ['sent', 'delivered', 'sent', 'failed']);
  assert.equal(sent({ type: 5, error_code: 31 }).error, 'error 31');
});

test('drafts and unknown boxes are no messages; an outbox in a backup is in doubt', () => {
  assert.equal(mapSms({ ...sms, type: 3 }, context), 'draft');
  assert.equal(mapSms({ ...sms, type: 17 }, context), 'not-a-message');
  assert.equal(sent({ type: 4 }).status, 'sending');
  assert.equal(sent({ type: 4 }, { ...context, source: 'import' }).status, 'unknown');
});

test('a text that says “null” says so; a column that says it is empty', () => {
  const mapped = mapSms({ ...sms, body: 'null', address: 'null', date_sent: 'null' }, context);
  assert.ok(typeof mapped !== 'string');
  assert.deepEqual([mapped.text, mapped.parties, mapped.sentAt], ['null', ['unknown'], undefined]);
});

test('columns that come as text are read as numbers, and restored rows know no SIM', () => {
  const mapped = mapSms({ ...sms, date: '1756720800123', type: '1', sub_id: '-1' }, context);
  assert.ok(typeof mapped !== 'string');
  assert.deepEqual([mapped.at, mapped.sim], ['2025-09-01T10:00:00.123Z', null]);
});

const pdu: ProviderRow = {
  _id: 9,
  date: 1_756_720_800,
  date_sent: 1_756_720_799,
  msg_box: 1,
  m_type: 132,
  read: 1,
  sub_id: 1,
  sub: null,
};
const addresses: ProviderRow[] = [
  { address: ANN, type: 137 },
  { address: BOB, type: 151 },
  { address: OWN, type: 151 },
];
const parts: ProviderRow[] = [
  { _id: 31, seq: 0, ct: 'image/jpeg', name: 'a.jpg', text: null },
  { _id: 30, seq: -1, ct: 'application/smil', text: '<smil/>' },
  { _id: 33, seq: 2, ct: 'text/plain', text: 'second' },
  { _id: 32, seq: 1, ct: 'text/plain; charset=utf-8', text: 'first' },
];

test('a group picture message: seconds, sender, the others without ourselves, texts in order, SMIL left out', () => {
  const mapped = mapMms({ pdu, addresses, parts }, context);
  assert.ok(typeof mapped !== 'string');
  const { payload, media } = mapped;
  assert.deepEqual([payload.from, payload.parties, payload.text], [ANN, [ANN, BOB], 'first\nsecond']);
  assert.equal(payload.at, '2025-09-01T10:00:00.000Z');
  assert.equal(payload.sentAt, '2025-09-01T09:59:59.000Z');
  assert.deepEqual(
    media.map(({ part, contentType, name }) => [part, contentType, name]),
    [[31, 'image/jpeg', 'a.jpg']],
  );
});

test('a picture message of ours: the token stands for our own number', () => {
  const own = [
    { address: 'insert-address-token', type: 137 },
    { address: ANN, type: 151 },
    { address: BOB, type: 130 },
  ];
  const mapped = mapMms({ pdu: { ...pdu, msg_box: 2, m_type: 128 }, addresses: own, parts }, context);
  assert.ok(typeof mapped !== 'string');
  assert.deepEqual(
    [mapped.payload.from, mapped.payload.parties, mapped.payload.direction],
    [null, [ANN, BOB], 'out'],
  );
});

test('a picture message to one address is no group, even when our number is not known', () => {
  const alone = [
    { address: ANN, type: 137 },
    { address: '+14155550999', type: 151 },
  ];
  const mapped = mapMms({ pdu, addresses: alone, parts }, context);
  assert.ok(typeof mapped !== 'string');
  assert.deepEqual(mapped.payload.parties, [ANN]);
  assert.deepEqual([...ownNumbersOf([alone, addresses])], ['+14155550999']);
});

test('the token beside one other address makes a group: it stands for ourselves', () => {
  const mapped = mapMms(
    {
      pdu: { msg_box: 1, m_type: 132, date: 1_756_720_800 },
      addresses: [
        { address: ANN, type: 137 },
        { address: BOB, type: 151 },
        { address: 'insert-address-token', type: 151 },
      ],
      parts: [],
    },
    context,
  );
  assert.ok(typeof mapped !== 'string');
  assert.deepEqual(mapped.payload.parties, [ANN, BOB]);
});

test('what is still with the carrier, reports and drafts are no messages', () => {
  const map = (change: ProviderRow) => mapMms({ pdu: { ...pdu, ...change }, addresses, parts }, context);
  assert.equal(map({ m_type: 130 }), 'not-downloaded');
  assert.equal(map({ m_type: 134 }), 'not-a-message');
  assert.equal(map({ msg_box: 3 }), 'draft');
});

test('a subject whose UTF-8 octets Android keeps as Latin-1 is read right', () => {
  const sub = Buffer.from('Grüße 🎂', 'utf8').toString('latin1');
  const subject = (change: ProviderRow) => {
    const mapped = mapMms({ pdu: { ...pdu, ...change }, addresses, parts }, context);
    return typeof mapped === 'string' ? null : mapped.payload.subject;
  };
  assert.equal(subject({ sub, sub_cs: 106 }), 'Grüße 🎂');
  assert.equal(subject({ sub: 'Grüße', sub_cs: 106 }), 'Grüße');
  assert.equal(subject({ sub: 'Grüße 🎂', sub_cs: 106 }), 'Grüße 🎂');
});

test('the same picture message has one identity wherever it was read; time counts to the second', () => {
  const mapped = mapMms({ pdu, addresses, parts }, context);
  assert.ok(typeof mapped !== 'string');
  const { payload } = mapped;
  const backup = { ...payload, at: '2025-09-01T10:00:00.000Z', read: false, source: 'import' as const };
  assert.deepEqual(messageIdentity(payload, ['b', 'a']), messageIdentity(backup, ['a', 'b']));
  assert.notDeepEqual(messageIdentity(payload, ['a']), messageIdentity(payload, ['b']));
  assert.deepEqual(
    messageIdentity({ ...payload, transport: 'sms', at: '2025-09-01T10:00:00.987Z' }).at,
    '2025-09-01T10:00:00.000Z',
  );
});

test('calls: hidden numbers are null, makers’ own types are guessed by their duration', () => {
  const call: ProviderRow = {
    number: ANN,
    presentation: 1,
    date: 1_756_720_800_123,
    duration: 61,
    type: 2,
    subscription_id: '1',
  };
  assert.deepEqual(mapCall(call, context), {
    v: 1,
    number: ANN,
    type: 'out',
    at: '2025-09-01T10:00:00.123Z',
    duration: 61,
    sim: { slot: 0, label: 'Work' },
    source: 'phone',
  });
  assert.equal(mapCall({ ...call, presentation: 2 }, context).number, null);
  assert.equal(mapCall({ ...call, number: '-2' }, context).number, null);
  assert.equal(mapCall({ ...call, type: 1000 }, context).type, 'in');
  assert.equal(mapCall({ ...call, type: 1000, duration: 0 }, context).type, 'missed');
});

test('contacts: rows of one person become one contact, repeats once, a picture of a known kind', () => {
  const item = (kind: string, change: ProviderRow): ProviderRow => ({
    lookup: 'L1',
    contact_id: 5,
    display_name: 'Ann Example',
    mimetype: `vnd.android.cursor.item/${kind}`,
    ...change,
  });
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
  const [contact, ...others] = mapContacts(
    [
      item('phone_v2', { data1: ANN, data2: 2 }),
      item('phone_v2', { data1: ANN, data2: 1 }),
      item('phone_v2', { data1: BOB, data2: 0, data3: 'Boat' }),
      item('email_v2', { data1: 'ann@example.org', data2: 2 }),
      item('name', { data1: 'Ann Example', data2: 'Ann', data3: 'Example' }),
      item('photo', { data15: png.toString('base64') }),
    ],
    'phone',
  );
  assert.equal(others.length, 0);
  assert.deepEqual(contact, {
    key: 'L1',
    payload: {
      v: 1,
      name: 'Ann Example',
      numbers: [
        { value: ANN, label: 'mobile' },
        { value: BOB, label: 'Boat' },
      ],
      emails: [{ value: 'ann@example.org', label: 'work' }],
      given: 'Ann',
      family: 'Example',
      picture: { contentType: 'image/png', data: png.toString('base64url') },
      source: 'phone',
    },
  });
});
