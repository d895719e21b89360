/**
 * What `cloison serve` may do in the database when it runs as a role of its own: read, write rows of the store, look after the
 * register as partners' administrators may, and call the functions that spend and record. It can change no entry of the ledger, no
 * count of a budget and no table, and it deletes no row of the store.
 */
import pg from 'pg';
import { Failure } from '../kernel/failure.js';
import { asFailure } from './sqlError.js';

/** Rights beside SELECT on tables of the engine; what is not here is only read. A table that this version has not is passed over. */
const written: Readonly<Record<string, string>> = {
  account: 'INSERT, UPDATE',
  unit: 'INSERT, UPDATE',
  stop: 'INSERT, UPDATE',
  register_event: 'INSERT',
  register_version: 'UPDATE',
  failed_proof: 'INSERT, UPDATE, DELETE',
  // UPDATE of a column that no statement changes: PostgreSQL asks for one of who locks rows, as the purge does.
  spent_proof: 'INSERT, UPDATE (expires_at), DELETE',
  proof_horizon: 'UPDATE',
  write_key: 'INSERT, UPDATE, DELETE',
  link_request: 'INSERT, UPDATE, DELETE',
  review: 'INSERT',
  ledger_leaf: 'INSERT',
  ledger_person: 'INSERT',
  ledger_settled: 'INSERT',
  ledger_checkpoint: 'INSERT',
  // What the register of erasures knows is carried out at the start.
  erasure: 'INSERT',
  erasure_register: 'UPDATE',
  notice: 'INSERT, UPDATE, DELETE',
  notice_progress: 'UPDATE',
  watch_progress: 'INSERT, UPDATE',
  watched_account: 'INSERT, UPDATE',
  watched_organisation: 'INSERT, UPDATE',
  alarm: 'INSERT',
  alarm_delivery: 'INSERT, UPDATE',
  slowed_account: 'INSERT, UPDATE',
  // It reviews nothing, and takes nothing that was opened away.
  exceptional_link: 'INSERT, UPDATE (overdue_at)',
};

/** Functions that run with their owner's rights, or only read. */
const called = [
  'disclose',
  'settle',
  'append_entries',
  'budget_scope_of',
  'budget_counted',
  'budget_left',
  'clock',
  'ledger_horizon',
  'ledger_indexed',
  'entries_of_person',
  'forget_openings',
  'give_approval',
  'withdraw_approval',
  'forget_approvals',
];

/**
 * Grants a role of the database what serving takes, and nothing else. `url`: of the owner of the tables. Throws STORE_MISMATCH for a
 * role that is not there or that owns the tables anyway.
 */
export async function grantServing(url: string, role: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'cloison migrate' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await requireLesserRole(client, role);
    // At once: whoever serves as this role meanwhile is never without its rights.
    const grants = await grantsTo(client, pg.escapeIdentifier(role));
    await client.query(['BEGIN', ...grants, 'COMMIT'].join(';\n'));
  } catch (error) {
    throw asFailure(error, `granting ${role} what serving takes`);
  } finally {
    await client.end();
  }
}

async function requireLesserRole(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ is_owner: boolean | null }>(
    `SELECT r.rolsuper OR pg_has_role(r.oid, c.relowner, 'USAGE') AS is_owner
       FROM pg_roles r, pg_class c WHERE r.rolname = $1 AND c.oid = 'cloison.ledger_entry'::regclass`,
    [role],
  );
  const [found] = rows;
  if (found === undefined)
    throw new Failure(
      'STORE_MISMATCH',
      `the database has no role ${role}: CREATE ROLE ${role} LOGIN PASSWORD '…' first`,
    );
  if (found.is_owner !== false)
    throw new Failure(
      'STORE_MISMATCH',
      `${role} owns the tables or is a superuser: nothing can be kept from it. Name another role`,
    );
}

async function grantsTo(client: pg.Client, role: string): Promise<readonly string[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'cloison'",
  );
  const { rows: functions } = await client.query<{ name: string }>(
    `SELECT p.oid::regprocedure::text AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = 'cloison' AND p.proname = ANY ($1)`,
    [called],
  );
  const rights = tables.flatMap(({ name }) => {
    const right = written[name];
    return right === undefined ? [] : [`GRANT ${right} ON cloison.${pg.escapeIdentifier(name)} TO ${role}`];
  });
  return [
    `REVOKE ALL ON ALL TABLES IN SCHEMA cloison, public FROM ${role}`,
    `REVOKE ALL ON ALL FUNCTIONS IN SCHEMA cloison FROM ${role}`,
    `GRANT USAGE ON SCHEMA cloison, public TO ${role}`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA cloison, public TO ${role}`,
    `GRANT INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO ${role}`,
    ...rights,
    ...functions.map(({ name }) => `GRANT EXECUTE ON FUNCTION ${name} TO ${role}`),
  ];
}
