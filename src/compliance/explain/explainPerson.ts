/**
 * What an account reads of one person at an instant, and why: the policy's decision, the links between the two, the person's
 * own marks, the account's standing. Links and marks are as they stand now, their dates judged at that instant; the register is
 * as it is now. It opens nothing and names no value.
 */
import type { Duration } from '../../kernel/duration.js';
import type { CompiledPolicy, Gate, GateTerm, ObjectModel, Reach, RolePolicy } from '../../policy/compiled.js';
import type { Database } from '../../store/database.js';
import type { ColumnTypes } from '../../store/read/linkSql.js';
import type { Reading } from '../../store/read/parameters.js';
import { readTimes } from '../../store/read/readTimes.js';
import type { Holder } from '../exposure/holders.js';
import { linksOf } from './explainedLinks.js';
import type { RoleExplanation } from './explainRole.js';
import { livingApprovals } from './livingApprovals.js';
import type { PersonFacts, ReachLinks, ShownWay } from './personFacts.js';
import type { PersonState } from './personState.js';
import { personState } from './personState.js';
import { accountStanding } from './standing.js';
import { shownWay } from './shownWay.js';
import { durationWords } from './words.js';

export interface PersonQuestion {
  readonly role: RolePolicy;
  readonly account: string;
  /** As the register has it; undefined: a data subject's. */
  readonly holder: Holder | undefined;
  readonly type: ObjectModel;
  readonly person: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What the policy says of the fields that are asked. */
  readonly explained: RoleExplanation;
}

export interface PersonExplanation {
  readonly at: string;
  readonly standing: readonly string[];
  readonly person: readonly string[];
  readonly links: readonly ReachLinks[];
  readonly fields: readonly ShownWay[];
}

export interface ExplainSources {
  readonly policy: CompiledPolicy;
  readonly database: Database;
  readonly types: ColumnTypes;
}

export async function explainPerson(sources: ExplainSources, question: PersonQuestion): Promise<PersonExplanation> {
  const { policy, database, types } = sources;
  const { role, account, type, person, at, explained } = question;
  const reached = { executor: database, types, reading: readingOf(policy, question), person };
  const links: ReachLinks[] = [];
  for (const [reach, withins] of windowsOf(policy, role, type))
    links.push({ reach, links: await linksOf(reached, reach, withins) });
  const standing = await accountStanding(database, role, account);
  const state = await personState(database, type, person);
  const approvedFor = await livingApprovals(database, reached.reading, { type: type.name, id: person });
  const facts: PersonFacts = { policy, role, standing, state, links, approvedFor };
  return {
    at: new Date(at).toISOString(),
    standing: standing.words,
    person: personWords(type, state),
    links,
    fields: explained.fields.flatMap(({ coordinate, ways }) => ways.map((way) => shownWay(facts, coordinate, way))),
  };
}

/**
 * The claims of a token of this account: what it is about stands in the token alone, so that a data subject asks for the own file.
 * A link is the same for every purpose; approvals are read for all at once.
 */
function readingOf({ zones }: CompiledPolicy, { account, holder, person, at }: PersonQuestion): Reading {
  const times = readTimes(at, zones);
  if (holder === undefined) return { claims: { ACCOUNT: account, SUBJECT: person }, absorbed: [], purpose: '', times };
  const unit = holder.accounts[0]?.unit ?? undefined;
  return {
    claims: {
      ACCOUNT: account,
      ...(unit === undefined ? {} : { UNIT: unit }),
      ...(holder.organisation === undefined ? {} : { ORGANISATION: holder.organisation }),
    },
    absorbed: holder.absorbed,
    purpose: '',
    times,
  };
}

/** Every reach of the role to this type of person and its records that opens something, with the windows that use it. */
function windowsOf(
  policy: CompiledPolicy,
  role: RolePolicy,
  type: ObjectModel,
): ReadonlyMap<Reach, readonly Duration[]> {
  const windows = new Map<Reach, Map<string, Duration>>();
  for (const grant of role.types.values()) {
    if (policy.types.get(grant.type)?.subject?.type !== type.name) continue;
    for (const { reach, within } of [...grant.fields.values()].flatMap(({ gates }) =>
      [...gates.values()].flatMap(termsOf),
    ))
      windows.set(reach, (windows.get(reach) ?? new Map<string, Duration>()).set(within.text, within));
  }
  return new Map([...windows].map(([reach, withins]) => [reach, [...withins.values()]] as const));
}

function termsOf(gate: Gate): readonly GateTerm[] {
  return gate.kind === 'open' ? [] : gate.terms;
}

function personWords(
  { name, retain }: ObjectModel,
  { held, restrictedBy, retainedFrom }: PersonState,
): readonly string[] {
  switch (held) {
    case 'UNKNOWN':
      return [`the store holds no such ${name}`];
    case 'ERASED':
      return ['the data key is destroyed: nothing of the person opens to anybody'];
    case 'HELD':
      return [
        'held, the data key is there',
        ...restrictedBy.map((column) => `${column} is true`),
        ...(retain === undefined
          ? []
          : [
              `kept for ${durationWords(retain.keep)} from ${retain.from}, which is ${retainedFrom ?? 'empty: no time runs yet'}`,
            ]),
      ];
  }
}
