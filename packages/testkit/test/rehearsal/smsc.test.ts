import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { parseReceipt } from '@smseal/smpp';
import { startSmsc } from '../../src/rehearsal/index.ts';
import { bindClient } from './smsc-client.ts';

const NUMBER = '+447700900301';
const LONG = 'Dear guest, your table for two is ready at half past seven. '.repeat(6).trim();

const smsc = await startSmsc({ behaviour: 'fast', seed: 1 });
const client = await bindClient(smsc.port);
after(async () => {
  await client.close();
  await smsc.stop();
});

it('a text is taken, answered with an id, and reported delivered under it', async () => {
  const [outcome] = await client.text(NUMBER, 'Your bread is ready.');
  assert.equal(outcome?.kind, 'accepted');
  const receipt = parseReceipt(await client.until(() => client.delivered[0]));
  assert.equal(receipt?.messageId, outcome.messageId);
  assert.equal(receipt.state, 'DELIVERED');
  assert.equal(receipt.text?.text, 'Your bread is ready.');
  assert.deepEqual(
    smsc.texts().map(({ ids, from, to, text }) => ({ ids, from, to, text })),
    [{ ids: [outcome.messageId], from: 'Bakery', to: NUMBER, text: 'Your bread is ready.' }],
  );
});

it('the parts of a long text are put together, and each has its own id and receipt', async () => {
  const before = smsc.receiptsSent;
  const outcomes = await client.text(NUMBER, LONG);
  assert.equal(outcomes.length, 3);
  await smsc.waitFor(before + 3, 'receiptsSent');
  const text = smsc.texts().at(-1);
  assert.equal(text?.text, LONG);
  assert.deepEqual(
    text.ids,
    outcomes.map((outcome) => outcome.kind === 'accepted' && outcome.messageId),
  );
});

it('a text of letters that GSM lacks, and one in message_payload, are read too', async () => {
  await client.text(NUMBER, 'Здраво! 🙂');
  assert.equal(smsc.texts().at(-1)?.text, 'Здраво! 🙂');
  await client.text(NUMBER, 'x', {
    shortMessage: Buffer.alloc(0),
    tlvs: { messagePayload: Buffer.from('whole') },
  });
  assert.equal(smsc.texts().at(-1)?.text, 'whole');
});

it('a person’s typed reply comes to the sender that texted last, a long one in parts', async () => {
  const from = client.delivered.length;
  smsc.typeReply(NUMBER, 'Thank you');
  const reply = await client.until(() =>
    client.delivered.slice(from).find((pdu) => parseReceipt(pdu) === null),
  );
  assert.equal(reply.sourceAddr, NUMBER.slice(1));
  assert.equal(reply.destinationAddr, 'Bakery');
  assert.equal(reply.destAddrTon, 5);
  smsc.typeReply(NUMBER, LONG);
  await smsc.waitFor(4, 'repliesSent');
  assert.throws(() => smsc.typeReply('+447700900999', 'Hello?'), /nobody to answer/);
});

it('what comes while no client is there waits for it', async () => {
  const receipts = () => client.delivered.filter((pdu) => parseReceipt(pdu) !== null);
  await client.until(() => (receipts().length === 6 ? true : undefined));
  await client.close();
  smsc.typeReply(NUMBER, 'Are you open?');
  assert.equal(smsc.waiting, 1);
  const later = await bindClient(smsc.port, { mode: 'receiver' });
  await later.until(() => later.delivered[0]);
  assert.equal(smsc.waiting, 0);
  await later.close();
});
