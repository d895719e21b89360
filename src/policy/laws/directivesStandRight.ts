import { Kind } from 'graphql';
import type { ConstDirectiveNode, DefinitionNode, FieldDefinitionNode } from 'graphql';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { DirectiveName } from '../read/directives.js';
import type { Draft } from '../read/draft.js';
import { embeddedTypeNames } from '../read/embedded.js';

/** Where a directive means something: GraphQL itself only knows "on a field", "on an object". */
type Place = 'subject' | 'record' | 'entity' | 'embedded' | 'query' | 'mutation' | 'other';

const onType: Readonly<Partial<Record<DirectiveName, readonly Place[]>>> = {
  reach: ['subject', 'record'],
  exceptional: ['subject'],
  reveals: ['subject', 'record'],
  restrict: ['subject', 'record'],
  retain: ['subject'],
  disclose: ['subject', 'record', 'entity'],
};

const onField: Readonly<Partial<Record<DirectiveName, readonly Place[]>>> = {
  personal: ['subject', 'record', 'entity', 'embedded'],
  impersonal: ['subject', 'record', 'entity', 'embedded'],
  embedded: ['subject', 'record', 'entity'],
  disclose: ['subject', 'record', 'entity', 'embedded'],
  root: ['query'],
  match: ['query'],
  request: ['mutation'],
  write: ['mutation'],
  opens: ['mutation'],
  sets: ['mutation'],
};

const onValue: Readonly<Record<string, string>> = { party: 'Role', purpose: 'Purpose', category: 'Category' };

/** A directive stands where it is read: elsewhere it would state a right that nobody keeps. */
export function directivesStandRight(draft: Draft): readonly PolicyProblem[] {
  const embedded = embeddedTypeNames(draft.schema);
  const placeOf = (name: string): Place =>
    name === 'Query'
      ? 'query'
      : name === 'Mutation'
        ? 'mutation'
        : (draft.types.get(name)?.kind ?? (embedded.has(name) ? 'embedded' : 'other'));
  return draft.document.definitions.flatMap((node) => {
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION) {
      const place = placeOf(node.name.value);
      return [
        ...misplaced(node.directives, onType, place),
        ...(node.fields ?? []).flatMap((field) => [
          ...misplaced(field.directives, onField, place),
          ...notEmbedded(draft, field),
        ]),
      ];
    }
    // A right on an interface would be kept by nobody: it stands on each of its types.
    if (node.kind === Kind.INTERFACE_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_EXTENSION)
      return (node.fields ?? []).flatMap(({ directives }) => misplaced(directives, onField, 'other'));
    return valuesMisplaced(node);
  });
}

function misplaced(
  directives: readonly ConstDirectiveNode[] | undefined,
  places: Readonly<Partial<Record<string, readonly Place[]>>>,
  place: Place,
): readonly PolicyProblem[] {
  return (directives ?? []).flatMap((node) => {
    const meant = places[node.name.value];
    return meant === undefined || meant.includes(place)
      ? []
      : [standsWrong(node, `It belongs on: ${meant.join(', ')}.`)];
  });
}

/** @embedded holds for an object without a table. */
function notEmbedded(draft: Draft, field: FieldDefinitionNode): readonly PolicyProblem[] {
  let { type } = field;
  while (type.kind !== Kind.NAMED_TYPE) type = type.type;
  const target = type.name.value;
  if (!draft.types.has(target)) return [];
  return (field.directives ?? [])
    .filter(({ name }) => name.value === 'embedded')
    .map((node) => standsWrong(node, `${target} has a table of its own: take @embedded off.`));
}

function valuesMisplaced(node: DefinitionNode): readonly PolicyProblem[] {
  if (node.kind !== Kind.ENUM_TYPE_DEFINITION && node.kind !== Kind.ENUM_TYPE_EXTENSION) return [];
  return (node.values ?? []).flatMap(({ directives }) =>
    (directives ?? []).flatMap((directive) => {
      const meant = onValue[directive.name.value];
      return meant === undefined || meant === node.name.value
        ? []
        : [standsWrong(directive, `It belongs on a value of ${meant}.`)];
    }),
  );
}

function standsWrong(node: ConstDirectiveNode, remedy: string): PolicyProblem {
  return problemAt(node, {
    code: 'DIRECTIVE_MISPLACED',
    message: `@${node.name.value} says nothing here.`,
    remedy,
  });
}
