import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databaseTables, INVENTORY, RECIPIENTS, RECORD_KINDS, RETENTION_RULES } from '../src/index.ts';

test('[INV-1] everything has exactly one entry', () => {
  const names = INVENTORY.map(({ place, name }) => `${place} ${name}`);
  assert.deepEqual(
    names.filter((name, i) => names.indexOf(name) !== i),
    [],
  );
  const first = INVENTORY.find(({ place }) => place === 'database');
  assert.ok(first);
  assert.throws(() => databaseTables([first, first]), /has two entries/);
});

test('[INV-2] what is held and what for is one plain sentence', () => {
  const sentence = /^[A-Z0-9][^\n]*[.]$/;
  for (const { name, holds, purpose, when } of INVENTORY) {
    assert.match(holds, sentence, `what ${name} holds`);
    assert.match(purpose, sentence, `what ${name} is for`);
    if (when !== undefined) assert.match(when, sentence, `when ${name} is there`);
  }
  for (const rule of Object.values(RETENTION_RULES)) assert.match(rule.sentence, sentence);
});

test('[INV-3] envelopes, wraps and chunks are sealed, and nothing else of the database is', () => {
  const sealed = INVENTORY.filter(({ place, protection }) => place === 'database' && protection === 'sealed');
  const byName = /\.(envelope|octets|enc|sealed|target_enc|target_sealed|account_enc|account_sealed)$/;
  assert.deepEqual(
    sealed.map(({ name }) => name).filter((name) => !byName.test(name)),
    [],
  );
  for (const { name, protection } of INVENTORY)
    if (/\.(envelope|octets)$/.test(name)) assert.equal(protection, 'sealed', name);
});

test('[INV-4] secrets are never handed out', () => {
  for (const { name, protection, rights } of INVENTORY)
    if (protection === 'hashed' || protection === 'password-hash')
      assert.equal(rights.access, 'describe', name);
});

test('[INV-5] what could concern a person is destroyed with the account', () => {
  for (const { name, retention, category, rights } of INVENTORY)
    if (rights.erase === 'none')
      assert.ok(category === 'operation' || retention === 'installation', `${name} outlives its owner`);
});

test('[INV-20] what is encrypted says under which key, and what says so is encrypted or sealed', () => {
  for (const { name, place, protection, atRest } of INVENTORY) {
    const isBackup = place === 'file' && name.startsWith('backup/');
    if (place === 'open-record') assert.equal(protection, 'encrypted', name);
    else if (protection === 'encrypted') assert.ok(isBackup || atRest, name);
    if (atRest)
      assert.ok(place === 'database' && /^(encrypted|sealed|password-hash)$/.test(protection), name);
  }
});

test('[INV-6] a record shows its id, a message its conversation and day, and nothing more', () => {
  for (const [kind, { clear }] of Object.entries(RECORD_KINDS))
    assert.deepEqual(clear, kind === 'message' ? { conversation: 'id', day: 'day' } : {}, kind);
});

test('[INV-7] a kind that expires says by which day, and has it', () => {
  for (const [kind, entry] of Object.entries(RECORD_KINDS)) {
    assert.equal(entry.expiresBy === 'never', entry.retention !== 'preference', kind);
    if (entry.expiresBy === 'day') assert.ok('day' in entry.clear, kind);
  }
});

test('[INV-16] what leaves the service’s machines in clear names who gets it', () => {
  const leaving = INVENTORY.filter(
    ({ place, name, protection }) =>
      place === 'connection' && protection === 'clear' && !name.endsWith('/gateway'),
  );
  const inside = new Set(['server/database', 'backup/database', 'server/nats']);
  for (const { name, recipients } of leaving)
    assert.equal(recipients.includes('none'), inside.has(name), name);
  const all = new Set(INVENTORY.flatMap(({ recipients }) => recipients));
  assert.deepEqual([...all].sort(), ['carrier', 'none', 'notice-route', 'own-programs']);
  assert.deepEqual(Object.keys(RECIPIENTS).sort(), [...all].sort());
});
