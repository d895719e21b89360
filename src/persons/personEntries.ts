/** What the ledger holds of one person. All that is known of its tables here stands in `cloison.entries_of_person`. */
import type { Session } from '../store/session.js';

/** What runs a statement: the database, or a transaction. */
export type Executor = Pick<Session, 'read'>;

/** One operation that disclosed or changed something of a person. */
export interface PersonEntry {
  readonly id: number;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly kind: 'READ' | 'WRITE';
  readonly account: string | null;
  readonly organisation: string | null;
  /** As the register names the organisation; null when it knows none of that id. */
  readonly name: string | null;
  readonly unit: string | null;
  readonly role: string | null;
  readonly purpose: string | null;
  /** Root fields, `Mutation.correct`, with a comma between two. */
  readonly operation: string | null;
  readonly fields: readonly DisclosedField[];
  /** Whether the answer was handed over, or the change made; else nobody knows. */
  readonly isComplete: boolean;
}

export interface DisclosedField {
  /** `Type.field` */
  readonly coordinate: string;
  readonly precision: string;
}

export interface EntryPage {
  /** Entries with a smaller id; undefined: from the newest. */
  readonly before: number | undefined;
  readonly most: number;
}

/** The newest first. What is known to have reached nobody is not among them. */
export async function entriesOf(executor: Executor, person: string, page: EntryPage): Promise<readonly PersonEntry[]> {
  const rows = await executor.read({
    name: 'persons_entries',
    text: `SELECT id, at, kind, account, organisation, name, unit, role, purpose, operation, shape, is_complete AS "isComplete"
  FROM cloison.entries_of_person($1::uuid, $2::bigint, $3::integer)`,
    values: [person, page.before ?? Number.MAX_SAFE_INTEGER, page.most],
  });
  return rows.map(({ shape, ...entry }) => ({
    ...(entry as unknown as Omit<PersonEntry, 'fields'>),
    fields: (shape as readonly string[]).map(fieldOf),
  }));
}

/** As the ledger writes it: `Type.field`, with `:PRECISION` unless it is EXACT. */
export function fieldOf(text: string): DisclosedField {
  const colon = text.lastIndexOf(':');
  if (colon < 0) return { coordinate: text, precision: 'EXACT' };
  return { coordinate: text.slice(0, colon), precision: text.slice(colon + 1) };
}

const pageOfAll = 1000;

/** All of them, or all with a smaller id than `before`, a page at a time, so that a long history fits. */
export async function* everyEntryOf(
  executor: Executor,
  person: string,
  before?: number,
): AsyncGenerator<PersonEntry, void> {
  let next = before;
  for (;;) {
    const page = await entriesOf(executor, person, { before: next, most: pageOfAll });
    yield* page;
    next = page.at(-1)?.id;
    if (page.length < pageOfAll) return;
  }
}
