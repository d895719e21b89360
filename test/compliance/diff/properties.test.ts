import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Effect } from '../../../src/compliance/diff/change.js';
import { comparePolicies } from '../../../src/compliance/diff/comparePolicies.js';
import { followRenames } from '../../../src/compliance/diff/renames/followRenames.js';
import { leavesOf } from '../../../src/compliance/diff/leaves.js';
import { isUnderstood } from '../../../src/compliance/diff/understood.js';
import type { CompiledPolicy, PolicyDigest } from '../../../src/policy/compiled.js';
import { compilePolicy } from '../../../src/policy/compilePolicy.js';
import type { SchemaSource } from '../../../src/policy/read/storeSchema.js';
import { readSchema } from '../../../src/schemaFolder.js';
import { sha256Hex } from '../../../src/vault/digest.js';
import { compiled, rentalFolder, storeFolder } from '../../support/policies.js';
import { expectMirrored, saidOf } from './harness.js';

const rental = readSchema(rentalFolder);

/** Small changes of the rental store, each of one place; those that a law refuses are left out. */
const mutations: readonly (readonly [from: RegExp, to: string])[] = [
  [/within: "P1M"/gu, 'within: "P1Y"'],
  [/within: "P2M"/gu, 'within: "PT0S"'],
  [/within: "P1Y"/gu, 'within: "P1M"'],
  [/as: INITIAL, /gu, ''],
  [/as: YEAR/gu, 'as: AGE_BAND'],
  [/as: LAST2/gu, 'as: MASKED'],
  [/as: PRESENCE, /gu, ''],
  [/\n *@disclose\(to: \[(?:LANDLORD|GUARANTEE_FUND)\][^\n]*/gu, ''],
  [/\n *@disclose\(to: \[AGENT\][^\n]*/gu, ''],
  [/, stepUp: true/gu, ''],
  [/longest: "P10Y"/gu, 'longest: "P5Y"'],
  [/longest: "P3Y"/gu, 'longest: "P10Y"'],
  [/keep: "P3Y"/gu, 'keep: "P2Y"'],
  [/except: \[AGENT, TENANT\]/gu, 'except: [TENANT]'],
  [/of: 100, per: "P1D"/gu, 'of: 50, per: "P1D"'],
  [/of: 60, per: "P1D"/gu, 'of: 60, per: "P7D"'],
  [/page: 25/gu, 'page: 30'],
  [/cost: 5000/gu, 'cost: 900'],
  [/maxAge: "PT8H"/gu, 'maxAge: "PT1H"'],
  [/, machine: true/gu, ''],
  [/@personal\(category: NAME\)/gu, '@personal(category: HEALTH)'],
  [/sensitivity: SPECIAL/gu, 'sensitivity: ORDINARY'],
  [/of: \["Europe\/London"\]/gu, 'of: ["Europe/London", "Asia/Tokyo"]'],
  [/, rows: \d+/gu, ''],
  [/basis: "GDPR Art. 6\(1\)\(f\)"/gu, 'basis: "GDPR Art. 6(1)(a)"'],
];

/** Every one of them, in every place where it can be made, compiled. */
const mutants: readonly CompiledPolicy[] = mutations.flatMap(([from, to]) => {
  const places = rental.flatMap((source, file) =>
    [...source.text.matchAll(from)].map(({ index }) => ({ file, index })),
  );
  return places.slice(0, 1).flatMap(({ file, index }) => {
    const sources = rental.map((source, at): SchemaSource => {
      if (at !== file) return source;
      const tail = source.text.slice(index).replace(new RegExp(from.source, 'u'), () => to);
      return { ...source, text: source.text.slice(0, index) + tail };
    });
    const compilation = compilePolicy(sources, sha256Hex);
    return 'policy' in compilation ? [compilation.policy] : [];
  });
});

describe('of any two small changes of a store', () => {
  const anyOf = fc.constantFrom(...mutants);

  test('a policy does not differ from itself', () => {
    expect(mutants.length).toBeGreaterThan(15);
    for (const policy of mutants) expect(comparePolicies(policy, policy)).toEqual([]);
  });

  test('policies of two digests always differ, and what widens one way narrows the other way', () => {
    fc.assert(
      fc.property(anyOf, anyOf, (old, next) => {
        fc.pre(old.digest !== next.digest);
        expect(comparePolicies(old, next)).not.toEqual([]);
        const renamed = followRenames(old, next).renames.length > 0;
        if (!renamed) expectMirrored(old, next);
        else expect(has(old, next, 'widening')).toBe(has(next, old, 'narrowing'));
      }),
      { numRuns: 40 },
    );
  });
});

function has(old: CompiledPolicy, next: CompiledPolicy, effect: Effect): boolean {
  return comparePolicies(old, next).some((change) => change.effect === effect);
}

describe('nothing that the compiler says is passed over:', () => {
  const policy = compiled(rentalFolder);

  test('the comparisons know every part of the compiled policies by name', () => {
    const unknown = [policy, compiled(storeFolder)]
      .flatMap((each) => leavesOf(each))
      .filter(({ pattern }) => !isUnderstood(pattern));
    expect(new Set(unknown.map(({ pattern }) => pattern))).toEqual(new Set());
  });

  // A member's name, `forwarding.line`, is one key: such paths cannot be followed by their points.
  const followed = leavesOf(policy).filter(({ pattern, path }) => path.split('.').length === pattern.split('.').length);
  const patterns = new Map(followed.map(({ pattern, path }) => [pattern, path]));
  // Texts for people, whose change is told as other words.
  const wording = /^digest$|\.contract$/;

  test.each([...patterns].filter(([pattern]) => !wording.test(pattern)))('a change of %s is told', (_pattern, path) => {
    const changes = comparePolicies(policy, seeded(policy, path.split('.')));
    expect(changes, path).not.toEqual([]);
  });

  test.each([
    ['types.Tenant.guard', 'Tenant'],
    ['roles.AGENT.escape', 'AGENT'],
  ])('a new part %s of which no comparison has heard is a widening, whatever else changes', (path) => {
    for (const base of [policy, mutants[0] ?? policy]) {
      const changes = comparePolicies(policy, seeded(base, path.split('.')));
      expect(saidOf(changes)).toContain(`+ something else at ${path}: form - → "seeded"`);
    }
  });
});

/** The policy with another digest, and another value at a path, or a new one. */
function seeded(policy: CompiledPolicy, path: readonly string[]): CompiledPolicy {
  const digest = 'seeded' as PolicyDigest;
  return { ...(changedAt(policy, path) as CompiledPolicy), digest };
}

function changedAt(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return otherThan(value);
  if (value instanceof Map) return new Map([...value].map(([key, member]) => [key, under(key, member)]));
  if (value instanceof Set) return new Set([...value].filter((member) => member !== name));
  if (Array.isArray(value)) return value.map((member, index) => under(String(index), member));
  const members = value as Readonly<Record<string, unknown>>;
  return { ...members, [name]: changedAt(members[name], rest) };

  function under(key: unknown, member: unknown): unknown {
    return key === name ? changedAt(member, rest) : member;
  }
}

function otherThan(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return typeof value === 'string' ? (others[value] ?? `${value}x`) : 'seeded';
}

/** For words of the compiler another one of them. */
const others: Readonly<Record<string, string>> = {
  EXACT: 'YEAR',
  ORDINARY: 'SPECIAL',
  SPECIAL: 'OFFENCE',
  sealed: 'clear',
  clear: 'sealed',
};
