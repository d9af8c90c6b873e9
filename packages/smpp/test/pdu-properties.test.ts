import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { decodePdu, encodePdu, MAX_PDU_OCTETS, PduError, PduReader, PduWriter, type Pdu } from '@smseal/smpp';
import { anyPdu, anySequence, seed } from './arbitrary-pdu.ts';
import { frame, hex } from './hex.ts';

/** Reads a stream in chunks of these sizes, repeated. */
function read(stream: Uint8Array, sizes: readonly number[] = [stream.length || 1]) {
  const pdus: Pdu[] = [];
  const errors: PduError[] = [];
  const reader = new PduReader({
    onPdu: (pdu) => pdus.push(pdu),
    onMalformed: (error) => errors.push(error),
  });
  for (let at = 0, n = 0; at < stream.length; n++) {
    const size = sizes[n % sizes.length] ?? 1;
    // The chunk is overwritten afterwards: nothing may still refer to it.
    const chunk = Uint8Array.from(stream.subarray(at, at + size));
    reader.push(chunk);
    chunk.fill(0xee);
    at += size;
  }
  return { pdus, errors: errors.map(({ message, sequenceNumber }) => ({ message, sequenceNumber })) };
}

test('[SMPP-2] every PDU is read as it was written', () => {
  fc.assert(
    fc.property(anyPdu, anySequence, (pdu, sequenceNumber) => {
      const read = decodePdu(encodePdu(pdu, sequenceNumber));
      assert.deepEqual(read, { ...pdu, sequenceNumber });
    }),
    { seed, numRuns: 1_000 },
  );
});

test('[SMPP-6] how a stream is cut into chunks changes nothing', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.array(anyPdu, { maxLength: 6 }), sizes, (pdus, sizes) => {
      const writer = new PduWriter();
      for (const [index, pdu] of pdus.entries()) writer.write(pdu, index + 1);
      const stream = writer.take();
      const whole = read(stream);
      assert.equal(whole.pdus.length, pdus.length);
      assert.deepEqual(read(stream, sizes), whole);
      assert.deepEqual(read(stream, [1]), whole);
    }),
    { seed, numRuns: 100 },
  );
});

test('[SMPP-6] random octets never throw anything but PduError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 50 }), (octets, size) => {
      try {
        decodePdu(Buffer.from(octets));
      } catch (error) {
        assert.ok(error instanceof PduError);
      }
      assert.deepEqual(read(octets, [size]), read(octets));
    }),
    { seed, numRuns: 3_000 },
  );
});

test('[SMPP-7] a PDU whose octets were changed never costs the one behind it', () => {
  const change = fc.record({ at: fc.nat(), octet: fc.integer({ min: 0, max: 255 }) });
  fc.assert(
    fc.property(anyPdu, fc.array(change, { minLength: 1, maxLength: 5 }), (pdu, changes) => {
      const octets = Buffer.from(encodePdu(pdu, 1));
      // Behind the length: with another length these are other PDUs.
      for (const { at, octet } of changes) octets[4 + (at % (octets.length - 4))] = octet;
      const found = read(Buffer.concat([octets, encodePdu({ command: 'enquire_link' }, 99)]));
      assert.equal(found.pdus.length + found.errors.length, 2);
      assert.equal(found.pdus.at(-1)?.sequenceNumber, 99);
    }),
    { seed, numRuns: 2_000 },
  );
});

test('[SMPP-7] a shortened PDU never costs the one behind it', () => {
  fc.assert(
    fc.property(anyPdu, fc.nat(), (pdu, cut) => {
      const whole = encodePdu(pdu, 1);
      const octets = Buffer.from(whole.subarray(0, 16 + (cut % (whole.length - 15))));
      octets.writeUInt32BE(octets.length);
      const found = read(Buffer.concat([octets, encodePdu({ command: 'enquire_link' }, 99)]));
      assert.equal(found.pdus.length + found.errors.length, 2);
      assert.equal(found.pdus.at(-1)?.sequenceNumber, 99);
    }),
    { seed, numRuns: 1_000 },
  );
});

for (const [name, length] of [
  ['zero', 0],
  ['less than a header', 15],
  ['more than a PDU can be', MAX_PDU_OCTETS + 1],
  ['the largest', 0xffffffff],
] as const)
  test(`[SMPP-7] a length of ${name} ends the stream`, () => {
    const bad = hex('00000000 00000004 00000000 00000005');
    bad.writeUInt32BE(length);
    for (const size of [1, 3, 16, 100]) {
      const errors: PduError[] = [];
      let read = 0;
      const reader = new PduReader({ onPdu: () => read++, onMalformed: (error) => errors.push(error) });
      const stream = Buffer.concat([
        frame('00000015 00000000 00000001'),
        bad,
        frame('00000015 00000000 00000002'),
      ]);
      for (let at = 0; at < stream.length; at += size) reader.push(stream.subarray(at, at + size));
      assert.equal(read, 1);
      assert.equal(errors.length, 1);
      assert.equal(errors[0]?.recoverable, false);
    }
  });
