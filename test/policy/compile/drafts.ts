/** The tenancy as read: what one part of the compiler is given, without the others. */
import { compileModels } from '../../../src/policy/compile/models.js';
import { compileRoots, compileWrites } from '../../../src/policy/compile/operations.js';
import { compileMatches, compileRequests } from '../../../src/policy/compile/requests.js';
import type { Store } from '../../../src/policy/compile/role.js';
import { breachesOf } from '../../../src/policy/laws/laws.js';
import { printProblem } from '../../../src/policy/problem.js';
import type { PolicyProblem } from '../../../src/policy/problem.js';
import type { Draft, FieldDraft, TypeDraft } from '../../../src/policy/read/draft.js';
import { readDraft } from '../../../src/policy/read/readDraft.js';
import { readStoreSchema } from '../../../src/policy/read/storeSchema.js';
import type { Edit } from '../harness.js';
import { edited } from '../harness.js';

/** Lawful. For the top of a test file: reading is most of what a policy costs. */
export function draftOf(...edits: readonly Edit[]): Draft {
  const draft = pastDraftOf(...edits);
  const problems = breachesOf(draft);
  if (problems.length > 0) throw unlawful(problems);
  return draft;
}

/** As of a policy that is older than some of the laws, and is compiled all the same. */
export function pastDraftOf(...edits: readonly Edit[]): Draft {
  const reading = readStoreSchema(edited(...edits));
  if ('problems' in reading) throw unlawful(reading.problems);
  return readDraft(reading.read);
}

function unlawful(problems: readonly PolicyProblem[]): Error {
  return new Error(problems.map(printProblem).join('\n'));
}

export function storeOf(draft: Draft): Store {
  const models = compileModels(draft);
  return {
    draft,
    models,
    roots: compileRoots(draft),
    writes: compileWrites(draft, models),
    matches: compileMatches(draft),
    requests: compileRequests(draft),
  };
}

export function typeIn({ types }: Draft, name: string): TypeDraft {
  return there(types.get(name), name);
}

export function fieldIn(draft: Draft, type: string, path: string): FieldDraft {
  return there(typeIn(draft, type).fields.get(path), `${type}.${path}`);
}

/** What a test takes for granted. */
export function there<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`no ${name}`);
  return value;
}

/** A second kind of person, who is found and reached by itself. */
export const guarantor: readonly Edit[] = [
  [
    '"A firm that finds tenants."',
    `"Who pays when the tenant does not."
type Guarantor
  @subject(table: "guarantor", key: "guarantor_id", population: 5000)
  @retain(from: "released_on", keep: "P1Y")
  @reach(name: "portfolio", role: MANAGER, through: "guarantee", subject: "guarantor_id", column: "account", claim: ACCOUNT,
         starts: "starts_on", ends: "ends_on")
{
  id: ID!
  "The number by which managers file."
  number: NationalNumber
    @personal(category: NATIONAL_NUMBER, search: [UNIQUE])
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")
  "The birth date: managers tell two guarantors of one name apart."
  birthDate: PartialDate
    @personal(category: IDENTITY)
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")
  "Where managers write."
  email: Email
    @personal(category: CONTACT)
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")
  "When the guarantee ended."
  releasedOn: Date @personal(category: TENANCY, clear: "retention counts from it")
}

"A firm that finds tenants."`,
  ],
  [
    '  buildings: [Building!] @root',
    `  findGuarantor(by: FindGuarantor!): Guarantor @root(kind: FIND, by: [["number", "birthDate"]])
  isGuarantor(number: NationalNumber!, email: Email!): Boolean!
    @match(
      type: "Guarantor", on: ["number", "email"], to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"]
      misses: { of: 5, per: "P1D", by: ACCOUNT }
    )
  buildings: [Building!] @root`,
  ],
  [
    'input TenantFilter {',
    'input FindGuarantor {\n  number: NationalNumber\n  birthDate: PartialDate\n}\n\ninput TenantFilter {',
  ],
];
