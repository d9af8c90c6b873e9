import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  COMMAND_IDS,
  decodePdu,
  encodePdu,
  PduError,
  PduWriter,
  statusClass,
  STATUSES,
  statusName,
  TLVS,
  type PduInput,
} from '@smseal/smpp';
import { ascii, frame, hex } from './hex.ts';

/** Written by hand from the tables of SMPP 3.4 §4 (broadcasts: 5.0 §4.4): id, status, sequence, then the fields. */
const VECTORS: { pdu: PduInput; octets: string }[] = [
  {
    // §4.1.5
    pdu: {
      command: 'bind_transceiver',
      systemId: 'acme',
      password: 'secret',
      systemType: 'VMA',
      interfaceVersion: 0x34,
      addrTon: 1,
      addrNpi: 1,
      addressRange: '^48',
    },
    octets: '00000009 00000000 00000001 61636d6500 73656372657400 564d4100 34 01 01 5e343800',
  },
  {
    pdu: { command: 'bind_transceiver_resp', systemId: 'smsc', tlvs: { scInterfaceVersion: 0x34 } },
    octets: '80000009 00000000 00000001 736d736300 0210 0001 34',
  },
  {
    pdu: { command: 'outbind', systemId: 's', password: 'p' },
    octets: '0000000b 00000000 00000001 7300 7000',
  },
  { pdu: { command: 'unbind' }, octets: '00000006 00000000 00000001' },
  { pdu: { command: 'enquire_link_resp' }, octets: '80000015 00000000 00000001' },
  { pdu: { command: 'generic_nack', commandStatus: 3 }, octets: '80000000 00000003 00000001' },
  {
    // §4.4.1
    pdu: {
      command: 'submit_sm',
      serviceType: 'CMT',
      sourceAddrTon: 5,
      sourceAddrNpi: 0,
      sourceAddr: 'ACME',
      destAddrTon: 1,
      destAddrNpi: 1,
      destinationAddr: '48600000001',
      esmClass: 0x40,
      protocolId: 0x7f,
      priorityFlag: 2,
      scheduleDeliveryTime: '261122093000004+',
      validityPeriod: '000001000000000R',
      registeredDelivery: 1,
      replaceIfPresentFlag: 1,
      dataCoding: 8,
      smDefaultMsgId: 7,
      shortMessage: hex('0500032a0201 0105'),
      tlvs: { userMessageReference: 0x1234 },
    },
    octets: `00000004 00000000 00000001 434d5400 05 00 41434d4500 01 01 343836303030303030303100 40 7f 02
      3236313132323039333030303030342b00 30303030303130303030303030303052 00 01 01 08 07
      08 0500032a0201 0105 0204 0002 1234`,
  },
  {
    pdu: { command: 'submit_sm_resp', messageId: '1f' },
    octets: '80000004 00000000 00000001 316600',
  },
  {
    // §4.5.1: an address and a distribution list
    pdu: {
      command: 'submit_multi',
      sourceAddr: 'A',
      destAddresses: [{ destAddrTon: 1, destAddrNpi: 1, destinationAddr: '48' }, { dlName: 'staff' }],
      shortMessage: ascii('hi'),
    },
    octets: `00000021 00000000 00000001 00 00 00 4100 02 01 01 01 343800 02 737461666600
      00 00 00 00 00 00 00 00 00 02 6869`,
  },
  {
    pdu: {
      command: 'submit_multi_resp',
      messageId: '9',
      unsuccessSme: [{ destAddrTon: 1, destAddrNpi: 1, destinationAddr: '48', errorStatusCode: 0x0b }],
    },
    octets: '80000021 00000000 00000001 3900 01 01 01 343800 0000000b',
  },
  {
    // §4.6.1, a receipt
    pdu: {
      command: 'deliver_sm',
      sourceAddrTon: 1,
      sourceAddrNpi: 1,
      sourceAddr: '48',
      destinationAddr: 'A',
      esmClass: 4,
      shortMessage: ascii('id:9'),
      tlvs: { receiptedMessageId: '9', messageState: 2, networkErrorCode: hex('030022') },
    },
    octets: `00000005 00000000 00000001 00 01 01 343800 00 00 4100 04 00 00 00 00 00 00 00 00 04 69643a39
      001e 0002 3900 0427 0001 02 0423 0003 030022`,
  },
  { pdu: { command: 'deliver_sm_resp' }, octets: '80000005 00000000 00000001 00' },
  {
    // §4.7.1
    pdu: {
      command: 'data_sm',
      sourceAddr: 'A',
      destinationAddr: '48',
      registeredDelivery: 1,
      dataCoding: 4,
      tlvs: { messagePayload: hex('00ff') },
    },
    octets: '00000103 00000000 00000001 00 00 00 4100 00 00 343800 00 01 04 0424 0002 00ff',
  },
  {
    pdu: { command: 'query_sm', messageId: '9', sourceAddr: 'A' },
    octets: '00000003 00000000 00000001 3900 00 00 4100',
  },
  {
    pdu: {
      command: 'query_sm_resp',
      messageId: '9',
      finalDate: '261122093000000+',
      messageState: 2,
      errorCode: 0,
    },
    octets: '80000003 00000000 00000001 3900 3236313132323039333030303030302b00 02 00',
  },
  {
    pdu: { command: 'cancel_sm', messageId: '9', sourceAddr: 'A', destinationAddr: '48' },
    octets: '00000008 00000000 00000001 00 3900 00 00 4100 00 00 343800',
  },
  {
    pdu: { command: 'replace_sm', messageId: '9', sourceAddr: 'A', shortMessage: ascii('x') },
    octets: '00000007 00000000 00000001 3900 00 00 4100 00 00 00 00 01 78',
  },
  {
    pdu: {
      command: 'alert_notification',
      sourceAddr: '48',
      esmeAddr: 'A',
      tlvs: { msAvailabilityStatus: 0 },
    },
    octets: '00000102 00000000 00000001 00 00 343800 00 00 4100 0422 0001 00',
  },
  {
    // 5.0 §4.4.1
    pdu: {
      command: 'broadcast_sm',
      sourceAddr: 'A',
      messageId: '9',
      tlvs: { broadcastAreaIdentifier: [hex('0041'), hex('0042')], broadcastRepNum: 2 },
    },
    octets: `00000111 00000000 00000001 00 00 00 4100 3900 00 00 00 00 00 00
      0606 0002 0041 0606 0002 0042 0604 0002 0002`,
  },
];

/** The same with plain octets, so that it does not matter who made them. */
const plain = (value: unknown): unknown =>
  value instanceof Uint8Array
    ? Buffer.from(value).toString('hex')
    : Array.isArray(value)
      ? value.map(plain)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
        : value;

for (const { pdu, octets } of VECTORS)
  test(`[SMPP-1] ${pdu.command} is written and read as the standard's table says`, () => {
    assert.equal(encodePdu(pdu, 1).toString('hex'), frame(octets).toString('hex'));
    const read = plain(decodePdu(frame(octets))) as Record<string, unknown>;
    for (const [name, value] of Object.entries(pdu)) assert.deepEqual(read[name], plain(value), name);
    assert.equal(read['sequenceNumber'], 1);
  });

test('[SMPP-1] every command of the standard has its id, and responses have bit 31', () => {
  assert.equal(Object.keys(COMMAND_IDS).length, 33);
  for (const [command, id] of Object.entries(COMMAND_IDS)) {
    assert.equal(id >= 0x80000000, command.endsWith('_resp') || command === 'generic_nack', command);
    if (command.endsWith('_resp'))
      assert.equal(id, 0x80000000 + COMMAND_IDS[command.slice(0, -5) as keyof typeof COMMAND_IDS]);
  }
});

const TOO_LONG: { name: string; pdu: PduInput }[] = [
  { name: 'system_id', pdu: { command: 'bind_receiver', systemId: 'x'.repeat(16) } },
  { name: 'password', pdu: { command: 'bind_receiver', password: 'x'.repeat(9) } },
  { name: 'system_type', pdu: { command: 'bind_receiver', systemType: 'x'.repeat(13) } },
  { name: 'address_range', pdu: { command: 'bind_receiver', addressRange: 'x'.repeat(41) } },
  { name: 'service_type', pdu: { command: 'submit_sm', serviceType: 'x'.repeat(6) } },
  { name: 'source_addr', pdu: { command: 'submit_sm', sourceAddr: 'x'.repeat(21) } },
  { name: 'source_addr of data_sm', pdu: { command: 'data_sm', sourceAddr: 'x'.repeat(65) } },
  { name: 'message_id', pdu: { command: 'submit_sm_resp', messageId: 'x'.repeat(65) } },
  { name: 'short_message', pdu: { command: 'submit_sm', shortMessage: new Uint8Array(255) } },
  { name: 'a time', pdu: { command: 'submit_sm', validityPeriod: '2611220930' } },
  { name: 'an octet', pdu: { command: 'submit_sm', esmClass: 256 } },
  { name: 'a text with NUL', pdu: { command: 'submit_sm', sourceAddr: 'a\0b' } },
  { name: 'a text beyond Latin-1', pdu: { command: 'submit_sm', sourceAddr: 'Żabka' } },
  { name: 'a TLV text', pdu: { command: 'deliver_sm', tlvs: { receiptedMessageId: 'x'.repeat(65) } } },
  { name: 'a TLV integer', pdu: { command: 'deliver_sm', tlvs: { messageState: 256 } } },
  { name: 'a TLV', pdu: { command: 'submit_sm', tlvs: { messagePayload: new Uint8Array(65_536) } } },
  {
    name: 'a PDU',
    pdu: {
      command: 'submit_sm',
      tlvs: {
        messagePayload: new Uint8Array(65_535),
        unknown: [{ tag: 0x1400, value: new Uint8Array(4_096) }],
      },
    },
  },
  {
    name: 'a list',
    pdu: { command: 'submit_multi', destAddresses: Array.from({ length: 255 }, () => ({ dlName: 'x' })) },
  },
];

test('[SMPP-2] a field that breaks its limit is refused, and nothing of its PDU is written', () => {
  const writer = new PduWriter();
  for (const { name, pdu } of TOO_LONG) {
    assert.throws(() => writer.write(pdu, 1), PduError, name);
    assert.equal(writer.length, 0, name);
  }
  writer.write({ command: 'enquire_link' }, 2);
  assert.equal(writer.take().toString('hex'), frame('00000015 00000000 00000002').toString('hex'));
});

test('[SMPP-2] what was taken is not written over by later PDUs', () => {
  const writer = new PduWriter();
  const taken: { octets: Buffer; copy: string }[] = [];
  for (let n = 1; n <= 300; n++) {
    writer.write(
      { command: 'submit_sm', sourceAddr: String(n), tlvs: { messagePayload: new Uint8Array(n * 7) } },
      n,
    );
    if (n % 3 === 0) {
      const octets = writer.take();
      taken.push({ octets, copy: octets.toString('hex') });
    }
  }
  for (const { octets, copy } of taken) assert.equal(octets.toString('hex'), copy);
});

const DELIVER = '00000005 00000000 00000001 00 01 01 343800 00 00 4100 04 00 00 00 00 00 00 00 00 00';

test('[SMPP-3] unknown parameters are kept, and known ones in another shape', () => {
  const { tlvs } = decodePdu(
    frame(
      `${DELIVER} 1400 0003 313233 0427 0002 0002 001e 0001 39 0427 0001 05 0304 0000 0302 0001 01 0302 0001 02`,
    ),
  );
  assert.deepEqual(plain(tlvs), {
    messageState: 2,
    receiptedMessageId: '9',
    callbackNumPresInd: [1, 2],
    unknown: [
      { tag: 0x1400, value: '313233' },
      { tag: 0x0427, value: '05' },
      { tag: 0x0304, value: '' },
    ],
  });
});

test('[SMPP-3] no two parameters have one tag', () => {
  const tags = Object.values(TLVS).map(({ tag }) => tag);
  assert.equal(new Set(tags).size, tags.length);
  assert.equal(TLVS.congestionState.tag, 0x0428);
});

test('[SMPP-4] a response that refuses is a header alone, unless it has more to say', () => {
  assert.equal(encodePdu({ command: 'submit_sm_resp', commandStatus: 0x58 }, 1).length, 16);
  const told = encodePdu(
    { command: 'submit_sm_resp', commandStatus: 0x58, tlvs: { congestionState: 95 } },
    1,
  );
  assert.equal(decodePdu(told).tlvs.congestionState, 95);
});

test('[SMPP-4] a response may end before any of its fields, and its text may lack the NUL', () => {
  const bare = decodePdu(frame('80000004 00000000 00000001'));
  assert.ok(bare.command === 'submit_sm_resp');
  assert.equal(bare.messageId, '');
  const unclosed = decodePdu(frame('80000004 00000000 00000001 616263'));
  assert.ok(unclosed.command === 'submit_sm_resp');
  assert.equal(unclosed.messageId, 'abc');
  const state = decodePdu(frame('80000003 00000000 00000001 3900 00 02'));
  assert.ok(state.command === 'query_sm_resp');
  assert.equal(state.messageState, 2);
});

test('[SMPP-5] longer texts and padding are read', () => {
  const long = '34'.repeat(60);
  const read = decodePdu(
    frame(`00000005 00000000 00000001 00 01 01 ${long} 00 00 00 00 00 00 00 00 00 00 00 00 00 00 0000`),
  );
  assert.ok(read.command === 'deliver_sm');
  assert.equal(read.sourceAddr.length, 60);
  assert.deepEqual(read.tlvs, {});
  assert.deepEqual(decodePdu(frame(`${DELIVER} 00`)).tlvs, {});
  assert.deepEqual(decodePdu(frame(`${DELIVER} 1400 ffff 00`)).tlvs, {});
});

const CUT_OFF: { name: string; octets: string; status: keyof typeof STATUSES }[] = [
  { name: 'a field', octets: '00000005 00000000 00000007 00 01 01 3438', status: 'ESME_RINVCMDLEN' },
  { name: 'no body', octets: '00000004 00000000 00000007', status: 'ESME_RINVCMDLEN' },
  {
    name: 'short_message',
    octets: '00000005 00000000 00000007 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 05 4142',
    status: 'ESME_RINVMSGLEN',
  },
  {
    name: 'message_payload',
    octets: '00000103 00000000 00000007 00 00 00 00 00 00 00 00 00 00 0424 0003 4142',
    status: 'ESME_RINVTLVLEN',
  },
  {
    name: 'a text without end',
    octets: `00000003 00000000 00000007 ${'41'.repeat(300)}`,
    status: 'ESME_RINVMSGLEN',
  },
  { name: 'a command', octets: '000000ff 00000000 00000007', status: 'ESME_RINVCMDID' },
  {
    name: 'a destination',
    octets: '00000021 00000000 00000007 00 00 00 00 01 03',
    status: 'ESME_RINVDESTFLAG',
  },
];

for (const { name, octets, status } of CUT_OFF)
  test(`[SMPP-5] ${name} that cannot be read is refused with ${status}`, () => {
    assert.throws(
      () => decodePdu(frame(octets)),
      (error: unknown) =>
        error instanceof PduError &&
        error.recoverable &&
        error.commandStatus === STATUSES[status].code &&
        error.sequenceNumber === 7,
    );
  });

test('[SMPP-8] statuses have names and say what to do', () => {
  assert.equal(statusName(0x58), 'ESME_RTHROTTLED');
  assert.equal(statusName(0x400), null);
  const classes = [0x58, 0x14, 0x08, 0x64, 0xfe, 0x04, 0x0e, 0x0b, 0xc4, 0x104, 0xff, 0x400, 0].map(
    statusClass,
  );
  assert.deepEqual(classes, [
    'slow-down',
    'slow-down',
    'temporary',
    'temporary',
    'temporary',
    'session',
    'session',
    'permanent',
    'permanent',
    'permanent',
    'unknown',
    'unknown',
    'ok',
  ]);
  const codes = Object.values(STATUSES).map(({ code }) => code);
  assert.equal(new Set(codes).size, codes.length);
});
