import { READING_ROLES } from '@smseal/inventory';
import { verdict, type Outcome } from '../probe/outcome.ts';
import type { DatabaseReader } from './database-reader.ts';

/** What a role may do with one of our tables. */
interface Grant {
  role: string;
  name: string;
  reads: boolean;
  writes: boolean;
}

/** A role that could reach what is held; `public`: everybody. */
interface Role {
  role: string;
  owns: boolean;
  enters: boolean;
  is_super: boolean;
}

const OURS = `c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`;

/** Who may read what in the database: the service's own role, those that are listed and may not write, and nobody else. */
export async function roles(database: DatabaseReader): Promise<Outcome> {
  const all = await database.rows<Role>(`
    SELECT r.rolname AS role, r.rolcanlogin AS enters, r.rolsuper AS is_super,
      EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relowner = r.oid AND ${OURS}) AS owns
    FROM pg_roles r WHERE r.rolname NOT LIKE 'pg\\_%'`);
  const grants = await database.rows<Grant>(`
    SELECT r.role, c.oid::regclass::text AS name,
      has_any_column_privilege(r.role, c.oid, 'SELECT') AS reads,
      has_any_column_privilege(r.role, c.oid, 'INSERT') OR has_any_column_privilege(r.role, c.oid, 'UPDATE')
        OR has_table_privilege(r.role, c.oid, 'DELETE') OR has_table_privilege(r.role, c.oid, 'TRUNCATE') AS writes
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN (SELECT rolname::text AS role FROM pg_roles UNION ALL SELECT 'public') AS r
    WHERE ${OURS}`);
  const owners = all.filter(({ owns }) => owns).map(({ role }) => role);
  const others = all.filter(({ owns }) => !owns);
  const faults = owners.length === 1 ? [] : [`the tables belong to ${owners.join(' and ') || 'nobody'}`];
  for (const { role, is_super, enters } of others) {
    if (is_super && enters) faults.push(`${role} may do everything`);
    if (role in READING_ROLES && enters) faults.push(`${role} may enter the database`);
  }
  faults.push(
    ...faultsOfGrants(grants, [...owners, ...others.filter((one) => one.is_super).map(({ role }) => role)]),
  );
  const listed = others.filter(({ role }) => role in READING_ROLES).map(({ role }) => role);
  const besides =
    listed.length === 0 ? 'nobody besides' : `${listed.join(', ')} besides, which may only read`;
  return verdict(faults, `${owners.join()} reaches the tables, and ${besides}`);
}

/** PostgreSQL's own roles for whoever is made a member of them reach everything, and have no members. */
function faultsOfGrants(grants: readonly Grant[], known: readonly string[]): string[] {
  const rights = grants.filter(({ role }) => !known.includes(role) && !role.startsWith('pg_'));
  const reading = Map.groupBy(
    rights.filter(({ reads, role }) => reads && !(role in READING_ROLES)),
    ({ role }) => role,
  );
  const writing = Map.groupBy(
    rights.filter(({ writes }) => writes),
    ({ role }) => role,
  );
  return [
    ...[...reading].map(
      ([role, tables]) => `${role} may read ${tables[0]?.name ?? ''} and ${tables.length - 1} more`,
    ),
    ...[...writing].map(([role, tables]) => `${role} may write ${tables[0]?.name ?? ''}`),
  ];
}
