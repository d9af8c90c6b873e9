import { verdict, type Outcome } from '../probe/outcome.ts';
import { canBeRead } from './can-be-read.ts';
import type { DatabaseReader } from './database-reader.ts';

/** Newest ones that are looked at. */
const MOST = 500;
/** Octet 0 marks a record in plain; what is encrypted begins with 1, the number of its key, a nonce, and ends with a tag. */
const LEAST = 1 + 4 + 12 + 16;

interface Row {
  place: string;
  value: Buffer;
}

/** Records and keys of open accounts, as whoever copies the database finds them. */
export async function openRecords(database: DatabaseReader): Promise<Outcome> {
  const rows = await database.rows<Row>(`
    (SELECT 'record.envelope' AS place, substring(envelope FROM 2) AS value FROM record
      WHERE substring(envelope FROM 1 FOR 1) = '\\x00'::bytea ORDER BY ctid DESC LIMIT ${MOST})
    UNION ALL (SELECT 'kept_key.secret', secret FROM kept_key ORDER BY ctid DESC LIMIT ${MOST})`);
  const faults = rows
    .filter(({ value }) => !looksEncrypted(value))
    .map(({ place }) => `${place} can be read`);
  const strays = await database.rows<{ kind: string }>(`
    SELECT DISTINCT account.kind FROM record JOIN account ON account.id = record.account_id
    WHERE substring(envelope FROM 1 FOR 1) = '\\x00'::bytea AND account.kind = 'sealed'
    UNION SELECT account.kind FROM kept_key JOIN account ON account.id = kept_key.account_id
    WHERE account.kind = 'sealed'`);
  if (strays.length > 0) faults.push('a sealed account has something that the service could read');
  const seen =
    rows.length === 0
      ? 'there is no open account, and no sealed one has anything that can be read'
      : `${rows.length} values of open accounts, and none can be read`;
  return verdict([...new Set(faults)], seen);
}

function looksEncrypted(value: Buffer): boolean {
  return value.length >= LEAST && value[0] === 1 && !canBeRead(value);
}
