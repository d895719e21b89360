/** Whom the chosen entries disclosed: a person after the other, each with all that was served of it, from a cursor. */
import { invariant } from '../../kernel/invariant.js';
import type { Session } from '../../store/session.js';

/** Coordinates, each with `:PRECISION` unless EXACT, sorted; a space between two. */
export type Fields = string;

/** `unknown`: nobody knows whether the answers arrived. `written`: set by the caller, who knew it, and not shown. */
export type Delivery = 'completed' | 'unknown' | 'written';

/** One set of fields of one person, however often it was served. */
export interface Served {
  readonly fields: Fields;
  readonly delivery: Delivery;
  /** ISO 8601 in UTC, with microseconds. */
  readonly first: string;
  readonly last: string;
  readonly answers: number;
}

export interface DisclosedPerson {
  /** The key of its row. */
  readonly person: string;
  readonly served: readonly Served[];
}

const rowsAtOnce = 20_000;

/** What was held back of an answer, and what was withheld whole, was not served; nor is a write that shows nothing. */
const declare = `DECLARE breach_person NO SCROLL CURSOR FOR
SELECT p.person, e.list, coalesce(l.shape_of[p.place], 0)::int AS place, CASE WHEN e.kind = 'WRITE' THEN 'written' WHEN e.outcome IS NULL THEN 'unknown' ELSE 'completed' END AS delivery,
       min(e.at) AS first, max(e.at) AS last, count(*)::int AS answers
  FROM breach_entry e
  JOIN cloison.ledger_entry l ON l.id = e.id
 CROSS JOIN LATERAL unnest(l.persons) WITH ORDINALITY p(person, place)
 WHERE e.outcome IS DISTINCT FROM 'WITHHELD' AND l.shapes <> '[]' AND NOT p.person = ANY (coalesce(e.held, '{}'))
 GROUP BY 1, 2, 3, 4
 ORDER BY 1`;

/** Calls `take` for each person, in the order of their keys. */
export async function eachDisclosedPerson(
  session: Session,
  take: (person: DisclosedPerson) => Promise<void> | void,
): Promise<void> {
  const lists = await readLists(session);
  await session.run('SET LOCAL cursor_tuple_fraction = 1');
  await session.run(declare);
  let gathering: { person: string; served: Map<string, Served> } | undefined;
  const finish = async (): Promise<void> => {
    if (gathering === undefined) return;
    const served = [...gathering.served].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
    const taken = take({ person: gathering.person, served });
    // Most persons are only counted: a turn of the event loop each would cost more than the count.
    if (taken !== undefined) await taken;
  };
  for (;;) {
    const rows = (await session.read({
      name: '',
      text: `FETCH ${rowsAtOnce} FROM breach_person`,
      values: [],
    })) as readonly unknown[] as readonly LineRow[];
    for (const row of rows) {
      if (gathering?.person !== row.person) {
        await finish();
        gathering = { person: row.person, served: new Map() };
      }
      addTo(gathering.served, servedOf(row, lists));
    }
    if (rows.length < rowsAtOnce) break;
  }
  await finish();
  await session.run('CLOSE breach_person');
}

interface LineRow {
  readonly person: string;
  readonly list: number;
  readonly place: number;
  readonly delivery: Delivery;
  readonly first: string;
  readonly last: string;
  readonly answers: number;
}

/** Two lists of shapes may hold the same fields. */
function addTo(served: Map<string, Served>, one: Served): void {
  const key = `${one.delivery} ${one.fields}`;
  const known = served.get(key);
  served.set(key, known === undefined ? one : merged(known, one));
}

function merged(one: Served, other: Served): Served {
  return {
    ...one,
    first: isEarlier(one.first, other.first) ? one.first : other.first,
    last: isEarlier(one.last, other.last) ? other.last : one.last,
    answers: one.answers + other.answers,
  };
}

/** PostgreSQL writes as many digits behind the second as it needs: compared without the zone's letter, texts stand as instants. */
export function isEarlier(one: string, other: string): boolean {
  return one.slice(0, -1) < other.slice(0, -1);
}

function servedOf({ list, place, ...served }: LineRow, lists: Lists): Served {
  const fields = lists.get(list)?.[place];
  invariant(fields !== undefined, 'a person of an entry has a shape of it');
  return { fields, ...served };
}

type Lists = ReadonlyMap<number, readonly Fields[]>;

async function readLists(session: Session): Promise<Lists> {
  const rows = await session.read({
    name: '',
    text: `SELECT DISTINCT ON (e.list) e.list, l.shapes FROM breach_entry e JOIN cloison.ledger_entry l USING (id) ORDER BY e.list`,
    values: [],
  });
  return new Map(
    rows.map((row) => [
      Number(row['list']),
      (row['shapes'] as readonly (readonly string[])[]).map((shape) => [...shape].toSorted().join(' ')),
    ]),
  );
}
