/** Before anything is timed: the servers answer alike, person by person, ids and cursors apart. */
import { deepStrictEqual } from 'node:assert/strict';
import { ask } from './ask.js';
import type { Answered, Endpoint } from './ask.js';
import { oneBody, pageBody, pageSize } from './workloads.js';
import type { AnsweredPerson, OneAnswer, PageAnswer } from './workloads.js';

export interface Side {
  readonly name: string;
  readonly endpoint: Endpoint;
}

/** What a side answered, as the load expects it again. */
export interface Verified {
  /** Ids of the persons, as this side gives them, by the persons' order. */
  readonly ids: readonly string[];
  readonly pageBytes: number;
  /** Of the shortest answer about one person. */
  readonly oneBytes: number;
}

export interface Expected {
  /** Persons whom the adviser accompanies. */
  readonly portfolio: number;
  /** How many of them are asked one by one. */
  readonly asked: number;
}

/** Walks the whole portfolio in pages on every side, then asks for `asked` persons. Throws at the first difference. */
export async function verify(sides: readonly Side[], expected: Expected): Promise<readonly Verified[]> {
  const walks = await Promise.all(sides.map((side) => walk(side)));
  const [first, ...others] = walks;
  if (first === undefined) throw new Error('there is nobody to verify');
  requireWhole(first.people, expected.portfolio);
  others.forEach((other, index) => {
    const names = `${sides[0]?.name ?? ''} and ${sides[index + 1]?.name ?? ''}`;
    deepStrictEqual(other.people.map(withoutId), first.people.map(withoutId), `the pages of ${names} differ`);
  });
  return Promise.all(sides.map((side, index) => verifyOnes(side, walks[index] ?? first, expected.asked)));
}

interface Walk {
  readonly people: readonly AnsweredPerson[];
  /** Of the first page. */
  readonly pageBytes: number;
}

async function walk({ endpoint }: Side): Promise<Walk> {
  const people: AnsweredPerson[] = [];
  let pageBytes = 0;
  let after: string | undefined;
  do {
    const answered: Answered = await ask(endpoint, pageBody(after));
    const { nodes, pageInfo } = (answered.data as PageAnswer).jobSeekers;
    people.push(...nodes);
    if (after === undefined) pageBytes = answered.bytes;
    after = pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined;
  } while (after !== undefined);
  return { people, pageBytes };
}

/** A store of empty people would be quick to read. */
function requireWhole(people: readonly AnsweredPerson[], portfolio: number): void {
  if (people.length !== portfolio || portfolio < pageSize) {
    throw new Error(`the pages hold ${people.length} persons of ${portfolio}`);
  }
  const values = people.flatMap((person) => Object.values(withoutId(person)));
  const filled = values.filter((value) => value !== null).length;
  if (filled < values.length * 0.9) throw new Error('one value in ten is missing: this is no store of people');
}

async function verifyOnes(side: Side, walked: Walk, asked: number): Promise<Verified> {
  const step = walked.people.length / asked;
  const chosen = Array.from({ length: asked }, (_, index) => walked.people[Math.floor(index * step)]).filter(
    (person) => person !== undefined,
  );
  let oneBytes = Number.POSITIVE_INFINITY;
  for (const person of chosen) {
    const { data, bytes } = await ask(side.endpoint, oneBody(person.id));
    deepStrictEqual((data as OneAnswer).jobSeeker, person, `${side.name} answers one person unlike its page`);
    oneBytes = Math.min(oneBytes, bytes);
  }
  return { ids: chosen.map((person) => person.id), pageBytes: walked.pageBytes, oneBytes };
}

function withoutId({ id: _id, ...values }: AnsweredPerson): Readonly<Record<string, unknown>> {
  return values;
}
