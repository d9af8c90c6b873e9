import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  decodePdu,
  encodePdu,
  formatReceipt,
  MESSAGE_STATES,
  messageIdForms,
  parseReceipt,
  parseReceiptText,
  type Content,
  type MessageState,
} from '@smseal/smpp';
import { seed } from './arbitrary-pdu.ts';
import { ascii } from './hex.ts';

/** What a deliver_sm with these fields says. */
function receiptOf(content: Content<'deliver_sm'>) {
  const pdu = decodePdu(encodePdu({ ...content, command: 'deliver_sm' }, 1));
  assert.ok(pdu.command === 'deliver_sm');
  return parseReceipt(pdu);
}

const BY_THE_BOOK =
  'id:0123456789 sub:002 dlvrd:001 submit date:2605232039 done date:2605242340 stat:DELIVRD err:012 text:This is a sample mes';

test('[SMPP-10] a receipt by the book has all of its fields', () => {
  assert.deepEqual(parseReceiptText(BY_THE_BOOK), {
    id: '0123456789',
    sub: 2,
    dlvrd: 1,
    submitDate: '2026-05-23T20:39:00',
    doneDate: '2026-05-24T23:40:00',
    stat: 'DELIVRD',
    err: '012',
    text: 'This is a sample mes',
  });
});

test('[SMPP-10] fields come in any order, in any case, with any blanks', () => {
  const read = parseReceiptText(
    'SUB:001 ID:7f02e  err:21b Done Date:260206193110 submit_date:20260206193041 Text: stat:UNDELIV dlvrd:000',
  );
  assert.deepEqual(read, {
    id: '7f02e',
    sub: 1,
    dlvrd: 0,
    submitDate: '2026-02-06T19:30:41',
    doneDate: '2026-02-06T19:31:10',
    stat: 'UNDELIV',
    err: '21b',
    text: '',
  });
});

test('[SMPP-10] what is missing is null', () => {
  const read = parseReceiptText('id:2E179B310EDE971B2760C72B7F026E1B stat:EXPIRED');
  assert.equal(read?.id, '2E179B310EDE971B2760C72B7F026E1B');
  assert.deepEqual(
    [read.sub, read.dlvrd, read.submitDate, read.doneDate, read.err, read.text],
    [null, null, null, null, null, null],
  );
  assert.equal(parseReceiptText('see you at 8'), null);
});

for (const [written, meant] of [
  ['2605232039', '2026-05-23T20:39:00'],
  ['260523203945', '2026-05-23T20:39:45'],
  ['20260523203945', '2026-05-23T20:39:45'],
  ['0000000000', null],
  ['2613232039', null],
  ['2602302039', null],
  ['260523', null],
] as const)
  test(`[SMPP-10] the date ${written} is ${meant ?? 'none'}`, () => {
    assert.equal(parseReceiptText(`id:1 done date:${written} stat:DELIVRD`)?.doneDate, meant);
  });

for (const [word, state] of [
  ['DELIVRD', 'DELIVERED'],
  ['EXPIRED', 'EXPIRED'],
  ['DELETED', 'DELETED'],
  ['UNDELIV', 'UNDELIVERABLE'],
  ['ACCEPTD', 'ACCEPTED'],
  ['UNKNOWN', 'UNKNOWN'],
  ['REJECTD', 'REJECTED'],
  ['ENROUTE', 'ENROUTE'],
  ['BUFFRED', 'ENROUTE'],
  ['BUFFERD', 'ENROUTE'],
  ['ACKED', 'ACCEPTED'],
  ['FAILED', 'UNDELIVERABLE'],
  ['BADSTAT', 'UNKNOWN'],
  ['delivrd', 'DELIVERED'],
  ['WHATEVR', 'UNKNOWN'],
] as const)
  test(`[SMPP-10] ${word} is ${state}`, () => {
    const receipt = receiptOf({ esmClass: 4, shortMessage: ascii(`id:1 stat:${word} err:000`) });
    assert.equal(receipt?.state, state);
  });

test('[SMPP-10] a receipt is read from message_payload, and when it is UTF-16 or ASCII that is called so', () => {
  const utf16 = new Uint8Array(Buffer.from(BY_THE_BOOK, 'utf16le').swap16());
  const forms: Content<'deliver_sm'>[] = [
    { shortMessage: ascii(BY_THE_BOOK), dataCoding: 8 },
    { shortMessage: utf16, dataCoding: 8 },
    { shortMessage: utf16, dataCoding: 0 },
    { tlvs: { messagePayload: ascii(BY_THE_BOOK) } },
    { esmClass: 0x44, shortMessage: Buffer.concat([Buffer.from('050003010101', 'hex'), ascii(BY_THE_BOOK)]) },
  ];
  for (const form of forms) {
    const receipt = receiptOf({ esmClass: 4, ...form });
    assert.equal(receipt?.messageId, '0123456789');
    assert.equal(receipt.text?.text, 'This is a sample mes');
  }
});

test('[SMPP-10] parameters win over the text, whose id is kept beside', () => {
  const receipt = receiptOf({
    esmClass: 4,
    shortMessage: ascii('id:0059113978 stat:ENROUTE err:000'),
    tlvs: { receiptedMessageId: '38601fa', messageState: 2, networkErrorCode: Uint8Array.of(3, 0, 34) },
  });
  assert.deepEqual(
    [receipt?.messageId, receipt?.textId, receipt?.state, receipt?.final, receipt?.networkError],
    ['38601fa', '0059113978', 'DELIVERED', true, { type: 3, code: 34 }],
  );
});

test('[SMPP-10] an intermediate notification is not final', () => {
  assert.equal(receiptOf({ esmClass: 0x20, shortMessage: ascii('id:1 stat:UNDELIV') })?.final, false);
  assert.equal(receiptOf({ esmClass: 4, shortMessage: ascii('id:1 stat:ENROUTE') })?.final, false);
});

test('[SMPP-11] what a person wrote never replaces a field', () => {
  const read = parseReceiptText('id:1 sub:001 dlvrd:001 stat:DELIVRD err:000 text:id:2 stat:UNDELIV err:9');
  assert.deepEqual(
    [read?.id, read?.stat, read?.err, read?.text],
    ['1', 'DELIVRD', '000', 'id:2 stat:UNDELIV err:9'],
  );
});

test('[SMPP-11] a receipt with the wrong esm_class is recognised and marked', () => {
  const byText = receiptOf({ esmClass: 0, shortMessage: ascii(BY_THE_BOOK) });
  assert.deepEqual([byText?.messageId, byText?.sniffed], ['0123456789', true]);
  const byTlv = receiptOf({ esmClass: 0, tlvs: { receiptedMessageId: 'a1', messageState: 5 } });
  assert.deepEqual([byTlv?.state, byTlv?.sniffed, byTlv?.text], ['UNDELIVERABLE', true, null]);
  assert.equal(receiptOf({ esmClass: 4, shortMessage: ascii(BY_THE_BOOK) })?.sniffed, false);
});

test('[SMPP-11] a person’s text and a recipient’s own acknowledgement are no receipts', () => {
  for (const text of [
    '',
    'hello',
    'id:5',
    'My id:5 and stat:good err:x',
    'stat:DELIVRD',
    'id:5 stat:DELIVRD',
  ])
    assert.equal(receiptOf({ esmClass: 0, shortMessage: ascii(text) }), null, text);
  assert.equal(receiptOf({ esmClass: 0x08, shortMessage: ascii(BY_THE_BOOK) }), null);
});

test('[SMPP-12] a receipt that was formatted is read back', () => {
  const minute = fc.integer({ min: Date.UTC(2000, 0, 1) / 60_000, max: Date.UTC(2099, 11, 31) / 60_000 });
  const states = fc.constantFrom(...(Object.keys(MESSAGE_STATES) as MessageState[]));
  fc.assert(
    fc.property(fc.record({ id: fc.uuid(), state: states, minutes: minute, text: fc.string() }), (one) => {
      const { id, state, minutes, text } = one;
      const written = formatReceipt({
        id,
        state,
        submittedAt: minutes * 60_000,
        doneAt: minutes * 60_000,
        err: '21',
        text,
      });
      const receipt = receiptOf({ esmClass: 4, shortMessage: ascii(written) });
      assert.deepEqual([receipt?.messageId, receipt?.state, receipt?.text?.err], [id, state, '021']);
      const date = new Date(minutes * 60_000).toISOString().slice(0, 19);
      assert.deepEqual([receipt?.text?.submitDate, receipt?.text?.doneDate], [date, date]);
    }),
    { seed },
  );
  assert.equal(
    formatReceipt({
      id: '9',
      state: 'DELIVERED',
      submittedAt: Date.UTC(2026, 4, 23, 20, 39),
      doneAt: Date.UTC(2026, 4, 24, 23, 40),
      text: 'This is a sample message',
    }),
    'id:9 sub:001 dlvrd:001 submit date:2605232039 done date:2605242340 stat:DELIVRD err:000 text:This is a sample mes',
  );
});

test('[SMPP-10] no text makes the parser throw', () => {
  const label = fc.constantFrom(
    'id:',
    'stat:',
    ' text:',
    ' submit date:',
    ' err:',
    ' ',
    'DELIVRD',
    '0000000000',
    '\0',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(label, fc.string()), { maxLength: 30 }), fc.boolean(), (parts, told) => {
      const octets = Buffer.from(parts.join(''), 'latin1').subarray(0, 254);
      receiptOf({ esmClass: told ? 4 : 0x40, shortMessage: octets });
    }),
    { seed, numRuns: 2_000 },
  );
});

test('[SMPP-13] an id is looked for as it is, then without case and zeros, then in the other base', () => {
  assert.deepEqual(messageIdForms('0059113978'), ['0059113978', '59113978', '38601fa', '1494301048']);
  assert.deepEqual(messageIdForms('38601FA'), ['38601FA', '38601fa', '59113978']);
  assert.deepEqual(messageIdForms('5f0c-a1'), ['5f0c-a1']);
  assert.deepEqual(messageIdForms('000'), ['000', '0']);
});
