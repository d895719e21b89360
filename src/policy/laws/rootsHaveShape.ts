import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { GraphQLArgument } from 'graphql';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Draft, RootDraft } from '../read/draft.js';

/** Every field of Query says what it is, and takes the arguments of just that. */
export function rootsHaveShape(draft: Draft): readonly PolicyProblem[] {
  return draft.roots.flatMap((root) => {
    if (root.use === undefined) {
      return [
        problemAt(root.node.name, {
          code: 'ROOT_UNDECLARED',
          message: `Query.${root.field.name} has no @root.`,
          remedy: 'Write @root(kind: NODE), LIST or FIND: roots are declared, there are no resolvers.',
        }),
      ];
    }
    return [...resultProblems(draft, root), ...argumentProblems(root), ...setProblems(root)];
  });
}

function resultProblems(draft: Draft, root: RootDraft): readonly PolicyProblem[] {
  const named = getNamedType(root.field.type);
  // What of an interface or a union can be a root is judged where those are.
  if (isAbstractType(named)) return isNonNullType(root.field.type) ? [neverNull(root)] : [];
  const type = draft.types.get(named.name);
  if (!isObjectType(named) || type === undefined)
    return [misshapen(root, `gives ${named.name}, which has no table`, 'Give a type with a table.')];
  const isList = isListType(getNullableType(root.field.type));
  if (kindOf(root) === 'LIST') return isList ? [] : [misshapen(root, 'gives one row', `Write [${named.name}!].`)];
  if (isList) return [misshapen(root, 'gives a list', `Write ${named.name}, or @root(kind: LIST).`)];
  if (isNonNullType(root.field.type)) return [neverNull(root)];
  const isOwn = kindOf(root) === 'NODE' && !root.field.args.some(({ name }) => name === 'id');
  if (type.kind !== 'subject' && (isOwn || kindOf(root) === 'FIND')) {
    return [
      misshapen(root, `needs a person, and ${named.name} is none`, isOwn ? 'Write `id: ID!`.' : 'Find a @subject.'),
    ];
  }
  return [];
}

function neverNull(root: RootDraft): PolicyProblem {
  return misshapen(root, 'is never null', 'Take the "!" off: who may not read the row meets null.');
}

function argumentProblems(root: RootDraft): readonly PolicyProblem[] {
  const { args } = root.field;
  const stranger = args.find((argument) => !isTaken(root, argument));
  if (stranger !== undefined) {
    return [
      misshapen(
        root,
        `takes ${stranger.name}: ${String(stranger.type)}`,
        `A ${kindOf(root)} takes ${takes[kindOf(root)]}.`,
      ),
    ];
  }
  const inputs = args.filter(({ type }) => isInputObjectType(getNamedType(type)));
  if (inputs.length > 1) return [misshapen(root, 'takes two input objects', 'Keep one.')];
  return kindOf(root) === 'FIND' && inputs.length === 0
    ? [misshapen(root, 'takes nothing to find by', `It takes ${takes.FIND}.`)]
    : [];
}

const takes = {
  NODE: '`id: ID!`, or nothing for the row of the SUBJECT claim',
  LIST: '`changedSince: DateTime` and one nullable input object to filter by; `first` and `after` come by themselves',
  FIND: 'one non-null input object with the fields of its sets',
} as const;

function isTaken(root: RootDraft, { name, type }: GraphQLArgument): boolean {
  const printed = String(type);
  switch (kindOf(root)) {
    case 'NODE':
      return name === 'id' && printed === 'ID!';
    case 'LIST':
      return (
        (name === 'changedSince' && printed === 'DateTime') ||
        (name === 'first' && printed === 'Int!') ||
        (name === 'after' && printed === 'String') ||
        isInputObjectType(type)
      );
    case 'FIND':
      return isNonNullType(type) && isInputObjectType(getNullableType(type));
  }
}

function setProblems(root: RootDraft): readonly PolicyProblem[] {
  const count = root.use?.args.by.length ?? 0;
  if (kindOf(root) === 'FIND')
    return count > 0 ? [] : [misshapen(root, 'finds by no set', 'Write `by: [["…", "…"]]`.')];
  return count === 0 ? [] : [misshapen(root, 'has sets to find by', 'Take `by` off, or write @root(kind: FIND).')];
}

function kindOf({ use }: RootDraft): 'NODE' | 'LIST' | 'FIND' {
  return use?.args.kind ?? 'NODE';
}

function misshapen({ field, node }: RootDraft, what: string, remedy: string): PolicyProblem {
  return problemAt(node.name, { code: 'ROOT_SHAPE', message: `Query.${field.name} ${what}.`, remedy });
}
