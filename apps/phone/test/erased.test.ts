/** What was erased in the account stays on the phone, and must not come back from there. */
import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, test } from 'node:test';
import { emptyStep, type Membership } from '@smseal/client';
import type { MessagePayload } from '@smseal/protocol';
import { startRehearsal, type Rehearsal } from '@smseal/testkit/rehearsal';
import { PhoneSyncStore } from '../src/record/phone-sync-store.ts';
import { heldMessages, offlineAgent, offlineMembership } from './offline-agent.ts';

const FRIEND = '+14155550177';
const NEVER = new AbortController().signal;
let membership: Membership;
let rehearsal: Rehearsal;

before(async () => {
  membership = await offlineMembership();
});
beforeEach(async () => {
  rehearsal = await startRehearsal({ counts: { messages: 0, contacts: 0, calls: 0 }, withholdMs: 60_000 });
});
afterEach(() => rehearsal.stop());

test('an erased text does not come back by looking again, by being read, by a restore under other numbers', async () => {
  const agent = offlineAgent({ handset: rehearsal.handset, membership });
  for (const text of ['erased', 'kept']) rehearsal.handset.receive({ from: FRIEND, text, slot: 0 });
  await agent.scanner.lookAtEverything(NEVER);
  const texts = () => heldMessages(agent).map(({ text }) => text);
  assert.deepEqual(texts().toSorted(), ['erased', 'kept']);
  const gone = agent.ledger
    .ids('message')
    .find(
      (id) => (agent.ledger.get('message', id)?.payload as MessagePayload | undefined)?.text === 'erased',
    );
  assert.ok(gone);

  // The feed's word that the account has it no more.
  const store = new PhoneSyncStore(agent.journal, agent.ledger);
  await store.apply({ ...emptyStep({ seq: 1, first: null }), deleted: [{ kind: 'message', id: gone }] });
  const queued = () =>
    agent.journal.all(`SELECT id FROM queue WHERE kind = 'message'`).map((row) => String(row['id']));
  const isGone = (): void => {
    assert.deepEqual(texts(), ['kept']);
    assert.ok(!queued().includes(gone), 'nothing of it waits to be uploaded');
    assert.equal(new Set(queued()).size, 1);
    const kept = agent.journal.get('SELECT payload FROM record WHERE id = ?', gone);
    assert.equal(kept?.['payload'], null, 'its words are not in the journal');
  };
  isGone();

  const { database } = rehearsal.handset.store;
  await agent.scanner.lookAtEverything(NEVER);
  isGone();
  database.exec('UPDATE sms SET read = 1 - read');
  await agent.scanner.lookAtEverything(NEVER);
  isGone();
  database.exec('UPDATE sms SET _id = _id + 1000');
  await agent.scanner.lookAtEverything(NEVER);
  isGone();
});
