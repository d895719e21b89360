/** A first contact as it is planned: made once for a document, role and purpose, and what one request brings. */
import type { FieldNode, GraphQLField } from 'graphql';
import type { BroughtValue, RelationField, RequestModel } from '../policy/compiled.js';
import type { RowSelection } from '../policy/rowSelection.js';
import type { RelatedCondition } from '../policy/rowWriting.js';
import type { Constant } from './constant.js';
import type { NamedSet, NamedValues } from './matching.js';
import type { Reading } from './reading.js';

export interface RequestTemplate {
  readonly responseKey: string;
  readonly node: FieldNode;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly request: RequestModel;
  readonly set: NamedSet;
  readonly brought: readonly BroughtEntity[];
  /** What the caller's claims set. */
  readonly claimed: readonly Constant[];
  /** What an entity that is brought must hold: the caller's claim, or a constant. */
  readonly conditions: readonly (Constant & { readonly by: RelationField; readonly condition: RelatedCondition })[];
  readonly reading: Reading;
}

/** `related`: the row must be there; a type that is about no person is open. */
export interface BroughtEntity {
  readonly field: RelationField;
  readonly value: BroughtValue;
  readonly related: RowSelection;
}

export interface LinkAsked {
  readonly template: RequestTemplate;
  readonly values: NamedValues;
  /** Ids of entities, by field. */
  readonly ids: ReadonlyMap<RelationField, string>;
}
