/** Whose exposure is asked, as the register knows them: an account, or an organisation with all of its accounts. */
import type { Database } from '../../store/database.js';

export interface Holder {
  readonly kind: 'ACCOUNT' | 'ORGANISATION';
  readonly id: string;
  /** The survivor, where it was absorbed: budgets and links are that one's. Undefined: a data subject's, which nobody registers. */
  readonly organisation: string | undefined;
  /** Those that the organisation has absorbed: their links are its own. */
  readonly absorbed: readonly string[];
  readonly accounts: readonly HeldAccount[];
  /** An administrator may make accounts of any unit of its organisation. */
  readonly units: readonly string[];
}

export interface HeldAccount {
  readonly id: string;
  readonly kind: 'PERSON' | 'MACHINE';
  readonly unit: string | null;
  readonly isInQuarantine: boolean;
  readonly isAdministrator: boolean;
}

const accountColumns = `a.id::text AS id, a.kind, a.unit_id::text AS unit, a.approved_at IS NULL AS "isInQuarantine",
       a.is_administrator AS "isAdministrator"`;

/** Undefined: the register knows no such account, or it is closed. */
export async function accountHolder(database: Database, id: string): Promise<Holder | undefined> {
  const [row] = await database.read({
    name: '',
    text: `SELECT ${accountColumns}, coalesce(o.absorbed_by, o.id)::text AS organisation
  FROM cloison.account a JOIN cloison.organisation o ON o.id = a.organisation_id WHERE a.id = $1::text AND a.closed_at IS NULL`,
    values: [id],
  });
  if (row === undefined) return undefined;
  const { organisation, ...account } = row as unknown as HeldAccount & { readonly organisation: string };
  const own = account.unit === null ? [] : [account.unit];
  const units = account.isAdministrator ? await unitsOf(database, organisation) : own;
  const absorbed = await absorbedBy(database, organisation);
  return { kind: 'ACCOUNT', id, organisation, absorbed, accounts: [account], units };
}

/** Of a role whose accounts stand in no register. */
export function subjectHolder(id: string): Holder {
  const account = { id, kind: 'PERSON', unit: null, isInQuarantine: false, isAdministrator: false } as const;
  return { kind: 'ACCOUNT', id, organisation: undefined, absorbed: [], accounts: [account], units: [] };
}

/** Undefined: the register knows no such organisation. An absorbed one is its survivor. */
export async function organisationHolder(database: Database, id: string): Promise<Holder | undefined> {
  const [row] = await database.read({
    name: '',
    text: 'SELECT coalesce(absorbed_by, id)::text AS organisation FROM cloison.organisation WHERE id = $1::text',
    values: [id],
  });
  if (row === undefined) return undefined;
  const organisation = String(row['organisation']);
  const accounts = await database.read({
    name: '',
    text: `SELECT ${accountColumns} FROM cloison.account a JOIN cloison.organisation o ON o.id = a.organisation_id
 WHERE coalesce(o.absorbed_by, o.id) = $1::text AND a.closed_at IS NULL ORDER BY a.id`,
    values: [organisation],
  });
  const [absorbed, units] = [await absorbedBy(database, organisation), await unitsOf(database, organisation)];
  return {
    kind: 'ORGANISATION',
    id,
    organisation,
    absorbed,
    accounts: accounts as unknown as readonly HeldAccount[],
    units,
  };
}

/** All that stand for themselves. */
export async function allOrganisations(database: Database): Promise<readonly string[]> {
  const text =
    "SELECT id::text AS id FROM cloison.organisation WHERE absorbed_by IS NULL AND state = 'ACTIVE' ORDER BY id";
  return (await database.read({ name: '', text, values: [] })).map((row) => String(row['id']));
}

async function absorbedBy(database: Database, organisation: string): Promise<readonly string[]> {
  const text = 'SELECT id::text AS id FROM cloison.organisation WHERE absorbed_by = $1::text ORDER BY id';
  return (await database.read({ name: '', text, values: [organisation] })).map((row) => String(row['id']));
}

async function unitsOf(database: Database, organisation: string): Promise<readonly string[]> {
  const text = `SELECT u.id::text AS id FROM cloison.unit u JOIN cloison.organisation o ON o.id = u.organisation_id
 WHERE coalesce(o.absorbed_by, o.id) = $1::text AND u.closed_at IS NULL ORDER BY u.id`;
  return (await database.read({ name: '', text, values: [organisation] })).map((row) => String(row['id']));
}
