/** Which ways out a gateway has. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectorEvents } from '../../src/connector/connector.ts';
import { makeConnectors } from '../../src/connector/make-connectors.ts';

const QUIET_MS = 300;
/** The registered port of SMPP, at which anybody on this machine may listen. */
const USUAL_PORT = 2775;

const events = (): ConnectorEvents => ({
  room: () => undefined,
  receipt: () => Promise.resolve(),
  message: () => Promise.resolve(),
  state: () => undefined,
});

test('a gateway that was told of no carrier looks for none at the usual port', async (t) => {
  let calls = 0;
  const somebody = createServer(() => calls++).on('error', () => undefined);
  t.after(() => somebody.close());
  somebody.listen(USUAL_PORT, '127.0.0.1');
  await Promise.race([once(somebody, 'listening'), once(somebody, 'error')]);
  const [only, ...others] = makeConnectors([], { rehearsal: null, events });
  assert.ok(only);
  assert.deepEqual(others, []);
  t.after(() => only.stop());
  only.start();
  await sleep(QUIET_MS);
  assert.equal(only.state.state, 'closed');
  assert.equal(only.capacity(), 0);
  assert.equal(calls, 0);
});
