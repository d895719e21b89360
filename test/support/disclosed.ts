/** What a client received, person by person, and what the ledger says that it did: read by two ways that share nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from './rentalRows.js';
import type { Reply, Service } from './service.js';

/** An entry as it lies in the ledger. */
export interface Entry {
  readonly id: number;
  readonly kind: string;
  readonly account: string | null;
  readonly organisation: string | null;
  readonly application: string | null;
  readonly token: string | null;
  readonly key: string | null;
  readonly role: string | null;
  readonly purpose: string | null;
  readonly network: string | null;
  readonly operation: string | null;
  readonly policy: string | null;
  readonly persons: readonly string[];
  readonly shapes: readonly (readonly string[])[];
  readonly shape_of: readonly number[] | null;
  readonly candidates: number;
  readonly misses: number;
  readonly about: readonly number[] | null;
  readonly outcome: string | null;
  readonly detail: Readonly<Record<string, unknown>> | null;
}

/** Coordinates with their precision, sorted, by the person's UUID. */
export type Disclosed = Readonly<Record<string, readonly string[]>>;

export async function entriesAfter(service: Service, id: number): Promise<readonly Entry[]> {
  const text = `SELECT to_jsonb(e) - 'salt' AS entry FROM cloison.ledger_entry e WHERE id > ${String(id)} ORDER BY id`;
  return (await run(service.store, text)).map(({ entry }) => entry as Entry);
}

export async function lastEntry(service: Service): Promise<number> {
  const [row] = await run(service.store, 'SELECT coalesce(max(id), 0) AS id FROM cloison.ledger_entry');
  return Number(row?.['id']);
}

/** Entries after `id` once every READ among them is settled. */
export async function settledAfter(service: Service, id: number): Promise<readonly Entry[]> {
  for (let patience = 150; patience > 0; patience--) {
    const entries = await entriesAfter(service, id);
    const settled = new Set(entries.flatMap(({ about }) => about ?? []));
    if (
      entries.some(({ kind }) => kind === 'READ') &&
      entries.every((each) => each.kind !== 'READ' || settled.has(each.id))
    )
      return entries;
    await sleep(20);
  }
  throw new Error('an entry stays without its settlement');
}

/** Whom the entries of one kind disclose, less those whom a settlement says were not served. */
export function recordedIn(entries: readonly Entry[], kind = 'READ'): Disclosed {
  const unserved = new Map<number, ReadonlySet<string>>();
  for (const { about, outcome, persons } of entries) {
    for (const entry of about ?? []) if (outcome === 'PART') unserved.set(entry, new Set(persons));
  }
  const disclosed = new Map<string, Set<string>>();
  for (const { id, persons, shapes, shape_of } of entries.filter((each) => each.kind === kind)) {
    for (const [place, person] of persons.entries()) {
      if (unserved.get(id)?.has(person) === true) continue;
      const known = disclosed.get(person) ?? new Set<string>();
      disclosed.set(person, known);
      for (const coordinate of shapes[shape_of?.[place] ?? 0] ?? []) known.add(coordinate);
    }
  }
  return sorted(disclosed);
}

/** What a member of an object is: its coordinate, and below it a type whose objects are about the same person or, with `id`, another. */
export interface Member {
  readonly coordinate?: string;
  readonly type?: string;
  /** Coordinates that were asked of an embedded object, and are received as empty where all of it is. */
  readonly whenNull?: readonly string[];
}

/** By type, then by the name under which the client asked. */
export type Contract = Readonly<Record<string, Readonly<Record<string, Member>>>>;

interface Place {
  readonly type: string;
  readonly path: readonly (string | number)[];
  readonly person: string | undefined;
}

/** Reads an answer as its client does: each object of `subject` says with its id whose it is, and what is withheld is not received. */
export function receivedIn(
  { data, withheld }: Pick<Reply, 'data' | 'withheld'>,
  contract: Contract,
  personOf: (id: string) => string,
  subject: string,
): Disclosed {
  const hidden = new Set(withheld.map((path) => JSON.stringify(path)));
  const received = new Map<string, Set<string>>();
  const walk = (value: unknown, { type, path, person }: Place): void => {
    if (Array.isArray(value)) {
      for (const [index, each] of value.entries()) walk(each, { type, path: [...path, index], person });
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const object = value as Readonly<Record<string, unknown>>;
    const owner = type === subject ? personOf(String(object['id'])) : person;
    for (const [name, below] of Object.entries(object)) {
      const at = [...path, name];
      const member = contract[type]?.[name];
      if (member === undefined) {
        // A root, a connection or a payload: no object of a person yet.
        walk(below, { type, path: at, person: owner });
        continue;
      }
      if (hidden.has(JSON.stringify(at))) continue;
      for (const coordinate of coordinatesOf(member, below)) {
        if (owner === undefined) continue;
        received.set(owner, (received.get(owner) ?? new Set<string>()).add(coordinate));
      }
      if (member.type !== undefined) walk(below, { type: member.type, path: at, person: owner });
    }
  };
  walk(data, { type: 'Query', path: [], person: undefined });
  return sorted(received);
}

function coordinatesOf({ coordinate, whenNull = [] }: Member, value: unknown): readonly string[] {
  return [...(coordinate === undefined ? [] : [coordinate]), ...(value === null ? whenNull : [])];
}

function sorted(disclosed: ReadonlyMap<string, ReadonlySet<string>>): Disclosed {
  const byPerson = [...disclosed].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(byPerson.map(([person, coordinates]) => [person, [...coordinates].toSorted()]));
}
