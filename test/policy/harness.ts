/** Speaks of SDL and of what is wrong with it: a change to the lawful tenancy, and the one problem that it makes. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { CompiledPolicy, RolePolicy, TypeGrant } from '../../src/policy/compiled.js';
import { compilePolicy } from '../../src/policy/compilePolicy.js';
import type { PolicyProblem } from '../../src/policy/problem.js';
import { printProblem } from '../../src/policy/problem.js';
import type { ProblemCode } from '../../src/policy/problemCodes.js';
import type { SchemaSource } from '../../src/policy/read/storeSchema.js';
import { tenancyOperations, tenancyTypes, tenancyWords } from './tenancy.js';

/** Text of the tenancy that occurs once, and what stands in its place. */
export type Edit = readonly [from: string, to: string];

export const tenancy: readonly SchemaSource[] = [
  { name: 'words.graphql', text: tenancyWords },
  { name: 'types.graphql', text: tenancyTypes },
  { name: 'operations.graphql', text: tenancyOperations },
];

export function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export function edited(...edits: readonly Edit[]): readonly SchemaSource[] {
  return edits.reduce(edit, tenancy);
}

function edit(sources: readonly SchemaSource[], [from, to]: Edit): readonly SchemaSource[] {
  const count = sources.reduce((total, { text }) => total + text.split(from).length - 1, 0);
  if (count !== 1) throw new Error(`${String(count)} occurrences of ${from}`);
  return sources.map((source) => ({ ...source, text: source.text.replace(from, () => to) }));
}

/** The policy of the tenancy with `edits`; fails with the problems when there are any. */
export function compiled(...edits: readonly Edit[]): CompiledPolicy {
  const key = JSON.stringify(edits);
  const policy = policies.get(key) ?? policyOf(edited(...edits));
  if (process.env['COMPILE_ANEW'] === undefined) policies.set(key, policy);
  return policy;
}

/** A policy is immutable: tests of one file share it, unless each has to reach the code that compiles. */
const policies = new Map<string, CompiledPolicy>();

export function policyOf(sources: readonly SchemaSource[]): CompiledPolicy {
  const result = compilePolicy(sources, digestOf);
  if ('problems' in result) throw new Error(result.problems.map(printProblem).join('\n'));
  return result.policy;
}

export function problemsOf(sources: readonly SchemaSource[]): readonly PolicyProblem[] {
  const result = compilePolicy(sources, digestOf);
  return 'problems' in result ? result.problems : [];
}

export function roleOf(policy: CompiledPolicy, role: string): RolePolicy {
  const found = policy.roles.get(role);
  if (found === undefined) throw new Error(`no role ${role}`);
  return found;
}

export function grantOf(policy: CompiledPolicy, role: string, type: string): TypeGrant {
  const found = roleOf(policy, role).types.get(type);
  if (found === undefined) throw new Error(`${role} reads no ${type}`);
  return found;
}

/** The definition of a type in a contract, on one line and without descriptions; empty when it is not there. */
export function definitionIn(contract: string, name: string): string {
  const plain = contract.replaceAll(/"""[\s\S]*?"""\n?/g, '');
  const found = new RegExp(`^(?:type|input|enum) ${name} \\{[^}]*\\}`, 'm').exec(plain);
  return (found?.[0] ?? '').replaceAll(/\s+/g, ' ');
}

/** One contradiction. `at` is text of the edited SDL, the mark ‸ standing before the place that the problem names. */
export interface Contradiction {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly code: ProblemCode;
  readonly at: string;
  readonly message: string;
  /** What to write instead, where it depends on what is wrong. */
  readonly remedy?: string;
  /** Codes of other laws that the same change breaks. */
  readonly also?: readonly ProblemCode[];
  /** How many more problems of the same code it makes, elsewhere or for other roles. */
  readonly more?: number;
}

/** A test for each: the change makes this problem, at this place, and no other code. */
export function refuses(contradictions: readonly Contradiction[]): void {
  test.each(contradictions.map((each) => [each.title, each] as const))('%s', (_title, each) => {
    expectProblem(each);
  });
}

function expectProblem({ edits, code, at, message, remedy: stated, also = [], more = 0 }: Contradiction): void {
  const sources = edited(...edits);
  // A field that is added to break one law is granted to nobody, which is a law of its own.
  const problems = problemsOf(sources).filter((problem) => problem.code === code || problem.code !== 'PERSONAL_UNREAD');
  expect(new Set(problems.map((problem) => problem.code))).toEqual(new Set([code, ...also]));
  const place = placeOf(sources, at);
  const remedy: unknown = stated ?? expect.stringMatching(/\S/);
  expect(problems).toContainEqual({ code, message, remedy, ...place });
  expect(problems.filter((problem) => problem.code === code)).toHaveLength(1 + more);
}

/** Where `at` stands, text of the SDL with the mark ‸ before the place; without a mark, where it begins. */
export function placeOf(
  sources: readonly SchemaSource[],
  at: string,
): { readonly file: string; readonly line: number; readonly column: number } {
  const [before = '', after] = at.split('‸');
  const snippet = after === undefined ? at : before + after;
  const count = sources.reduce((total, { text }) => total + text.split(snippet).length - 1, 0);
  if (count !== 1) throw new Error(`${String(count)} occurrences of ${snippet}`);
  const source = sources.find(({ text }) => text.includes(snippet));
  if (source === undefined) throw new Error(`no source holds ${snippet}`);
  const offset = source.text.indexOf(snippet) + (after === undefined ? 0 : before.length);
  const lines = source.text.slice(0, offset).split('\n');
  return { file: source.name, line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
