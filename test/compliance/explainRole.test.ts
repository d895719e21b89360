import { expect, test } from 'vitest';
import { askedFields } from '../../src/compliance/explain/askedFields.js';
import type { ExplainedWay } from '../../src/compliance/explain/explainRole.js';
import { explainRole } from '../../src/compliance/explain/explainRole.js';
import type { CompiledPolicy } from '../../src/policy/compiled.js';
import { policyStatements } from '../../src/policy/statements.js';
import { counter } from '../policy/counter.js';
import type { Edit } from '../policy/harness.js';
import { compiled, edited, roleOf } from '../policy/harness.js';

function waysOf(role: string, field: string | undefined, ...edits: readonly Edit[]): readonly ExplainedWay[] {
  const policy = compiled(...edits);
  const read = policyStatements(edited(...edits));
  const fields = askedFields(policy, field);
  if ('problems' in read || fields === undefined) throw new Error(`no field ${field ?? ''}`);
  const question = { role: roleOf(policy, role), fields, purposes: [...policy.purposes.keys()] };
  return explainRole({ policy, statements: read.statements }, question).fields.flatMap(({ ways }) => ways);
}

function wayOf(role: string, name: string, purpose: string, ...edits: readonly Edit[]): ExplainedWay {
  const found = waysOf(role, name, ...edits).find((way) => way.name === name && way.purpose === purpose);
  if (found === undefined) throw new Error(`no way ${name} for ${purpose}`);
  return found;
}

/** `file:line:column` of the first character of `text` in the tenancy. */
function at(text: string): string {
  const source = edited().find((each) => each.text.split(text).length === 2);
  if (source === undefined) throw new Error(`${text} stands not once`);
  const before = source.text.slice(0, source.text.indexOf(text)).split('\n');
  return `${source.name}:${String(before.length)}:${String((before.at(-1) ?? '').length + 1)}`;
}

test('a granted rung names its grant, its link in words, its window and what withholds it, each with its place', () => {
  const grant = '@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], as: POSTCODE_AREA';
  expect(wayOf('AGENCY', 'Tenant.address.postcodePostcodeArea', 'LETTING')).toEqual({
    name: 'Tenant.address.postcodePostcodeArea',
    purpose: 'LETTING',
    precision: 'POSTCODE_AREA',
    decision: 'GRANTED',
    reasons: [
      `@disclose at ${at(grant)} grants it to AGENCY`,
      `through "lodger": a row of lease whose agency_id is the caller's organisation, from offered_on until ended_on and for 18 months at most; objected_on closes it at once; and 3 months more after its end (@reach at ${at('@reach(name: "lodger", role: AGENCY, through: "lease", subject: "tenant_id", column: "agency_id", claim')})`,
      `withheld while protected_address is true (@restrict at ${at('@restrict(column')})`,
    ],
  });
});

test('a reach that one opens is told as such, with the place of its @exceptional', () => {
  const { decision, reasons } = wayOf('MANAGER', 'Tenant.birthNameInitial', 'MANAGEMENT', ...counter);
  expect(decision).toBe('GRANTED');
  expect(reasons.find((reason) => reason.startsWith('through "counter"'))).toMatch(
    /^through "counter": opened by the caller's account for one person and a reason, .*\(@exceptional at types\.graphql:\d+:3\)$/,
  );
});

test('a refused rung says what the role has instead, and who has it', () => {
  const { decision, reasons } = wayOf('AGENCY', 'Tenant.birthDate', 'LETTING');
  expect(decision).toBe('REFUSED');
  expect(reasons[0]).toBe('no @disclose grants it to AGENCY for LETTING');
  expect(reasons).toContain(
    `AGENCY has it as AGE_BAND for LETTING (${at('@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], as: AGE_BAND')})`,
  );
  expect(reasons.at(-1)).toMatch(/^granted so to MANAGER for MANAGEMENT \(types\.graphql:/);
});

test('a purpose that opens nothing says for which one it would', () => {
  expect(wayOf('AGENCY', 'Tenant.birthName', 'MANAGEMENT').reasons[1]).toMatch(
    /^AGENCY has it for LETTING \(types\.graphql:/,
  );
});

test('what nobody reads is refused to all', () => {
  expect(wayOf('MANAGER', 'Tenant.leftOn', 'MANAGEMENT').reasons).toEqual([
    'no @disclose grants it to MANAGER for MANAGEMENT',
    'nobody else is granted it so',
  ]);
});

test('what is about no person needs no link, and a grant on its type is its grant', () => {
  expect(wayOf('AGENCY', 'Building.floors', 'LETTING').reasons).toEqual([
    `@disclose at ${at('@disclose(to: [MANAGER, AGENCY]')} grants it to AGENCY`,
    'it is about no person, so that no link is needed',
  ]);
});

test('a fresh authentication is a reason of its own', () => {
  const edits: readonly Edit[] = [
    ['@party(as: DATA_SUBJECT)', '@party(as: DATA_SUBJECT, acr: "gold", stepUpAge: "PT5M")'],
    [
      'through: ["self"], within: "PT0S")\n  "The birth date',
      'through: ["self"], within: "PT0S", stepUp: true)\n  "The birth date',
    ],
  ];
  expect(wayOf('TENANT', 'Tenant.birthName', 'OWN_FILE', ...edits).reasons).toContain(
    'it asks for an authentication no older than 5 minutes',
  );
});

test('one rung may be asked by the name that a contract gives it', () => {
  expect(new Set(waysOf('AGENCY', 'Tenant.birthDateYear').map(({ precision }) => precision))).toEqual(
    new Set(['YEAR']),
  );
  expect(askedFields(compiled(), 'Tenant.birthDay')).toBeUndefined();
  expect(askedFields(compiled(), 'Tenent')).toBeUndefined();
});

test('every decision is the compiled policy’s, for every role, purpose, field and rung', () => {
  const policy: CompiledPolicy = compiled();
  const granted = (role: string): readonly string[] =>
    [...roleOf(policy, role).types.values()].flatMap(({ type, fields }) =>
      [...fields.values()]
        .filter(({ path }) => policy.types.get(type)?.fields.get(path)?.kind !== 'embedded')
        .flatMap(({ name, gates }) => [...gates.keys()].map((purpose) => `${type}.${name} ${purpose}`)),
    );
  for (const role of policy.roles.keys()) {
    const explained = waysOf(role, undefined).filter(({ decision }) => decision === 'GRANTED');
    expect(explained.map(({ name, purpose }) => `${name} ${purpose}`).toSorted()).toEqual(granted(role).toSorted());
  }
});
