/**
 * What a role may read, and why: each decision is the compiled policy's, each reason names the statement of the SDL that it
 * follows from.
 */
import type { Precision } from '../../kernel/precision.js';
import type { CompiledPolicy, FieldGrant, Party, RolePolicy, Sensitivity } from '../../policy/compiled.js';
import { contractName } from '../../policy/naming.js';
import type { PolicyStatements } from '../../policy/statements.js';
import { printPlace } from '../../policy/statements.js';
import type { AskedField } from './askedFields.js';
import { grantedReasons } from './grantedReasons.js';
import { refusedReasons } from './refusedReasons.js';
import { boundWords, secondsWords } from './words.js';

export interface StatedPolicy {
  readonly policy: CompiledPolicy;
  readonly statements: PolicyStatements;
}

export interface RoleExplanation {
  readonly role: string;
  readonly place: string;
  readonly party: Party;
  /** How sure the server must be of who holds it, and what bounds it. */
  readonly conditions: readonly string[];
  /** Purposes for which anything is granted to it. */
  readonly purposes: readonly string[];
  readonly fields: readonly ExplainedField[];
}

export interface ExplainedField {
  /** `Type.path` of the store. */
  readonly coordinate: string;
  readonly place: string;
  readonly category: string | undefined;
  readonly sensitivity: Sensitivity | undefined;
  readonly ways: readonly ExplainedWay[];
}

/** One rung for one purpose. */
export interface ExplainedWay {
  /** `Type.path` of the role's contract, if it had the field. */
  readonly name: string;
  readonly purpose: string;
  readonly precision: Precision;
  readonly decision: 'GRANTED' | 'REFUSED';
  readonly reasons: readonly string[];
}

export interface RoleQuestion {
  readonly role: RolePolicy;
  readonly fields: readonly AskedField[];
  readonly purposes: readonly string[];
}

export function explainRole(stated: StatedPolicy, { role, fields, purposes }: RoleQuestion): RoleExplanation {
  return {
    role: role.role,
    place: placeIn(stated.statements.roles, role.role),
    party: role.party,
    conditions: conditionsOf(stated, role),
    purposes: role.purposes,
    fields: fields.map((asked) => explainField(stated, role, asked, purposes)),
  };
}

function explainField(
  stated: StatedPolicy,
  role: RolePolicy,
  asked: AskedField,
  purposes: readonly string[],
): ExplainedField {
  const coordinate = `${asked.type.name}.${asked.field.path}`;
  const { category } = asked.field;
  const rungs = rungsOf(stated, coordinate, asked);
  return {
    coordinate,
    place: placeIn(stated.statements.fields, coordinate),
    category,
    sensitivity: category === undefined ? undefined : stated.policy.categories.get(category),
    ways: purposes.flatMap((purpose) =>
      rungs.map((precision) => explainWay(stated, role, asked, { purpose, precision })),
    ),
  };
}

/** Those that anybody is granted; a rung that nobody has is refused to all for one reason. */
function rungsOf({ statements }: StatedPolicy, coordinate: string, asked: AskedField): readonly Precision[] {
  if (asked.precision !== undefined) return [asked.precision];
  const granted = new Set((statements.grants.get(coordinate) ?? []).map(({ precision }) => precision));
  return granted.size === 0 ? ['EXACT'] : [...granted];
}

function explainWay(
  stated: StatedPolicy,
  role: RolePolicy,
  { type, field }: AskedField,
  { purpose, precision }: { readonly purpose: string; readonly precision: Precision },
): ExplainedWay {
  const name = contractName(field.path, precision);
  const grant = grantOf(role, type.name, name, purpose);
  const way = { stated, role, type, path: field.path, purpose, precision };
  return {
    name: `${type.name}.${name}`,
    purpose,
    precision,
    decision: grant === undefined ? 'REFUSED' : 'GRANTED',
    reasons: grant === undefined ? refusedReasons(way) : grantedReasons(way, grant),
  };
}

function grantOf(role: RolePolicy, type: string, name: string, purpose: string): FieldGrant | undefined {
  const grant = role.types.get(type)?.fields.get(name);
  return grant?.gates.has(purpose) === true ? grant : undefined;
}

function conditionsOf({ statements }: StatedPolicy, { role, authentication, bound }: RolePolicy): readonly string[] {
  const { acr, maxAgeSeconds, machine, isSenderConstrained } = authentication;
  return [
    ...(acr.length === 0 ? [] : [`authenticated as ${acr.join(' or ')}`]),
    ...(maxAgeSeconds === undefined ? [] : [`no longer than ${secondsWords(maxAgeSeconds)} ago`]),
    ...(isSenderConstrained ? ['each request proves a key or a certificate'] : []),
    ...(machine ? ['machines too, with registered operations'] : []),
    ...boundWords(bound).map((words) => `${words} (@bound at ${placeIn(statements.bounds, role)})`),
  ];
}

function placeIn(places: PolicyStatements['fields'], name: string): string {
  return printPlace(places.get(name));
}
