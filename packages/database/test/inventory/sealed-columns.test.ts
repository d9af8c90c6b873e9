import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { INVENTORY } from '@smseal/inventory';
import { testDatabase } from '@smseal/testkit/database';
import { sql } from 'kysely';

const { database } = await testDatabase({ after });

test('what is sealed, hashed or encrypted is kept as octets, where no text can slip in', async () => {
  const { rows } = await sql<{ name: string; type: string }>`
    SELECT CASE table_schema WHEN 'public' THEN '' ELSE table_schema || '.' END || table_name || '.' || column_name AS name,
      data_type AS type
    FROM information_schema.columns
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema')`.execute(database);
  const types = new Map(rows.map(({ name, type }) => [name, type]));
  const closed = INVENTORY.filter(
    ({ place, protection, atRest }) =>
      place === 'database' && (protection === 'sealed' || protection === 'hashed' || atRest !== undefined),
  );
  assert.ok(closed.length > 10);
  assert.deepEqual(
    closed.filter(({ name }) => types.get(name) !== 'bytea').map(({ name }) => name),
    [],
  );
});
