/** Links that are opened for a reason, in the engine's own table: whom they are for, what is open, what is made. */
import type { ExceptionalReach, ObjectModel } from '../../policy/compiled.js';
import { identifier } from '../read/identifier.js';
import type { Statement } from '../statement.js';

/** Until the transaction ends: an account opens one link at a time. */
export function takeAccount(account: string): Statement {
  return {
    name: 'opening_account',
    text: "SELECT pg_advisory_xact_lock(hashtextextended('opening ' || $1::text, 0))",
    values: [account],
  };
}

/** At most two, so that it shows when it is not the only one; who is erased is nobody. */
export function personByIndex(model: ObjectModel, index: string, token: Buffer): Statement {
  const key = `t.${identifier(model.key)}`;
  return {
    name: '',
    text: `SELECT ${key}::text AS person FROM ${identifier(model.table)} t
 WHERE t.${identifier(index)} = $1::bytea AND t.data_key IS NOT NULL LIMIT 2 FOR SHARE`,
    values: [token],
  };
}

export interface OpenedBy {
  readonly reach: ExceptionalReach;
  readonly account: string;
  /** As PostgreSQL reads a UUID. */
  readonly person: string;
  /** ISO 8601. */
  readonly now: string;
}

export function openLinkOf({ reach, account, person, now }: OpenedBy): Statement {
  return {
    name: 'opening_open',
    text: `SELECT l.id FROM cloison.exceptional_link l
 WHERE l.account = $1::text AND l.ends_at > $2::timestamptz AND l.opened_at <= $2::timestamptz AND l.person = $3::uuid
   AND l.subject_type = $4::text AND l.reach = $5::text AND l.role = $6::text
   AND (l.closed_at IS NULL OR l.closed_at > $2::timestamptz)`,
    values: [account, now, person, reach.type, reach.name, reach.role],
  };
}

export interface NewLink extends OpenedBy {
  readonly id: string;
  readonly organisation: string | undefined;
  readonly unit: string | undefined;
  readonly purpose: string;
  readonly reason: string;
  readonly endsAt: string;
  readonly reviewBy: string;
}

export function putLink(link: NewLink): Statement {
  const { reach, account, person, organisation, unit, purpose } = link;
  return {
    name: 'opening_put',
    text: `INSERT INTO cloison.exceptional_link
  (id, subject_type, reach, role, person, account, organisation, unit, purpose, reason, opened_at, ends_at, review_by)
VALUES ($1::uuid, $2, $3, $4, $5::uuid, $6, $7, $8, $9, $10, $11::timestamptz, $12::timestamptz, $13::timestamptz)`,
    values: [
      link.id,
      reach.type,
      reach.name,
      reach.role,
      person,
      account,
      organisation ?? null,
      unit ?? null,
      purpose,
      link.reason,
      link.now,
      link.endsAt,
      link.reviewBy,
    ],
  };
}
