import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { describeCounters } from '../../src/carrier/carrier-status.ts';
import { describeStatus } from '../../src/gateway/gateway-status.ts';
import { StatusLine } from '../../src/progress/status-line.ts';

function terminal(isTTY: boolean) {
  const out = Object.assign(new PassThrough(), { isTTY, columns: 40 }) as unknown as NodeJS.WriteStream;
  return { line: new StatusLine(out), written: () => String((out as unknown as PassThrough).read() ?? '') };
}

test('the line is drawn over itself, cut to the terminal, and taken away before what stays', () => {
  const { line, written } = terminal(true);
  line.show('one');
  line.show('one');
  line.show('x'.repeat(60));
  assert.equal(written(), `\r\u001b[2Kone\r\u001b[2K${'x'.repeat(38)}…`);
  line.show('two');
  line.say('Digits: 123 456\n');
  line.end();
  assert.equal(written(), '\r\u001b[2Ktwo\r\u001b[2KDigits: 123 456\n\r\u001b[2Ktwo\r\u001b[2K');
});

test('where nobody watches there is no line, and what stays is plain', () => {
  const { line, written } = terminal(false);
  line.show('one');
  line.say('stays\n');
  line.end();
  assert.equal(written(), 'stays\n');
});

test('a gateway’s line says how fast, how much, and how each carrier stands', () => {
  const way = { id: 'a', name: 'Main', since: '', window: 500, unanswered: 340, slowedAt: null };
  const texts = { perSecond: [900, 1_200], inHand: 3_400, batches: 4 };
  const bound = { ...way, state: 'bound' as const, reason: null };
  const lost = { ...way, name: 'Spare', state: 'lost' as const, reason: 'refused ESME_RINVPASWD' };
  assert.equal(
    describeStatus({ link: 'linked', status: { paused: false, texts, connectors: [bound, lost] } }),
    '  1,200 texts/s · 3,400 in hand · Main: 340 of 500 unanswered · Spare: lost (refused ESME_RINVPASWD)',
  );
  assert.match(describeStatus({ link: 'linked', status: { paused: true, texts, connectors: [] } }), /Paused/);
  assert.equal(describeStatus({ link: 'unlinked', status: null }), '  Linked to no account yet.');
});

test('a carrier’s line says what came and what became of it', () => {
  const now = { texts: 10, taken: 30, delivered: 20, failed: 1, expired: 1, receiptsSent: 9, repliesSent: 2 };
  const before = { ...now, taken: 10 };
  assert.equal(
    describeCounters(now, { before, seconds: 2 }),
    '  10 segments/s · 10 texts taken · 20 segments delivered · 2 not · 2 replies',
  );
});
