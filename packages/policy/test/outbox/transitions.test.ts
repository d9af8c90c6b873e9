import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TEXT_STATES, type TextState } from '@smseal/protocol';
import { judgeReport } from '../../src/index.ts';

/**
 * What each report does to a text in each state: `+` moves it, `.` leaves it, `x` is refused. Columns in the order of the
 * states: queued, leased, submitted, sent, delivered, failed, expired, cancelled, unknown.
 */
const REPORTS = {
  queued: 'xxxxxxxxx',
  leased: 'xx+++++++',
  submitted: 'xx.++++.+',
  sent: 'xx..+++..',
  delivered: 'xx.......',
  failed: 'xx..+....',
  expired: 'xx..+....',
  cancelled: 'xxxxxxxxx',
  unknown: 'xx.++++..',
} as const satisfies Record<TextState, string>;

test('each report does to a text in each state what the table says', () => {
  const signs = { moves: '+', stays: '.', refused: 'x' } as const;
  for (const from of TEXT_STATES)
    assert.equal(TEXT_STATES.map((to) => signs[judgeReport(from, to)]).join(''), REPORTS[from], from);
});

test('a late receipt settles what nobody knew, and mends what was given up', () => {
  for (const from of ['unknown', 'failed', 'expired'] as const)
    assert.equal(judgeReport(from, 'delivered'), 'moves', from);
});

test('a device stops what is in its hands, and nothing that is leaving', () => {
  assert.equal(judgeReport('leased', 'cancelled'), 'moves');
  for (const from of ['submitted', 'sent', 'delivered', 'unknown'] as const)
    assert.equal(judgeReport(from, 'cancelled'), 'stays', from);
});

test('what was delivered stays delivered', () => {
  for (const to of TEXT_STATES) assert.notEqual(judgeReport('delivered', to), 'moves', to);
});
