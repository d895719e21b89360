/** What the register holds, as its rules look at it: one form for accounts, organisations, units and applications. */
import type { Session } from '../store/session.js';
import type { Actor } from './actor.js';
import { notRegistered } from './authority.js';
import { survivorOf } from './survivor.js';

export type SubjectKind = 'ACCOUNT' | 'ORGANISATION' | 'UNIT' | 'APPLICATION';

export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
  /** The organisation that it is kept under; undefined: the operator's own application. */
  readonly organisation: string | undefined;
  readonly createdBy: Actor;
  readonly isApproved: boolean;
  readonly isClosed: boolean;
  /** Of an organisation: the one that took it in. */
  readonly absorbedBy: string | undefined;
  /** Of an account: whether it could be a second person itself, once it is approved. */
  readonly isAdministrator: boolean;
}

const state = `t.created_by AS "createdBy", t.approved_at IS NOT NULL AS "isApproved", t.closed_at IS NOT NULL AS "isClosed"`;

/** The table of each kind, and where its organisation is read. */
export const subjectTables: Readonly<Record<SubjectKind, string>> = {
  ACCOUNT: 'cloison.account',
  ORGANISATION: 'cloison.organisation',
  UNIT: 'cloison.unit',
  APPLICATION: 'cloison.application',
};

function textOf(kind: SubjectKind): string {
  const column = kind === 'ORGANISATION' ? 't.id' : 't.organisation_id';
  const absorbed = kind === 'ORGANISATION' ? 't.absorbed_by' : 'NULL';
  const administers = kind === 'ACCOUNT' ? 't.is_administrator' : 'false';
  return `SELECT ${survivorOf(column)} AS organisation, ${absorbed} AS "absorbedBy", ${administers} AS "isAdministrator", ${state} FROM ${subjectTables[kind]} t WHERE t.id = $1`;
}

/** Undefined when nobody registered it. */
export async function findSubject(session: Session, kind: SubjectKind, id: string): Promise<Subject | undefined> {
  const name = `register_subject_${kind.toLowerCase()}`;
  const [row] = await session.read({ name, text: textOf(kind), values: [id] });
  if (row === undefined) return undefined;
  return {
    kind,
    id,
    organisation: (row['organisation'] as string | null) ?? undefined,
    createdBy: row['createdBy'] as Actor,
    isApproved: row['isApproved'] === true,
    isClosed: row['isClosed'] === true,
    absorbedBy: (row['absorbedBy'] as string | null) ?? undefined,
    isAdministrator: row['isAdministrator'] === true,
  };
}

/** Throws Refused NOT_REGISTERED. */
export async function requireSubject(session: Session, kind: SubjectKind, id: string): Promise<Subject> {
  const subject = await findSubject(session, kind, id);
  if (subject === undefined) throw notRegistered();
  return subject;
}

/** The organisation under which something new is kept: `id`, or its survivor. Throws Refused NOT_REGISTERED when it is closed. */
export async function requireOpenOrganisation(session: Session, id: string): Promise<string> {
  const named = await requireSubject(session, 'ORGANISATION', id);
  const kept = named.absorbedBy === undefined ? named : await requireSubject(session, 'ORGANISATION', named.absorbedBy);
  if (kept.isClosed) throw notRegistered();
  return kept.id;
}

/** Throws Refused NOT_REGISTERED unless it is open and belongs to `organisation`, or to the operator. */
export async function requireOpenPart(
  session: Session,
  part: { readonly kind: 'UNIT' | 'APPLICATION'; readonly id: string },
  organisation: string,
): Promise<void> {
  const subject = await requireSubject(session, part.kind, part.id);
  const belongs = subject.organisation === undefined || subject.organisation === organisation;
  if (subject.isClosed || !belongs) throw notRegistered();
}

/** Throws Refused NOT_REGISTERED. */
export async function requireOpenApplication(session: Session, id: string): Promise<void> {
  const { isClosed } = await requireSubject(session, 'APPLICATION', id);
  if (isClosed) throw notRegistered();
}
