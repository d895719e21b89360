/** What is kept of first contacts, in `cloison.link_request`. */
import type { Caller } from '../../kernel/caller.js';
import type { Duration } from '../../kernel/duration.js';
import type { Recording } from '../../ledger/entry.js';
import type { RequestModel } from '../../policy/compiled.js';
import { reachedSql } from '../../store/read/reachedSql.js';
import type { ReachedChoice } from '../../store/read/reachedSql.js';
import type { ColumnTypes } from '../../store/read/linkSql.js';
import type { Reading } from '../../store/read/parameters.js';
import { organisationsOf, valuesOf } from '../../store/read/parameters.js';
import type { Executor } from '../../store/statement.js';

export interface KeptRequest {
  readonly request: RequestModel;
  readonly person: string | undefined;
  readonly asked: Buffer;
  readonly values: Readonly<Record<string, string>>;
  readonly recording: Recording;
}

/** One that waits already, or was refused and is not over, stays: it takes the miss as well, and its end does not move. */
export async function keepRequest(
  executor: Executor,
  { role, purpose, claims }: Pick<Caller, 'role' | 'purpose' | 'claims'>,
  { request, person, asked, values, recording }: KeptRequest,
): Promise<void> {
  await executor.read({
    name: 'link_request_over',
    text: `UPDATE cloison.link_request SET is_over = true
 WHERE asked = $1::bytea AND NOT is_over AND expires_at <= cloison.clock() RETURNING 1`,
    values: [asked],
  });
  await executor.read({
    name: 'link_request_keep',
    text: `INSERT INTO cloison.link_request AS r (request, record_type, subject_type, person, asked, role, organisation, account,
  purpose, "values", entries, scopes, requested_at, expires_at)
SELECT $1, $2, $3, $4::uuid, $5::bytea, $6, $7, $8, $9, $10::jsonb, ARRAY[$11::bigint], $12::integer[], t.now, t.now + $13::interval
  FROM (SELECT cloison.clock() AS now) t
ON CONFLICT (asked) WHERE NOT is_over DO UPDATE SET entries = r.entries || EXCLUDED.entries
RETURNING 1`,
    values: [
      request.name,
      request.type,
      request.subject,
      person ?? null,
      asked,
      role,
      claims.ORGANISATION ?? null,
      claims.ACCOUNT,
      purpose,
      JSON.stringify(values),
      recording.entry,
      recording.scopes,
      intervalOf(request.expires),
    ],
  });
}

function intervalOf({ months, days, seconds }: Duration): string {
  return `${String(months)} months ${String(days)} days ${String(seconds)} seconds`;
}

/** One that waits, of a person whom the caller reaches. */
export interface OpenRequest {
  readonly id: string;
  readonly place: number;
  readonly request: string;
  readonly type: string;
  readonly subject: string;
  readonly person: string;
  readonly role: string;
  readonly organisation: string | null;
  readonly name: string | null;
  readonly purpose: string;
  readonly values: Readonly<Record<string, string>>;
  readonly entries: readonly number[];
  readonly scopes: readonly number[];
  /** ISO 8601 in UTC. */
  readonly requestedAt: string;
  readonly expiresAt: string;
}

export interface Reached {
  /** By which links each request is answered. */
  readonly choices: readonly ReachedChoice[];
  readonly reading: Reading;
  readonly types: ColumnTypes;
}

const columns = `r.id::text AS id, r.place, r.request, r.record_type AS type, r.subject_type AS subject, r.person::text AS person, r.role,
       r.organisation::text AS organisation, o.name, r.purpose, r."values", to_jsonb(r.entries) AS entries, to_jsonb(r.scopes) AS scopes,
       r.requested_at AS "requestedAt", r.expires_at AS "expiresAt"`;
const open = 'r.decided_at IS NULL AND r.expires_at > cloison.clock()';
const source = 'cloison.link_request r LEFT JOIN cloison.organisation o ON o.id = r.organisation';

/** The newest first. */
export async function openRequests(
  executor: Executor,
  { choices, reading, types }: Reached,
  page: { readonly before: number; readonly most: number },
): Promise<readonly OpenRequest[]> {
  const { sql, parameters } = reachedSql(choices, types, organisationsOf(reading));
  const text = `SELECT ${columns} FROM ${source}
 WHERE ${open} AND r.place < ${parameters.given('before', 'bigint')} AND (${sql})
 ORDER BY r.place DESC LIMIT ${parameters.given('most', 'integer')}`;
  return run(executor, text, valuesOf(parameters.list(), reading, { ...named(choices), ...page }));
}

/** Locked, so that one of two answers decides; undefined: none of that id waits for the caller. */
export async function lockedRequest(
  executor: Executor,
  { choices, reading, types }: Reached,
  id: string,
): Promise<OpenRequest | undefined> {
  const { sql, parameters } = reachedSql(choices, types, organisationsOf(reading));
  const text = `SELECT ${columns} FROM ${source}
 WHERE r.id = ${parameters.given('id', 'uuid')} AND ${open} AND (${sql}) FOR UPDATE OF r`;
  const [row] = await run(executor, text, valuesOf(parameters.list(), reading, { ...named(choices), id }));
  return row;
}

function named(choices: readonly ReachedChoice[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(choices.map(({ request }, index) => [`request${String(index)}`, request]));
}

async function run(executor: Executor, text: string, values: readonly unknown[]): Promise<readonly OpenRequest[]> {
  const rows = await executor.read({ name: '', text, values });
  return rows.map((row) => ({ ...(row as unknown as OpenRequest), place: Number(row['place']) }));
}

/** An accepted one may be asked anew, since who asked knows; a refused one only when its time is over. */
export async function decideRequest(
  executor: Executor,
  id: string,
  decision: 'ACCEPTED' | 'REFUSED',
  by: 'PERSON' | 'ACCOMPANYING',
): Promise<void> {
  await executor.read({
    name: 'link_request_decide',
    text: `UPDATE cloison.link_request SET decided_at = cloison.clock(), decision = $2, decided_by = $3, is_over = ($2 = 'ACCEPTED')
 WHERE id = $1::uuid AND decided_at IS NULL RETURNING 1`,
    values: [id, decision, by],
  });
}

export interface ExpiredRequest {
  readonly request: string;
  readonly person: string | null;
}

/** At most `most`; what another replica is at is passed over. */
export async function expireRequests(executor: Executor, most: number): Promise<readonly ExpiredRequest[]> {
  const rows = await executor.read({
    name: 'link_request_expire',
    text: `UPDATE cloison.link_request r SET decided_at = t.now, decision = 'EXPIRED', decided_by = 'ENGINE', is_over = true
  FROM (SELECT cloison.clock() AS now) t
 WHERE r.id IN (SELECT x.id FROM cloison.link_request x WHERE x.decided_at IS NULL AND x.expires_at <= cloison.clock()
                 ORDER BY x.expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING r.request, r.person::text AS person`,
    values: [most],
  });
  return rows as readonly unknown[] as readonly ExpiredRequest[];
}

/** Those whose time has been over for thirty days: the ledger keeps what became of them. */
export async function purgeRequests(executor: Executor): Promise<void> {
  await executor.read({
    name: 'link_request_purge',
    text: "DELETE FROM cloison.link_request WHERE expires_at < cloison.clock() - interval '30 days' RETURNING 1",
    values: [],
  });
}

/** Kept with the erasure's transaction: nobody asks for whom is not there any more. */
export async function forgetRequests(
  executor: Executor,
  erased: readonly { readonly person: string }[],
): Promise<void> {
  await executor.read({
    name: 'link_request_forget',
    text: 'DELETE FROM cloison.link_request WHERE person = ANY ($1::uuid[]) RETURNING 1',
    values: [erased.map(({ person }) => person)],
  });
}
