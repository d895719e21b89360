import { isNonNullType, getNamedType, getNullableType, isListType } from 'graphql';
import type { ASTNode } from 'graphql';
import { amount, isOutOfMeasure, isSenseless, measure } from '../amounts.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { AllowanceArguments } from '../read/directives.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, MatchDraft, SettingDraft } from '../read/draft.js';
import { inputTypeOf, resolvePath } from '../read/paths.js';
import type { Finding } from './law.js';

/**
 * A @match answers yes or no to whole values, to roles that reach the person, for a purpose, and so many times at most that a
 * caller cannot try values until one fits.
 */
export function matchesAreBounded(draft: Draft): readonly PolicyProblem[] {
  return draft.matches.flatMap((match) => [
    ...ofShape(match),
    ...ofReach(draft, match),
    ...amountsOf(match.use.args.misses, claimsOf(draft, match)).map((finding) =>
      wrong(match, argumentNode(match.use, 'misses'), finding),
    ),
    ...broughtProblems(draft, match.use.args.on, match.settings).map(({ node, ...finding }) =>
      wrong(match, node ?? match.node.name, finding),
    ),
  ]);
}

function ofShape(match: MatchDraft): readonly PolicyProblem[] {
  const { field, node } = match;
  if (String(field.type) === 'Boolean!' && !has(match, 'root')) return [];
  const what = has(match, 'root') ? 'has @root and @match' : `gives ${String(field.type)}`;
  return [wrong(match, node.name, { code: 'MATCH_SHAPE', what, remedy: 'Write Boolean!, and @match alone.' })];
}

function has({ node }: MatchDraft, directive: string): boolean {
  return node.directives?.some(({ name }) => name.value === directive) ?? false;
}

function ofReach(draft: Draft, match: MatchDraft): readonly PolicyProblem[] {
  const { use } = match;
  const { to, for: purposes, through, type } = use.args;
  const empty = [
    ...(to.length === 0 ? [['to', 'GRANT_WITHOUT_ROLE', 'is for nobody'] as const] : []),
    ...(purposes.length === 0 ? [['for', 'GRANT_WITHOUT_PURPOSE', 'is for nothing'] as const] : []),
    ...(through.length === 0 ? [['through', 'GRANT_WITHOUT_THROUGH', 'goes through no reach'] as const] : []),
  ];
  const reaches = draft.types.get(type)?.reaches ?? [];
  const unreached = to.flatMap((role) =>
    through
      .filter((name) => !reaches.some(({ use: { args } }) => args.role === role && args.name === name))
      .map((name) => ({ role, name })),
  );
  return [
    ...empty.map(([argument, code, what]) =>
      wrong(match, argumentNode(use, argument), { code, what, remedy: `Name some in \`${argument}\`.` }),
    ),
    ...unreached.map(({ role, name }) =>
      wrong(match, argumentNode(use, 'through'), {
        code: 'REACH_UNKNOWN',
        what: `lets ${role} match through "${name}", a reach that it has not on ${type}`,
        remedy: `Write a @reach of ${role} on ${type}, or take one of the two out.`,
      }),
    ),
  ];
}

/** By which claims the roles reach whom they match. */
function claimsOf(draft: Draft, { use: { args } }: MatchDraft): readonly string[] {
  const reaches = draft.types.get(args.type)?.reaches ?? [];
  return reaches
    .filter(({ use: { args: reach } }) => args.to.includes(reach.role) && args.through.includes(reach.name))
    .map(({ use: { args: reach } }) => reach.claim);
}

/**
 * What an own budget of misses may not say. `claims`: those without which a caller finds nobody; whoever has them, and not the claim
 * of an amount, is bounded by nothing.
 */
export function amountsOf(misses: readonly AllowanceArguments[], claims: readonly string[]): readonly Finding[] {
  const standing = misses.filter(({ shadow }) => !shadow);
  const unbounded = claims.find((claim) => !standing.some(({ by }) => by === 'ACCOUNT' || by === claim));
  return [
    ...(standing.length > 0 && unbounded !== undefined
      ? [
          invalid(
            `has no amount of misses for a caller that has ${unbounded} alone`,
            `Write misses by ACCOUNT, or by ${unbounded}.`,
          ),
        ]
      : []),
    ...(standing.length === 0
      ? [invalid('has no amount of misses that stands', 'Write misses: [{ of: …, per: "P1D", by: ACCOUNT }].')]
      : []),
    ...(misses.some(({ of }) => of === undefined)
      ? [invalid('takes a share for its misses', 'Write `of`: a caseload says nothing of how often one may guess.')]
      : []),
    ...(misses.some(isSenseless) ? [invalid(`has ${amount}`, 'Write `of` (0 or more).')] : []),
    ...(misses.some(isOutOfMeasure) ? [invalid('has a window out of measure', measure)] : []),
  ];
}

function invalid(what: string, remedy: string): Finding {
  return { code: 'BOUND_INVALID', what, remedy };
}

type BroughtFinding = Finding & { readonly node: ASTNode | undefined };

/** Arguments that name a person bring just the fields of the set, whole. */
export function broughtProblems(
  draft: Draft,
  set: readonly string[],
  settings: readonly SettingDraft[],
): readonly BroughtFinding[] {
  const missing = set.filter((path) => !settings.some((setting) => setting.path === path));
  return [
    ...missing.map((path) => ({
      node: undefined,
      code: 'FIND_INPUT' as const,
      what: `names a person by ${path}, which no argument brings`,
      remedy: `Write an argument ${path.replaceAll('.', '_')}, with @sets(field: "${path}") if its name differs.`,
    })),
    ...settings.flatMap((setting, index) => broughtProblem(draft, set, settings.slice(0, index), setting)),
  ];
}

function broughtProblem(
  draft: Draft,
  set: readonly string[],
  before: readonly SettingDraft[],
  setting: SettingDraft,
): readonly BroughtFinding[] {
  const { type: typeName, path, argument, input, use } = setting;
  const node = use?.node ?? input?.field.astNode?.name ?? argument?.astNode?.name;
  const name = input?.path ?? argument?.name ?? path;
  const found = resolvePath(draft, typeName, path);
  const of = input?.field.type ?? argument?.type;
  const remedy = 'Bring each field of the set once, non-null, in its own type.';
  if (!set.includes(path)) return [{ node, code: 'FIND_INPUT', what: `brings ${name}, which names nobody`, remedy }];
  if (before.some((other) => other.path === path))
    return [{ node, code: 'FIND_INPUT', what: `brings ${path} twice`, remedy }];
  if (
    use !== undefined &&
    (use.args.value !== undefined || use.args.claim !== undefined || use.args.from !== undefined)
  )
    return [{ node, code: 'SETS_MISUSED', what: `sets a value where ${name} brings one`, remedy }];
  const isWhole = input === undefined ? isNonNullType(of) : input.required;
  const isList = isListType(getNullableType(argument?.type)) || isListType(getNullableType(of));
  const fits = found !== undefined && of !== undefined && inputTypeOf(found) === getNamedType(of).name;
  return found === undefined || (fits && isWhole && !isList)
    ? []
    : [{ node, code: 'INPUT_TYPE', what: `brings ${name} as ${String(of)}`, remedy: `Write ${inputTypeOf(found)}!.` }];
}

function wrong({ field }: MatchDraft, node: ASTNode, { code, what, remedy }: Finding): PolicyProblem {
  return problemAt(node, { code, message: `Query.${field.name} ${what}.`, remedy });
}
