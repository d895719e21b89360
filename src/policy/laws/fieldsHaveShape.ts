import { getNamedType, isAbstractType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLObjectType } from 'graphql';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Draft } from '../read/draft.js';
import { embeddedTypeNames } from '../read/embedded.js';
import { shapeOf } from '../read/shape.js';

/** A field is a value, an embedded object, a relation or a list of rows; `id: ID!` is the key and says nothing else. */
export function fieldsHaveShape(draft: Draft): readonly PolicyProblem[] {
  const stored = new Set(draft.types.keys());
  const embedded = [...embeddedTypeNames(draft.schema)].flatMap((name) => {
    const type = draft.schema.getType(name);
    return isObjectType(type) && !stored.has(name) ? [type] : [];
  });
  return [
    ...[...draft.types.values()].flatMap(({ object }) =>
      fieldsOf(object).flatMap((field) => problemsOf(object, field, stored)),
    ),
    ...embedded.flatMap((type) => fieldsOf(type).flatMap((field) => memberProblems(type, field, stored))),
  ];
}

function problemsOf(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  stored: ReadonlySet<string>,
): readonly PolicyProblem[] {
  if (field.args.length > 0) {
    return [
      misshapen(type, field, 'takes arguments', 'Take them out: pages get `first` and `after` in the contracts.'),
    ];
  }
  const shape = shapeOf(field, stored);
  if (shape.kind === 'id') return idProblems(type, field);
  if (shape.kind !== 'stray' || isAbstractType(getNamedType(field.type))) return [];
  return [
    misshapen(
      type,
      field,
      `is ${String(field.type)}, which has no column`,
      getNamedType(field.type).name === 'ID'
        ? 'Write a relation to the type whose row it names, or `id: ID!` for the row itself.'
        : 'Write a scalar, an enum, a type with a table, a list of such a type, or @embedded(prefix:) on an object.',
    ),
  ];
}

function idProblems(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): readonly PolicyProblem[] {
  const isPlain = String(field.type) === 'ID!' && (field.astNode?.directives?.length ?? 0) === 0;
  return isPlain
    ? []
    : [misshapen(type, field, 'is the key and comes with any other field', 'Write `id: ID!` with no directive.')];
}

function memberProblems(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  stored: ReadonlySet<string>,
): readonly PolicyProblem[] {
  if (shapeOf(field, stored).kind === 'value' && field.args.length === 0) return [];
  return [
    misshapen(
      type,
      field,
      'stands in an embedded object and is no value',
      'Embedded objects hold scalars and enums only.',
    ),
  ];
}

function fieldsOf(type: GraphQLObjectType): readonly GraphQLField<unknown, unknown>[] {
  return Object.values(type.getFields());
}

function misshapen(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  what: string,
  remedy: string,
): PolicyProblem {
  return problemAt(field.astNode?.name, {
    code: 'FIELD_SHAPE',
    message: `${type.name}.${field.name} ${what}.`,
    remedy,
  });
}
