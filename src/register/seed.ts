/** Entries in bulk, approved as they come. What is there already stays as it is; what contradicts it is refused. */
import { refuse } from '../kernel/refusal.js';
import type { Session } from '../store/session.js';
import type { Change } from './change.js';
import type { RegisterEntries, Signatories } from './entries.js';

/** How many were new. */
export interface Seeded {
  readonly organisations: number;
  readonly units: number;
  readonly applications: number;
  readonly accounts: number;
}

interface Kind {
  readonly name: string;
  readonly of: (entries: RegisterEntries) => readonly object[];
  /** $1: entries as JSON; $2, $3: who created and approved; $4: when. Gives the ids that were new. */
  readonly insert: string;
  /** Gives the ids that are there with other content than $1 says. */
  readonly contradictions: string;
}

const stamps = 'created_by, approved_by, created_at, approved_at';
const signed = '$2, $3, $4::timestamptz, $4::timestamptz';

/** In the order in which they refer to each other. */
const kinds: Readonly<Record<keyof RegisterEntries, Kind>> = {
  organisations: {
    name: 'ORGANISATION',
    of: ({ organisations }) => organisations,
    insert: `INSERT INTO cloison.organisation (id, name, state, ${stamps})
SELECT e.id, e.name, 'ACTIVE', ${signed} FROM jsonb_to_recordset($1::jsonb) e(id text, name text)`,
    contradictions: 'SELECT NULL AS id FROM jsonb_to_recordset($1::jsonb) e(id text) WHERE false',
  },
  units: {
    name: 'UNIT',
    of: ({ units }) => units,
    insert: `INSERT INTO cloison.unit (id, organisation_id, ${stamps})
SELECT e.id, e.organisation, ${signed} FROM jsonb_to_recordset($1::jsonb) e(id text, organisation text)`,
    contradictions: `SELECT e.id FROM jsonb_to_recordset($1::jsonb) e(id text, organisation text)
  JOIN cloison.unit u ON u.id = e.id WHERE u.organisation_id <> e.organisation`,
  },
  applications: {
    name: 'APPLICATION',
    of: ({ applications }) => applications,
    insert: `INSERT INTO cloison.application (id, organisation_id, ${stamps})
SELECT e.id, e.organisation, ${signed} FROM jsonb_to_recordset($1::jsonb) e(id text, organisation text)`,
    contradictions: `SELECT e.id FROM jsonb_to_recordset($1::jsonb) e(id text, organisation text)
  JOIN cloison.application p ON p.id = e.id WHERE p.organisation_id IS DISTINCT FROM e.organisation`,
  },
  accounts: {
    name: 'ACCOUNT',
    of: ({ accounts }) => accounts,
    insert: `INSERT INTO cloison.account (id, kind, organisation_id, unit_id, application_id, is_administrator, ${stamps})
SELECT e.id, e.kind, e.organisation, e.unit, e.application, coalesce(e."isAdministrator", false), ${signed}
  FROM jsonb_to_recordset($1::jsonb)
       e(id text, kind text, organisation text, unit text, application text, "isAdministrator" boolean)`,
    contradictions: `SELECT e.id
  FROM jsonb_to_recordset($1::jsonb)
       e(id text, kind text, organisation text, unit text, application text, "isAdministrator" boolean)
  JOIN cloison.account a ON a.id = e.id
 WHERE (a.kind, a.organisation_id, a.unit_id, a.application_id, a.is_administrator)
       IS DISTINCT FROM (e.kind, e.organisation, e.unit, e.application, coalesce(e."isAdministrator", false))`,
  },
};

/** Throws Refused REGISTER_CONFLICT, with nothing kept, when an entry is there otherwise or names what is not there. */
export async function seed(change: Change, entries: RegisterEntries, by: Signatories): Promise<Seeded> {
  const added = (kind: keyof RegisterEntries): Promise<number> => add(change, kinds[kind], entries, by);
  await requireReferences(change.session, entries);
  return {
    organisations: await added('organisations'),
    units: await added('units'),
    applications: await added('applications'),
    accounts: await added('accounts'),
  };
}

async function add({ session, at }: Change, kind: Kind, entries: RegisterEntries, by: Signatories): Promise<number> {
  const rows = JSON.stringify(kind.of(entries));
  const contradicted = await session.read({ name: '', text: `${kind.contradictions} LIMIT 5`, values: [rows] });
  requireNone(contradicted, `${kind.name} is registered otherwise`);
  return session.write({
    name: '',
    text: `WITH made AS (${kind.insert} ON CONFLICT (id) DO NOTHING RETURNING id)
INSERT INTO cloison.register_event (at, actor, action, kind, target, detail)
SELECT $4::timestamptz, $2, 'SEED', '${kind.name}', id, $3 FROM made`,
    values: [rows, by.createdBy, by.approvedBy, at],
  });
}

const references = `SELECT r.id FROM (
  SELECT 'o' AS kind, id FROM unnest($1::text[]) id UNION ALL SELECT 'u', id FROM unnest($2::text[]) id
  UNION ALL SELECT 'p', id FROM unnest($3::text[]) id) r
 WHERE NOT CASE r.kind WHEN 'o' THEN EXISTS (SELECT FROM cloison.organisation o WHERE o.id = r.id)
                       WHEN 'u' THEN EXISTS (SELECT FROM cloison.unit u WHERE u.id = r.id)
                       ELSE EXISTS (SELECT FROM cloison.application p WHERE p.id = r.id) END
 LIMIT 5`;

/** What an entry names stands among the entries or in the register. */
async function requireReferences(session: Session, entries: RegisterEntries): Promise<void> {
  const { organisations, units, applications, accounts } = entries;
  const missing = await session.read({
    name: '',
    text: references,
    values: [
      outside(
        [...units, ...applications, ...accounts].map(({ organisation }) => organisation),
        organisations,
      ),
      outside(
        accounts.map(({ unit }) => unit),
        units,
      ),
      outside(
        accounts.map(({ application }) => application),
        applications,
      ),
    ],
  });
  requireNone(missing, 'the entries name what nobody registered');
}

/** Of `ids`, those that are no entry's. */
function outside(ids: readonly (string | undefined)[], entries: readonly { readonly id: string }[]): readonly string[] {
  const known = new Set(entries.map(({ id }) => id));
  return [...new Set(ids)].filter((id): id is string => id !== undefined && !known.has(id));
}

function requireNone(rows: readonly Readonly<Record<string, unknown>>[], what: string): void {
  if (rows.length === 0) return;
  throw refuse('REGISTER_CONFLICT', `${what}: ${rows.map(({ id }) => String(id)).join(', ')}`);
}
