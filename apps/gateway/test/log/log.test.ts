import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingsOf, INVENTORY } from '@smseal/inventory';
import { LOG_DETAILS } from '../../src/log/log.ts';

test('a line of the log can say what the inventory lists, and nothing else', () => {
  const listed = INVENTORY.filter(({ place }) => place === 'gateway-log').map(({ name }) => name);
  const sayable = ['time', 'level', 'message', ...LOG_DETAILS];
  assert.deepEqual(findingsOf(INVENTORY, 'gateway-log', sayable), { unlisted: [], missing: [] });
  assert.deepEqual(listed.toSorted(), sayable.toSorted());
});
