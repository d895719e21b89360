import { getNamedType, getNullableType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import type { GraphQLInputField, GraphQLInputObjectType, GraphQLNamedInputType } from 'graphql';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { ProblemCode } from '../problemCodes.js';
import { usesOf } from '../read/directives.js';
import type { Draft, RootDraft } from '../read/draft.js';
import { inputTypeOf, resolvePath } from '../read/paths.js';

interface Comparison {
  readonly root: RootDraft;
  readonly input: GraphQLInputObjectType;
  readonly field: GraphQLInputField;
  readonly path: string;
}

/** A filter compares clear columns of its own rows, a lookup blind indexes; each input object is one root's alone. */
export function inputsCompare(draft: Draft): readonly PolicyProblem[] {
  return [...comparisons(draft).flatMap((comparison) => problemsOf(draft, comparison)), ...shared(draft)];
}

function comparisons(draft: Draft): readonly Comparison[] {
  return inputsOfRoots(draft).flatMap(({ root, input }) =>
    Object.values(input.getFields()).map((field) => {
      const [stated] = usesOf(draft.schema, [field.astNode], 'sets');
      return { root, input, field, path: stated?.args.field ?? field.name };
    }),
  );
}

function problemsOf(draft: Draft, comparison: Comparison): readonly PolicyProblem[] {
  const { root, field, path } = comparison;
  const found = resolvePath(draft, getNamedType(root.field.type).name, path);
  if (found === undefined || found.kind === 'id' || found.kind === 'version') {
    return [
      wrong(
        comparison,
        'FIELD_UNKNOWN',
        `compares ${path}, which is no field`,
        'Write @sets(field: "…") with a field of the type.',
      ),
    ];
  }
  if (found.kind === 'through') {
    return [
      wrong(comparison, 'NOT_SUPPORTED_YET', `compares ${path}, of another row`, 'Compare a field of the row itself.'),
    ];
  }
  if (inputTypeOf(found) !== getNamedType(field.type).name || isListType(getNullableType(field.type))) {
    return [wrong(comparison, 'INPUT_TYPE', `is ${String(field.type)}`, `Write ${inputTypeOf(found)}, as ${path} is.`)];
  }
  if (isNonNullType(field.type)) return [wrong(comparison, 'INPUT_TYPE', 'is compulsory', 'Take the "!" off.')];
  if (statesMore(draft, field))
    return [
      wrong(
        comparison,
        'SETS_MISUSED',
        'sets a value',
        'Keep @sets(field:) once, without `value`, `claim` and `from`.',
      ),
    ];
  if (root.use?.args.kind === 'LIST' && found.kind === 'value' && found.model.storage === 'sealed') {
    return [
      wrong(
        comparison,
        'FILTER_SEALED',
        `compares ${path}, which is sealed`,
        'Filter by what is in clear; find persons by @root(kind: FIND).',
      ),
    ];
  }
  return [];
}

function statesMore(draft: Draft, field: GraphQLInputField): boolean {
  const uses = usesOf(draft.schema, [field.astNode], 'sets');
  return (
    uses.length > 1 ||
    uses.some(({ args }) => args.value !== undefined || args.claim !== undefined || args.from !== undefined)
  );
}

/** Contracts prune an input object for its root; one that something else takes would be pruned there too. */
function shared(draft: Draft): readonly PolicyProblem[] {
  const roots = inputsOfRoots(draft);
  const whole = takenWhole(draft);
  return roots
    .filter(({ input }, index) => whole.has(input) || roots.findIndex((other) => other.input === input) < index)
    .map(({ root, input }) =>
      problemAt(root.node.name, {
        code: 'INPUT_SHARED',
        message: `Query.${root.field.name} shares ${input.name} with another field.`,
        remedy: 'Give each root an input object of its own.',
      }),
    );
}

/** The input objects of everything but roots, with the objects within them. */
function takenWhole(draft: Draft): ReadonlySet<GraphQLInputObjectType> {
  const mutations = Object.values(draft.schema.getMutationType()?.getFields() ?? {});
  const taken = new Set<GraphQLInputObjectType>();
  for (const { args } of [...mutations, ...draft.matches.map(({ field }) => field)])
    for (const { type } of args) addInput(taken, getNamedType(type));
  return taken;
}

function addInput(taken: Set<GraphQLInputObjectType>, type: GraphQLNamedInputType): void {
  if (!isInputObjectType(type) || taken.has(type)) return;
  taken.add(type);
  for (const field of Object.values(type.getFields())) addInput(taken, getNamedType(field.type));
}

function inputsOfRoots(draft: Draft): readonly { readonly root: RootDraft; readonly input: GraphQLInputObjectType }[] {
  return draft.roots.flatMap((root) =>
    root.field.args.flatMap(({ type }) => {
      const input = getNamedType(type);
      return isInputObjectType(input) ? [{ root, input }] : [];
    }),
  );
}

function wrong({ input, field }: Comparison, code: ProblemCode, what: string, remedy: string): PolicyProblem {
  return problemAt(field.astNode?.name, { code, message: `${input.name}.${field.name} ${what}.`, remedy });
}
