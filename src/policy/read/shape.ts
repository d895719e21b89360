/** What a field of a store's type is, by the conventions: a value, an embedded object, a relation, a list, or a stray. */
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isObjectType,
} from 'graphql';
import type { GraphQLAbstractType, GraphQLField, GraphQLNamedType, GraphQLObjectType } from 'graphql';
import type { ScalarKind } from '../../kernel/scalar.js';
import { carries } from './directives.js';

export type FieldShape =
  | { readonly kind: 'id' }
  | { readonly kind: 'value'; readonly type: GraphQLNamedType }
  | { readonly kind: 'embedded'; readonly type: GraphQLObjectType }
  | { readonly kind: 'relation'; readonly target: GraphQLObjectType }
  | { readonly kind: 'list'; readonly target: GraphQLObjectType }
  /** Rows of several types: of an interface or a union. */
  | { readonly kind: 'members'; readonly target: GraphQLAbstractType }
  | { readonly kind: 'stray' };

export function shapeOf(field: GraphQLField<unknown, unknown>, stored: ReadonlySet<string>): FieldShape {
  if (field.name === 'id') return { kind: 'id' };
  const nullable = getNullableType(field.type);
  const type = getNamedType(field.type);
  if (isListType(nullable)) {
    const isFlat = !isListType(getNullableType(nullable.ofType));
    if (isFlat && isAbstractType(type)) return { kind: 'members', target: type };
    return isFlat && isObjectType(type) && stored.has(type.name) ? { kind: 'list', target: type } : { kind: 'stray' };
  }
  if (isObjectType(type)) return shapeOfObject(field, type, stored);
  return isLeafType(type) && type.name !== 'ID' ? { kind: 'value', type } : { kind: 'stray' };
}

function shapeOfObject(
  field: GraphQLField<unknown, unknown>,
  type: GraphQLObjectType,
  stored: ReadonlySet<string>,
): FieldShape {
  if (stored.has(type.name)) return { kind: 'relation', target: type };
  return carries(field.astNode, 'embedded') ? { kind: 'embedded', type } : { kind: 'stray' };
}

/** GraphQL's own scalars and the vocabulary's; `String` and a store's own are text. */
const scalars: ReadonlySet<string> = new Set<ScalarKind>([
  'Int',
  'Float',
  'Boolean',
  'Date',
  'PartialDate',
  'DateTime',
  'YearMonth',
  'Email',
  'Phone',
  'PostalCode',
  'Duration',
  'ID',
]);

export function scalarKindOf(type: GraphQLNamedType): ScalarKind {
  if (isEnumType(type)) return 'Enum';
  return isScalarKind(type.name) ? type.name : 'Text';
}

function isScalarKind(name: string): name is ScalarKind {
  return scalars.has(name);
}
