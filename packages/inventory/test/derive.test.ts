import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  clearFieldsOfKinds,
  clearFieldsOfTables,
  databaseTables,
  deletionPlan,
  exportPlan,
  findingsOf,
  INVENTORY,
  ORDINARY,
  RETENTION_RULES,
  retentionPlan,
  type Entry,
} from '../src/index.ts';

function entry(name: string, given: Partial<Entry> = {}): Entry {
  return {
    place: 'database',
    name,
    holds: 'Something.',
    purpose: 'Running the service on this machine.',
    necessity: 'required',
    protection: 'clear',
    category: 'content',
    retention: 'account',
    rights: ORDINARY,
    recipients: ['none'],
    ...given,
  };
}

test('[INV-8] what goes by itself goes by the clock that its table names', () => {
  const plan = retentionPlan(INVENTORY);
  const of = (table: string) => plan.filter((step) => step.table === table);
  assert.deepEqual(of('activity'), [
    {
      ends: 'after-instant',
      table: 'activity',
      column: 'at',
      ms: 30 * 86_400_000,
      retention: 'activity-30d',
    },
  ]);
  assert.deepEqual(of('tombstone'), [
    { ends: 'after-days', table: 'tombstone', column: 'stored', days: 90, retention: 'tombstone-90d' },
  ]);
  const preference = { ends: 'by-preference', table: 'record', retention: 'preference' };
  assert.deepEqual(of('record'), [
    { ...preference, column: 'day', kind: 'message' },
    { ...preference, column: 'stored', kind: 'call' },
    { ...preference, column: 'stored', kind: 'campaign' },
  ]);
  for (const table of databaseTables(INVENTORY)) {
    const timed = [...table.columns.values()].some(
      ({ retention }) => RETENTION_RULES[retention].ends !== 'with-owner',
    );
    assert.equal(of(table.name).length > 0, timed, table.name);
  }
});

test('[INV-8] a table with a clock and no column for it, or two, is refused', () => {
  const timed = { retention: 'activity-30d' } as const;
  const bad = [
    [entry('t.account_id', timed)],
    [entry('t.at', { ...timed, clock: true }), entry('t.on', { ...timed, clock: true })],
    [entry('t.at', { ...timed, clock: true }), entry('t.stored', { retention: 'tombstone-90d' })],
    [entry('t.at', { clock: true })],
  ];
  for (const entries of bad) assert.throws(() => retentionPlan(entries), /t needs one retention/);
});

test('[INV-9] deletion reaches every table that names an account, and the account last', () => {
  const plan = deletionPlan(INVENTORY);
  const named = databaseTables(INVENTORY).filter(({ columns }) => columns.has('account_id'));
  assert.deepEqual(
    named.map(({ name }) => name).filter((name) => !plan.some((step) => step.table === name)),
    [],
  );
  assert.deepEqual(plan.at(-1), { table: 'account', column: 'id', how: 'delete' });
  assert.equal(new Set(plan.map(({ table }) => table)).size, plan.length);
});

test('[INV-9] a table that holds something of an account and cannot be reached is refused', () => {
  assert.throws(() => deletionPlan([entry('diary.text')]), /diary holds something of an account/);
  assert.deepEqual(deletionPlan([entry('sign_up.email', { retention: 'minutes' })]), []);
});

test('[INV-10] an export hands out or names every column that an account has', () => {
  const plan = exportPlan(INVENTORY);
  for (const { name, columns } of databaseTables(INVENTORY)) {
    const step = plan.find(({ table }) => table === name);
    if (!columns.has('account_id') && name !== 'account') assert.equal(step, undefined, name);
    else
      assert.deepEqual(
        [...(step?.columns ?? []), ...(step?.described.map(({ column }) => column) ?? [])].sort(),
        [...columns.keys()].sort(),
        name,
      );
  }
  const holder = plan.find(({ table }) => table === 'identity.holder');
  assert.deepEqual(
    holder?.described.map(({ column }) => column),
    ['email_index', 'mobile_index', 'password'],
  );
  assert.ok(holder?.columns.includes('email'));
});

test('[INV-11] every column is readable by the server, or not and why', () => {
  for (const { table, clear, other } of clearFieldsOfTables(INVENTORY)) {
    const columns = databaseTables(INVENTORY).find(({ name }) => name === table)?.columns;
    assert.equal(clear.length + other.length, columns?.size);
  }
  const record = clearFieldsOfTables(INVENTORY).find(({ table }) => table === 'record');
  assert.deepEqual(record?.other, [{ column: 'envelope', protection: 'sealed' }]);
  const [message] = clearFieldsOfKinds();
  assert.deepEqual(message?.clear, ['id', 'conversation', 'day']);
});

test('[INV-15] what is found and not listed is a fault, and what is listed and not found', () => {
  const inventory = [
    entry('logs/*.log', { place: 'file' }),
    entry('start.pid', { place: 'file', when: 'Only while it runs.' }),
    entry('nats/_INBOX.>', { place: 'queue' }),
    entry('account.id'),
  ];
  assert.deepEqual(findingsOf(inventory, 'file', ['logs/server.log', 'logs/a/b.log']), {
    unlisted: [],
    missing: [],
  });
  assert.deepEqual(findingsOf(inventory, 'file', ['logsXserver.log', 'account.id']), {
    unlisted: ['account.id', 'logsXserver.log'],
    missing: ['logs/*.log'],
  });
  assert.deepEqual(findingsOf(inventory, 'queue', ['nats/_INBOX.a.b']), { unlisted: [], missing: [] });
});
