/** New entries, one by one. Each waits for a second person: an organisation, unit or application serves nobody until then, an account little. */
import { refuse } from '../kernel/refusal.js';
import type { Statement } from '../store/statement.js';
import { requireAuthority, requireOperator, requireWithin } from './authority.js';
import type { Change } from './change.js';
import { requireCreationLeft } from './creationBound.js';
import { requireName } from './entries.js';
import type { AccountEntry, ApplicationEntry, OrganisationEntry, UnitEntry } from './entries.js';
import { recordEvent } from './events.js';
import { requireIds } from './registerId.js';
import type { SubjectKind } from './subjects.js';
import { requireOpenOrganisation, requireOpenPart } from './subjects.js';

export async function createOrganisation(change: Change, { id, name }: OrganisationEntry): Promise<void> {
  requireIds([id]);
  requireName(name);
  requireOperator(change.actor);
  await insert(change, 'ORGANISATION', {
    name: 'register_create_organisation',
    text: `INSERT INTO cloison.organisation (created_by, created_at, id, name, state) VALUES ($1, $2::timestamptz, $3, $4, 'PENDING')`,
    values: [id, name],
  });
}

export async function createApplication(change: Change, { id, organisation }: ApplicationEntry): Promise<void> {
  requireIds([id, organisation]);
  requireOperator(change.actor);
  const kept = organisation === undefined ? null : await requireOpenOrganisation(change.session, organisation);
  await insert(change, 'APPLICATION', {
    name: 'register_create_application',
    text: 'INSERT INTO cloison.application (created_by, created_at, id, organisation_id) VALUES ($1, $2::timestamptz, $3, $4)',
    values: [id, kept],
  });
}

export async function createUnit(change: Change, { id, organisation }: UnitEntry): Promise<void> {
  requireIds([id, organisation]);
  const kept = await organisationToFill(change, organisation);
  await insert(change, 'UNIT', {
    name: 'register_create_unit',
    text: 'INSERT INTO cloison.unit (created_by, created_at, id, organisation_id) VALUES ($1, $2::timestamptz, $3, $4)',
    values: [id, kept],
  });
}

export async function createAccount(change: Change, entry: AccountEntry): Promise<void> {
  const { id, kind, organisation, unit, application, isAdministrator = false } = entry;
  requireIds([id, organisation, unit, application]);
  if (kind === 'MACHINE' && isAdministrator) throw refuse('ARGUMENT_INVALID', 'A machine administers nothing.');
  const kept = await organisationToFill(change, organisation);
  if (unit !== undefined) await requireOpenPart(change.session, { kind: 'UNIT', id: unit }, kept);
  if (application !== undefined) await requireOpenPart(change.session, { kind: 'APPLICATION', id: application }, kept);
  await insert(change, 'ACCOUNT', {
    name: 'register_create_account',
    text: `INSERT INTO cloison.account (created_by, created_at, id, kind, organisation_id, unit_id, application_id, is_administrator)
VALUES ($1, $2::timestamptz, $3, $4, $5, $6, $7, $8)`,
    values: [id, kind, kept, unit ?? null, application ?? null, isAdministrator],
  });
}

/** The organisation under which the actor may create one more account or unit. */
async function organisationToFill(change: Change, organisation: string): Promise<string> {
  const authority = await requireAuthority(change.session, change.actor);
  const kept = await requireOpenOrganisation(change.session, organisation);
  requireWithin(authority, kept);
  await requireCreationLeft(change);
  return kept;
}

/** `statement` takes who and when as its first two parameters; the first of its values is the id. */
async function insert({ session, actor, at }: Change, kind: SubjectKind, statement: Statement): Promise<void> {
  const made = await session.write({
    name: statement.name,
    text: `${statement.text} ON CONFLICT (id) DO NOTHING`,
    values: [actor, at, ...statement.values],
  });
  const id = String(statement.values[0]);
  if (made === 0) throw refuse('REGISTER_CONFLICT', `${id} is registered already.`);
  await recordEvent(session, { actor, at, action: 'CREATE', kind, target: id });
}
