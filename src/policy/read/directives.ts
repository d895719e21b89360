/** The arguments of each directive, parsed once: GraphQL has checked all but the custom scalars, which stay text. */
import { getArgumentValues } from 'graphql';
import type { ASTNode, ConstDirectiveNode, DirectiveNode, GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { invariant } from '../../kernel/invariant.js';

const names = z.array(z.string());
const text = z.string();
const optionalText = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);
const optionalNumber = z
  .number()
  .nullish()
  .transform((value) => value ?? undefined);
/** A literal of the scalar Duration: anything but text is kept as text for the law on durations to refuse. */
const duration = z.unknown().transform(literalOf);
const optionalDuration = z
  .unknown()
  .nullish()
  .transform((value) => (value === undefined || value === null ? undefined : literalOf(value)));
const claim = z.enum(['ACCOUNT', 'UNIT', 'ORGANISATION', 'SUBJECT']);
const precision = z.enum([
  'EXACT',
  'INITIAL',
  'YEAR',
  'AGE_BAND',
  'POSTCODE_AREA',
  'MASKED',
  'LAST2',
  'PSEUDONYM',
  'PRESENCE',
]);

const allowance = z.object({
  of: optionalNumber,
  share: optionalNumber,
  floor: optionalNumber,
  cap: optionalNumber,
  per: duration,
  by: claim,
  shadow: z.boolean(),
});

function literalOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const directiveArguments = {
  party: z.object({
    as: z.enum(['CONTROLLER', 'JOINT_CONTROLLER', 'PROCESSOR', 'RECIPIENT', 'DATA_SUBJECT', 'SUPERVISION']),
    acr: optionalText,
    maxAge: optionalDuration,
    stepUpAge: optionalDuration,
    machine: z.boolean(),
  }),
  purpose: z.object({ basis: text, text }),
  category: z.object({ sensitivity: z.enum(['ORDINARY', 'NATIONAL_ID', 'SPECIAL', 'OFFENCE']), to: names }),
  subject: z.object({ table: text, key: text, population: z.number() }),
  record: z.object({ table: text, key: text, subject: text }),
  entity: z.object({ table: text, key: text }),
  reach: z.object({
    name: text,
    role: text,
    through: text,
    subject: text,
    column: text,
    row: optionalText,
    claim,
    starts: text,
    ends: optionalText,
    longest: optionalDuration,
    closes: names,
    reveals: optionalText,
  }),
  exceptional: z.object({
    name: text,
    role: text,
    lasts: duration,
    review: duration,
    persons: z.array(allowance),
    misses: z.array(allowance),
  }),
  reveals: z.object({ category: text, by: names, reason: text }),
  restrict: z.object({ column: text, fields: names, except: names }),
  retain: z.object({ from: text, keep: duration }),
  bound: z.object({
    role: text,
    page: z.number(),
    cost: z.number(),
    persons: z.array(allowance),
    misses: z.array(allowance),
  }),
  zones: z.object({ of: names }),
  personal: z.object({ category: text, search: z.array(z.enum(['UNIQUE', 'EXACT'])), clear: optionalText }),
  impersonal: z.object({ reason: text }),
  embedded: z.object({ prefix: text }),
  disclose: z.object({
    to: names,
    for: names,
    through: names,
    as: precision,
    within: optionalDuration,
    approval: z.boolean(),
    stepUp: z.boolean(),
  }),
  root: z.object({ kind: z.enum(['NODE', 'LIST', 'FIND']), by: z.array(names) }),
  write: z.object({
    kind: z.enum(['CREATE', 'UPDATE', 'END']),
    type: text,
    to: names,
    for: names,
    through: names,
    rows: z.number(),
  }),
  opens: z.object({ reach: text, by: names, to: names, for: names }),
  sets: z.object({
    field: text,
    value: optionalText,
    claim: claim.nullish().transform((value) => value ?? undefined),
    from: names.nullish().transform((value) => value ?? undefined),
  }),
  match: z.object({ type: text, on: names, to: names, for: names, through: names, misses: z.array(allowance) }),
  request: z.object({
    type: text,
    by: names,
    to: names,
    for: names,
    confirm: names,
    expires: duration,
    misses: z.array(allowance),
  }),
  format: z.object({ pattern: text }),
} as const;

export type DirectiveName = keyof typeof directiveArguments;
export type ArgumentsOf<Name extends DirectiveName> = Readonly<z.output<(typeof directiveArguments)[Name]>>;
export type AllowanceArguments = z.output<typeof allowance>;

/** One directive where it stands. */
export interface Use<Name extends DirectiveName> {
  readonly args: ArgumentsOf<Name>;
  readonly node: DirectiveNode;
}

/** A node of the SDL that may carry directives. */
export interface Holder {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

/** Whether @`name` stands on `holder`. */
export function carries(holder: Holder | null | undefined, name: DirectiveName): boolean {
  return holder?.directives?.some((node) => node.name.value === name) === true;
}

/** All uses of @`name` on `holders` (a definition and its extensions), in the order written. */
export function usesOf<Name extends DirectiveName>(
  schema: GraphQLSchema,
  holders: readonly (Holder | null | undefined)[],
  name: Name,
): readonly Use<Name>[] {
  const definition = schema.getDirective(name);
  invariant(definition, `the vocabulary defines @${name}`);
  return holders
    .flatMap((holder) => holder?.directives ?? [])
    .filter((node) => node.name.value === name)
    .map((node) => ({ node, args: parseArguments(name, getArgumentValues(definition, node)) }));
}

function parseArguments<Name extends DirectiveName>(name: Name, given: unknown): ArgumentsOf<Name> {
  // TypeScript sees the union of all parsers here and cannot tell that `name` picks one.
  return directiveArguments[name].parse(given) as unknown as ArgumentsOf<Name>;
}

/** Where an argument of `use` stands, or the directive itself when the argument is left out. */
export function argumentNode<Name extends DirectiveName>(
  use: Use<Name>,
  argument: keyof ArgumentsOf<Name> & string,
): ASTNode {
  return use.node.arguments?.find((node) => node.name.value === argument)?.value ?? use.node;
}
