import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { messageIdForms, parseReceipt } from '@smseal/smpp';
import {
  ManualClock,
  STANDARD_FORM,
  startSmsc,
  WILD_FORMS,
  type BehaviourPatch,
  type ReceiptForm,
  type Smsc,
} from '../../src/rehearsal/index.ts';
import { asciiOf, bindClient, type Client, type ClientOptions, type Delivered } from './smsc-client.ts';

const NUMBER = '+447700900320';

let clock = new ManualClock();
let ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.reverse()) await end();
  ends = [];
});

async function meet(
  receipts: BehaviourPatch['receipts'] = {},
  options: ClientOptions = {},
): Promise<{ smsc: Smsc; client: Client }> {
  clock = new ManualClock(Date.UTC(2026, 6, 4, 9, 5, 30));
  const smsc = await startSmsc({ behaviour: 'fast', clock, seed: 3 });
  smsc.setBehaviour({ receipts: { delayMs: [1_000, 1_000], ...receipts } });
  ends.push(() => smsc.stop());
  const client = await bindClient(smsc.port, options);
  ends.push(() => client.close());
  return { smsc, client };
}

async function receiptIn(form: Partial<ReceiptForm>): Promise<{ id: string; pdu: Delivered }> {
  const { client } = await meet({ forms: [{ ...STANDARD_FORM, ...form }] });
  const [outcome] = await client.text(NUMBER, 'Your bread is ready, dear guest.');
  clock.advance(1_000);
  const pdu = await client.until(() => client.delivered[0]);
  assert.ok(outcome?.kind === 'accepted');
  return { id: outcome.messageId, pdu };
}

describe('receipts', () => {
  it('come after their delay, or not at all', async () => {
    const { smsc, client } = await meet();
    await client.text(NUMBER, 'Hello');
    clock.advance(999);
    assert.equal(smsc.receiptsSent, 0);
    clock.advance(1);
    assert.equal(smsc.receiptsSent, 1);
    smsc.setBehaviour({ receipts: { sent: false } });
    await client.text(NUMBER, 'Hello');
    clock.advance(1_000);
    assert.equal(smsc.receiptsSent, 1);
    assert.equal(smsc.counters.delivered, 2);
  });

  it('come only for the outcomes that were asked about', async () => {
    const { smsc, client } = await meet();
    for (const registeredDelivery of [0, 2, 3]) await client.text(NUMBER, 'Hello', { registeredDelivery });
    clock.advance(1_000);
    assert.equal(smsc.receiptsSent, 1);
    smsc.setBehaviour({ outcomes: { failed: 1 } });
    for (const registeredDelivery of [0, 2, 3]) await client.text(NUMBER, 'Hello', { registeredDelivery });
    clock.advance(1_000);
    assert.equal(smsc.receiptsSent, 2);
  });

  it('say what became of the text, or never come', async () => {
    const { smsc, client } = await meet();
    for (const outcome of ['delivered', 'failed', 'expired', 'never'] as const) {
      smsc.setBehaviour({ outcomes: { [outcome]: 1 } });
      await client.text(NUMBER, 'Hello');
      clock.advance(1_000);
    }
    await client.until(() => client.delivered[2]);
    assert.deepEqual(
      client.delivered.map((pdu) => parseReceipt(pdu)?.state),
      ['DELIVERED', 'UNDELIVERABLE', 'EXPIRED'],
    );
    assert.deepEqual(
      client.delivered.map((pdu) => parseReceipt(pdu)?.text?.err),
      ['000', '011', '027'],
    );
    assert.equal(smsc.counters.never, 1);
  });

  it('may come before the answer', async () => {
    const { smsc, client } = await meet({ early: 1 });
    smsc.setBehaviour({ answerMs: [500, 500] });
    const sent = client.text(NUMBER, 'Hello');
    const receipt = parseReceipt(await client.until(() => client.delivered[0]));
    assert.equal(smsc.counters.answered, 0);
    clock.advance(500);
    const [outcome] = await sent;
    assert.ok(outcome?.kind === 'accepted');
    assert.equal(receipt?.messageId, outcome.messageId);
  });

  it('may come late', async () => {
    const { smsc, client } = await meet({ late: 1, lateMs: [90_000, 90_000] });
    await client.text(NUMBER, 'Hello');
    clock.advance(89_999);
    assert.equal(smsc.receiptsSent, 0);
    clock.advance(1);
    assert.equal(smsc.receiptsSent, 1);
  });

  it('may come twice', async () => {
    const { client } = await meet({ duplicate: 1 });
    await client.text(NUMBER, 'Hello');
    clock.advance(1_000);
    await client.until(() => client.delivered[1]);
    const [first, second] = client.delivered;
    assert.deepEqual({ ...second, sequenceNumber: 0 }, { ...first, sequenceNumber: 0 });
  });

  it('come again when the client asks for it, and when its connection ended before it had answered', async () => {
    let tries = 0;
    const { smsc, client } = await meet(
      {},
      {
        onDeliver: () => {
          tries += 1;
          return tries === 1 ? Promise.reject(new Error('not now')) : Promise.resolve();
        },
      },
    );
    await client.text(NUMBER, 'Hello');
    clock.advance(1_000);
    await client.until(() => client.delivered[0]);
    // The refusal is on its way back when the clock moves on.
    await client.until(() => {
      clock.advance(1_000);
      return client.delivered[1];
    });
    assert.equal(tries, 2);
    assert.equal(smsc.waiting, 0);
  });

  it('wait while the connection is lost', async () => {
    const { smsc, client } = await meet({}, { onDeliver: () => new Promise(() => {}) });
    await client.text(NUMBER, 'Hello');
    clock.advance(1_000);
    await client.until(() => client.delivered[0]);
    smsc.dropConnections();
    await client.until(() => client.delivered[1]);
    assert.deepEqual(
      parseReceipt(client.delivered[1]!)?.messageId,
      parseReceipt(client.delivered[0]!)?.messageId,
    );
  });
});

describe('the form of a receipt', () => {
  it('is the standard’s unless said', async () => {
    const { id, pdu } = await receiptIn({});
    assert.equal(pdu.esmClass, 0x04);
    assert.equal(pdu.dataCoding, 0);
    assert.equal(
      asciiOf(pdu),
      `id:${id} sub:001 dlvrd:001 submit date:2607040905 done date:2607040905 stat:DELIVRD err:000 text:Your bread is ready,`,
    );
    assert.equal(pdu.tlvs.receiptedMessageId, id);
    assert.equal(pdu.tlvs.messageState, 2);
    assert.deepEqual([...(pdu.tlvs.networkErrorCode ?? [])], [3, 0, 0]);
  });

  it('has ids in hexadecimal, upper case or with leading zeros where the answer has them otherwise', async () => {
    const written = async (form: Partial<ReceiptForm>): Promise<[string, string]> => {
      const { id, pdu } = await receiptIn({ tlvs: false, ...form });
      return [id, parseReceipt(pdu)?.messageId ?? ''];
    };
    const [hex, decimal] = await written({ idInAnswer: 'hex' });
    assert.equal(BigInt(`0x${hex}`), BigInt(decimal));
    const [upper, lower] = await written({ idInAnswer: 'upper-hex', idInReceipt: 'hex' });
    assert.notEqual(upper, lower);
    assert.equal(upper.toLowerCase(), lower);
    const [plain, padded] = await written({ idInReceipt: 'padded' });
    assert.equal(padded, plain.padStart(20, '0'));
  });

  it('may lack the mark in esm_class', async () => {
    const { pdu } = await receiptIn({ marked: false });
    assert.equal(pdu.esmClass, 0);
    assert.equal(parseReceipt(pdu)?.sniffed, true);
  });

  it('may stand in message_payload', async () => {
    const { pdu } = await receiptIn({ place: 'message_payload' });
    assert.ok('shortMessage' in pdu && pdu.shortMessage.length === 0);
    assert.match(asciiOf(pdu), /^id:\d+ .* stat:DELIVRD/);
  });

  it('may be UCS-2, or only say so', async () => {
    const { pdu: wide } = await receiptIn({ coding: 'ucs2' });
    assert.equal(wide.dataCoding, 8);
    assert.match(asciiOf(wide), /^\0i\0d\0:/);
    const { pdu: mislabelled } = await receiptIn({ coding: 'mislabelled' });
    assert.equal(mislabelled.dataCoding, 8);
    assert.match(asciiOf(mislabelled), /^id:/);
  });

  it('may have dates of 12 or 14 digits', async () => {
    assert.match(
      asciiOf((await receiptIn({ dateDigits: 12 })).pdu),
      /submit date:260704090530 done date:260704090531/,
    );
    assert.match(asciiOf((await receiptIn({ dateDigits: 14 })).pdu), /done date:20260704090531/);
  });

  it('may lack fields', async () => {
    const { pdu } = await receiptIn({
      without: ['sub', 'dlvrd', 'submit date', 'done date', 'err', 'text'],
      tlvs: false,
    });
    assert.match(asciiOf(pdu), /^id:\d+ stat:DELIVRD$/);
  });

  it('is in each wild one still readable, and its id can be found', async () => {
    for (const form of WILD_FORMS) {
      const { id, pdu } = await receiptIn(form);
      const receipt = parseReceipt(pdu);
      assert.equal(receipt?.state, 'DELIVERED', JSON.stringify(form));
      const forms = messageIdForms(receipt.messageId);
      assert.ok(
        messageIdForms(id).some((one) => forms.includes(one)),
        JSON.stringify(form),
      );
    }
  });
});
