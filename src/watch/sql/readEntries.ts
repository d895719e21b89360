/** The entries behind the last one that was read, and those of before that had not committed then. */
import type { Row, Statement } from '../../store/statement.js';
import type { WatchedEntry } from '../watchedEntry.js';
import type { WatchedPolicy } from '../watchedPolicy.js';

/** Entries of one batch: what a replica writes in some seconds. */
export const entriesAtMost = 2_000;

/** Each look-up is of an index, for each new entry: the work grows with what is new alone. */
const text = `SELECT e.id, (extract(epoch FROM e.at) * 1000)::bigint AS at, e.kind, e.account,
       coalesce(o.absorbed_by, o.id, e.organisation)::text AS organisation, a.kind = 'MACHINE' AS "isMachine", e.role, e.network,
       e.policy, e.persons, e.shapes, e.misses, e.detail ->> 'code' AS code, e.detail ->> 'event' AS event,
       e.detail ->> 'tripwire' AS tripwire, (e.detail ->> 'isSure')::boolean AS "isSure",
       (SELECT t.person::text FROM cloison.tripwire t WHERE t.person = ANY (e.persons) LIMIT 1) AS trapped,
       (SELECT max(s.caseload) FROM cloison.budget_scope s
         WHERE s.role = e.role AND s.claim = 'ORGANISATION' AND s.value = e.organisation) AS caseload,
       EXISTS (SELECT FROM cloison.absorption b
                WHERE b.into_id = coalesce(o.absorbed_by, o.id) AND b.confirmed_at > e.at - interval '7 days')
       OR EXISTS (SELECT FROM cloison.budget_scope s JOIN cloison.budget_peak p ON p.scope_id = s.id
                   WHERE s.role = e.role AND s.claim IN ('ACCOUNT', 'UNIT', 'ORGANISATION') AND s.value IN (e.account, e.unit, e.organisation) AND p.confirmed_at IS NOT NULL
                     AND p.ended_at IS NULL AND e.at >= p.from_at AND e.at < p.until_at) AS "isExpected"
  FROM cloison.ledger_entry e
  LEFT JOIN cloison.account a ON a.id = e.account
  LEFT JOIN cloison.organisation o ON o.id = coalesce(a.organisation_id, e.organisation)
 WHERE e.id > $1::bigint OR e.id = ANY ($2::bigint[])
 ORDER BY e.id LIMIT ${entriesAtMost}`;

export function readEntries(last: number, missing: readonly number[]): Statement {
  return { name: 'watch_entries', text, values: [last, `{${missing.join()}}`] };
}

/** Undefined for what no account did: settlements, and what the engine or an operator did. */
export function entryOf(row: Row, policy: WatchedPolicy): WatchedEntry | undefined {
  const { kind, event } = row as { readonly kind: string; readonly event: string | null };
  const account = row['account'] as string | null;
  if (account === null || kind === 'SETTLEMENT' || (kind === 'EVENT' && event !== 'TRIPWIRE')) return undefined;
  const coordinates = coordinatesOf(row['shapes'] as readonly (readonly string[])[]);
  const role = optional(row['role']);
  const tripwire = optional(row['tripwire']) ?? optional(row['trapped']);
  return {
    id: Number(row['id']),
    at: Number(row['at']),
    kind: kind as WatchedEntry['kind'],
    account,
    organisation: optional(row['organisation']),
    isMachine: row['isMachine'] === true,
    role,
    network: optional(row['network']),
    policy: optional(row['policy']),
    persons: row['persons'] as readonly string[],
    coordinates: coordinates.map(({ coordinate }) => coordinate),
    isNaming: coordinates.some(({ coordinate, isExact }) => isExact && policy.naming.has(coordinate)),
    misses: Number(row['misses']) + (row['code'] === 'MISSES_EXHAUSTED' ? 1 : 0),
    what: optional(row['code']) ?? optional(event),
    caseload: (row['caseload'] as number | null) ?? undefined,
    dailyBound: role === undefined ? undefined : policy.dailyBounds.get(role),
    isExpected: row['isExpected'] === true,
    ...(tripwire === undefined
      ? {}
      : { tripwire: { id: tripwire, isSure: row['trapped'] !== null || row['isSure'] === true } }),
  };
}

function optional(value: unknown): string | undefined {
  return (value as string | null) ?? undefined;
}

function coordinatesOf(
  shapes: readonly (readonly string[])[],
): readonly { readonly coordinate: string; readonly isExact: boolean }[] {
  return [...new Set(shapes.flat())].map((name) => {
    const colon = name.indexOf(':');
    return { coordinate: colon < 0 ? name : name.slice(0, colon), isExact: colon < 0 };
  });
}
